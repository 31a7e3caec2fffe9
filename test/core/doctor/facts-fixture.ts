import type { Facts, RecordedExchange, ResponseFacts } from '../../../lib/core/doctor/facts';

const URL =
  'https://acme.example/.well-known/com.apple.remotemanagement?user-identifier=a+1@acme.example&model-family=iPhone';
const DOCUMENT = '{"Servers":[{"Version":"mdm-byod","BaseURL":"https://mdm.vendor.example/enroll"}]}';

/** Facts of a domain that serves the document itself, as one device observes it. */
export function factsFixture(): Facts {
  return {
    version: 1,
    domain: 'acme.example',
    observedAt: '2026-11-21T12:00:00.000Z',
    networkKind: 'internet',
    identifiers: ['a+1@acme.example', 'a+2@acme.example'],
    madeUp: true,
    expectedHosts: [],
    delegation: {
      zone: { kind: 'observed', value: 'acme.example' },
      nameServers: { kind: 'observed', value: ['ns1.acme.example'] },
      caa: { kind: 'absent' },
    },
    hosts: [
      {
        host: 'acme.example',
        a: { kind: 'observed', value: { status: 'answer', aliases: [], records: ['192.0.2.1'] } },
        aaaa: { kind: 'observed', value: { status: 'no-records', aliases: [], records: [] } },
        serviceBindings: { kind: 'absent' },
        endpoints: [
          {
            address: '192.0.2.1',
            family: 4,
            tcp: { kind: 'observed', value: 'open' },
            tls: { kind: 'observed', value: tlsFixture() },
            answer: { kind: 'absent' },
          },
        ],
      },
    ],
    journeys: [{ family: 'iPhone', os: '18.2', identifier: 0, exchanges: [exchangeFixture({})] }],
    apple: { kind: 'absent' },
    probes: {},
    baseUrls: [],
  };
}

function tlsFixture() {
  return {
    handshake: { kind: 'done' as const, protocol: 'TLSv1.3' },
    chain: [
      {
        subject: 'CN=acme.example',
        issuer: 'CN=Issuing',
        selfIssued: false,
        names: ['acme.example'],
        notBefore: '2026-10-01T00:00:00.000Z',
        notAfter: '2027-01-01T00:00:00.000Z',
        key: { algorithm: 'ec' as const, bits: 256 },
        signatureHash: 'SHA-256',
      },
    ],
    trust: { kind: 'trusted' as const },
    completedByIssuerUrl: { kind: 'absent' as const },
    classic: { kind: 'unknown' as const, reason: 'TLS 1.3 only' },
    outdatedVersion: { kind: 'absent' as const },
  };
}

function exchangeFixture(change: Partial<ResponseFacts>): RecordedExchange {
  return {
    url: URL,
    milliseconds: 12,
    outcome: {
      kind: 'response',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: { text: DOCUMENT },
      cut: false,
      ...change,
    },
  };
}

/** The facts with another answer to the device. */
export function withExchange(facts: Facts, change: Partial<ResponseFacts>): Facts {
  const [journey] = facts.journeys;
  if (!journey) throw new Error('The fixture has no journey.');
  return { ...facts, journeys: [{ ...journey, exchanges: [exchangeFixture(change)] }] };
}
