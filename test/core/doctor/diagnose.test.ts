import { diagnose } from '../../../lib/core/doctor/diagnose';
import { type Facts, factsSchema } from '../../../lib/core/doctor/facts';
import { factsFixture, withExchange } from './facts-fixture';

const codesOf = async (facts: Facts) => (await diagnose(facts)).findings.map(({ code }) => code);

describe('diagnose', () => {
  test('finds nothing where nothing is wrong', async () => {
    const { findings, verdict } = await diagnose(factsFixture());
    expect(findings).toEqual([]);
    expect(verdict).toMatchObject({ rollUp: 'serving', sentence: 'iPhone enrolls (BYOD) at mdm.vendor.example' });
  });

  test('says the same of the same facts, before and after they were written down', async () => {
    const facts = withExchange(factsFixture(), { status: 404 });
    const written = factsSchema.parse(JSON.parse(JSON.stringify(facts)));
    expect(await diagnose(written)).toEqual(await diagnose(facts));
  });

  test('lists what could not be checked, and finds no fault in it', async () => {
    const [host] = factsFixture().hosts;
    if (!host) throw new Error('The fixture has no host.');
    const unknown = { kind: 'unknown', reason: 'no way there' } as const;
    const facts: Facts = { ...factsFixture(), hosts: [{ ...host, aaaa: unknown, serviceBindings: unknown }] };
    expect(await codesOf(facts)).toEqual([]);
  });

  test.each([
    'internet',
    'local',
  ] as const)('calls no domain broken or sound that could not be checked: %s', async (environment) => {
    const silent = { kind: 'unknown', reason: 'the resolver does not answer' } as const;
    const hosts = [{ host: 'acme.example', a: silent, aaaa: silent, serviceBindings: silent, endpoints: [] }];
    const exchanges = [
      {
        url: 'https://acme.example/.well-known/com.apple.remotemanagement?user-identifier=a+1@acme.example&model-family=iPhone',
        milliseconds: 0,
        outcome: { kind: 'failure' as const, reason: 'no-address' as const, detail: '' },
      },
    ];
    const facts: Facts = {
      ...factsFixture(),
      networkKind: environment,
      hosts,
      journeys: [{ family: 'iPhone', os: '18.2', identifier: 0, exchanges }],
    };
    expect(await diagnose(facts)).toMatchObject({ findings: [], verdict: { rollUp: 'unknown' } });
  });

  test('hands on no character that could act on a terminal', async () => {
    const hostile = '\u001b[2J\u009b31m\u202e';
    const facts = withExchange(factsFixture(), {
      status: 401,
      headers: { 'www-authenticate': `${hostile}Basic` },
      body: { text: hostile },
    });
    const text = JSON.stringify((await diagnose(facts)).findings);
    expect(text).toContain('http.authentication');
    expect(
      JSON.parse(text)
        .flatMap((finding: object) => Object.values(finding))
        .join(''),
    ).not.toMatch(/\p{C}/u);
  });

  test('counts the days of a certificate from the time of the observation', async () => {
    expect(await codesOf({ ...factsFixture(), observedAt: '2027-01-02T00:00:00.000Z' })).toEqual(['tls.expired']);
    expect(await codesOf({ ...factsFixture(), observedAt: '2026-12-25T00:00:00.000Z' })).toEqual(['tls.expires-soon']);
    expect(await codesOf({ ...factsFixture(), observedAt: '2026-09-30T00:00:00.000Z' })).toEqual(['tls.not-yet-valid']);
  });

  test.each<[string, 'timeout' | 'refused', string]>([
    ['stays silent', 'timeout', 'network.timeout'],
    ['refuses', 'refused', 'network.refused'],
  ])('names a port that %s', async (_name, state, code) => {
    const facts = factsFixture();
    const hosts = facts.hosts.map((host) => ({
      ...host,
      endpoints: host.endpoints.map((endpoint) => ({
        ...endpoint,
        tcp: { kind: 'observed' as const, value: state },
        tls: { kind: 'unknown' as const, reason: 'no connection' },
      })),
    }));
    const failure = { kind: 'failure' as const, reason: state, detail: '192.0.2.1' };
    const journeys = facts.journeys.map((journey) => ({
      ...journey,
      exchanges: journey.exchanges.map((exchange) => ({ ...exchange, outcome: failure })),
    }));
    expect(await codesOf({ ...facts, hosts, journeys })).toEqual([code]);
  });

  test('does not fall over facts of any form that can be read', async () => {
    const whole: unknown = JSON.parse(JSON.stringify(withTenant(factsFixture())));
    let read = 0;
    for (const change of changesOf(whole)) {
      const parsed = factsSchema.safeParse(change);
      if (!parsed.success) continue;
      read += 1;
      await diagnose(parsed.data);
    }
    expect(read).toBeGreaterThan(50);
  });
});

function withTenant(facts: Facts): Facts {
  const answer = { kind: 'redirect' as const, url: 'https://na1.mdm.example/' };
  return { ...facts, tenant: { id: 'acme', kind: 'front', policy: { rules: [], otherwise: answer, salt: 'acme' } } };
}

const STRANGE: readonly unknown[] = ['', 'x', '\u0000', 'https://', 'data:,', -1, 1e9, null, [], {}, true];

/** `value` with every part of it, one at a time, replaced by something strange or left out. */
function* changesOf(value: unknown): Generator<unknown> {
  yield* STRANGE;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    for (const change of changesOf(part)) {
      if (Array.isArray(value)) yield value.map((item, index) => (String(index) === key ? change : item));
      else yield { ...value, [key]: change };
    }
    if (!Array.isArray(value)) yield Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  }
}
