import { type Observation, observedValue } from '../observation';
import { requestMayBeHidden } from './checks/client-certificate';
import type { DiagnosisInput } from './diagnosis-input';

/** What could not be checked from here, and why. It makes no verdict worse. */
export interface Unchecked {
  readonly what: string;
  readonly why: string;
}

export function listUnchecked(input: DiagnosisInput): Unchecked[] {
  return [
    ...unknownNames(input),
    ...unknownValidation(input),
    ...hiddenRequests(input),
    ...unreachableAddresses(input),
    ...notAsked(input),
  ];
}

function unknownNames({ facts, domain }: DiagnosisInput): Unchecked[] {
  if (facts.networkKind === 'local') return [{ what: 'DNS', why: 'the local cloud has no DNS' }];
  return [
    ...reasonOf(`addresses of ${domain.host}`, domain.a),
    ...reasonOf('CAA records', facts.delegation.caa),
    ...reasonOf('zone and apex', facts.delegation.zone),
  ];
}

/** Without credentials ACM was not asked, which needs no mention. */
function unknownValidation({ facts: { validation } }: DiagnosisInput): Unchecked[] {
  if (validation === undefined) return [];
  const lookups = observedValue(validation)?.lookups ?? [];
  return [
    ...reasonOf('records that renew the certificate', validation),
    ...lookups.flatMap(({ record, atName }) => reasonOf(`validation record at ${record.name}`, atName)),
  ];
}

function reasonOf(what: string, observation: Observation<unknown>): Unchecked[] {
  return observation.kind === 'unknown' ? [{ what, why: observation.reason }] : [];
}

function hiddenRequests(input: DiagnosisInput): Unchecked[] {
  return input.tlsWaypoints.flatMap(({ host: { host }, tls }) =>
    tls.handshake.kind === 'done' && requestMayBeHidden(tls)
      ? [
          {
            what: `whether ${host} asks for a client certificate`,
            why: 'the host offers TLS 1.3 only, which encrypts the request',
          },
        ]
      : [],
  );
}

function unreachableAddresses({ domain }: DiagnosisInput): Unchecked[] {
  return domain.endpoints.flatMap(({ address, family, tcp }) =>
    tcp.kind === 'unknown' ? [{ what: `IPv${family} address ${address}`, why: tcp.reason }] : [],
  );
}

function notAsked({ facts }: DiagnosisInput): Unchecked[] {
  const apple = observedValue(facts.apple)
    ? []
    : [{ what: "Apple's fallback", why: 'not part of the automatic check; `--apple` sends an identifier to Apple' }];
  const posted = facts.baseUrls.length === 0 || facts.baseUrls.some(({ post }) => observedValue(post));
  return posted
    ? apple
    : [
        ...apple,
        {
          what: 'sign-in at the enrollment URL',
          why: 'not part of the automatic check; `--post` sends one empty POST',
        },
      ];
}

/** Whether nothing could be checked at all: this machine is offline, or its resolver fails. */
export function isBlind({
  facts,
  domain,
}: {
  facts: Pick<DiagnosisInput['facts'], 'networkKind'>;
  domain: DiagnosisInput['domain'];
}): boolean {
  if (facts.networkKind === 'local') return false;
  const noNames = domain.a.kind === 'unknown' && domain.aaaa.kind === 'unknown';
  const noConnection =
    domain.endpoints.length > 0 &&
    domain.endpoints.every(({ tcp }) => tcp.kind === 'unknown' && !tcp.reason.includes('not a public'));
  return noNames || noConnection;
}
