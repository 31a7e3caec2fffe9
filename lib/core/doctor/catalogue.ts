import type { ProblemCode } from '../problems';
import type { Severity } from './finding';

/** What the doctor knows of a code beyond its row in the registry. */
export interface Entry {
  readonly severity: Severity;
  /**
   * `blocks`: the device goes no further, so what comes later on its way is folded under it. `misleads`: the device
   * goes on, to the wrong place. `hurts-some`: on some networks only, or only after a failure; reported last.
   */
  readonly effect: 'blocks' | 'misleads' | 'hurts-some';
  /** Codes that follow from this one although the device goes on. */
  readonly explains?: readonly ProblemCode[];
  readonly source: string;
}

const APPLE_DISCOVERY = 'Apple: Implementing the simple authentication user-enrollment flow (service discovery)';
const APPLE_TLS = 'Apple: support.apple.com/103769 and support.apple.com/126655';
const FIELD = 'seen in the field';

const blocking = (source: string, explains?: Entry['explains']): Entry => ({
  severity: 'error',
  effect: 'blocks',
  explains,
  source,
});
const misleading = (source: string, explains?: Entry['explains']): Entry => ({
  severity: 'error',
  effect: 'misleads',
  explains,
  source,
});
const hurting = (source: string): Entry => ({ severity: 'error', effect: 'hurts-some', source });
const warning = (source: string): Entry => ({ severity: 'warning', effect: 'hurts-some', source });

/** What a server answers that does not know the path or misses the parameters. */
const UNUSABLE_ANSWERS = [
  'http.not-found',
  'http.forbidden',
  'http.authentication',
  'http.server-error',
  'http.soft-404',
  'response.status',
  'response.html',
  'response.content-type',
  'response.not-json',
  'response.servers-missing',
  'response.servers-empty',
] as const;

/** Every code that the doctor can give. Pinned by a test; the fault catalogue has a faulty set-up for each. */
export const FINDING_CATALOGUE = {
  'dns.no-name': blocking('RFC 1034'),
  'dns.no-address': blocking('RFC 1034'),
  'dns.dangling-alias': blocking('RFC 1034, section 3.6.2'),
  'dns.alias-loop': blocking('RFC 1034, section 3.6.2'),
  'dns.dnssec': blocking('RFC 4035, section 5'),
  'dns.server-failure': blocking('RFC 1035, section 4.1.1'),
  'dns.ipv6-elsewhere': hurting('RFC 8305'),
  'dns.alias-at-apex': warning('RFC 1034, section 3.6.2'),
  'dns.caa-forbids': warning('RFC 8659'),
  'dns.validation-record': warning('AWS Certificate Manager: managed renewal of certificates validated by DNS'),
  'dns.service-binding': warning('RFC 9460'),
  'network.internal-address': blocking('IANA special-purpose address registries'),
  'network.refused': blocking(FIELD),
  'network.timeout': blocking('the client waits 90 seconds (observed)'),
  'network.broken': blocking('RFC 9112'),
  'network.plain-http-only': blocking(APPLE_DISCOVERY),
  'tls.not-tls': blocking(APPLE_TLS),
  'tls.outdated-version': blocking(APPLE_TLS),
  'tls.handshake-failed': blocking(APPLE_TLS),
  'tls.client-certificate': blocking('the client has none to show (observed)'),
  'tls.self-signed': blocking(APPLE_TLS, ['tls.other-name']),
  'tls.chain-incomplete': blocking('RFC 8446, section 4.4.2'),
  'tls.private-authority': blocking(APPLE_TLS),
  'tls.issuer-unknown': blocking(APPLE_TLS),
  'tls.expired': blocking('RFC 5280, section 4.1.2.5'),
  'tls.not-yet-valid': blocking('RFC 5280, section 4.1.2.5'),
  'tls.expires-soon': warning(FIELD),
  'tls.other-name': blocking('RFC 9525'),
  'tls.wildcard-apex': blocking('RFC 9525, section 6.3'),
  'tls.weak-key': blocking(APPLE_TLS),
  'tls.weak-signature': blocking(APPLE_TLS),
  'tls.old-cipher': warning(APPLE_TLS),
  'tls.no-extended-master-secret': warning(APPLE_TLS),
  'response.encoding': blocking('RFC 9110, section 8.4'),
  'response.too-large': blocking(FIELD),
  'redirect.no-location': blocking('RFC 9110, section 15.4'),
  'redirect.bad-location': blocking('RFC 9110, section 10.2.2'),
  'redirect.not-https': blocking(APPLE_DISCOVERY),
  'redirect.loop': blocking('the client follows about 20 redirects (observed)'),
  'redirect.too-many': blocking('the client follows about 20 redirects (observed)'),
  'redirect.path-dropped': misleading(FIELD, [
    ...UNUSABLE_ANSWERS,
    'http.login-page',
    'query.dropped',
    'query.identifier-dropped',
    'query.family-dropped',
  ]),
  'query.dropped': misleading(APPLE_DISCOVERY, UNUSABLE_ANSWERS),
  'query.identifier-dropped': misleading(APPLE_DISCOVERY, UNUSABLE_ANSWERS),
  'query.family-dropped': warning(APPLE_DISCOVERY),
  'query.plus-to-space': misleading('RFC 3986: "+" means itself', UNUSABLE_ANSWERS),
  'query.altered': misleading(APPLE_DISCOVERY, UNUSABLE_ANSWERS),
  'cache.shared-answer': misleading('RFC 9111, section 4', UNUSABLE_ANSWERS),
  'cache.age': warning('RFC 9111, section 5.1'),
  'policy.other-answer': blocking("the tenant's file"),
  'policy.family-answer': blocking("the tenant's file"),
  'http.login-page': blocking(FIELD, ['query.dropped', 'query.identifier-dropped', 'query.family-dropped']),
  'http.bot-challenge': blocking(FIELD),
  'http.authentication': blocking('the client has no password to send (observed)'),
  'http.not-found': blocking(APPLE_DISCOVERY),
  'http.soft-404': blocking(FIELD, ['fallback.hidden']),
  'http.forbidden': blocking(APPLE_DISCOVERY),
  'http.method': blocking('RFC 9110, section 15.5.6'),
  'http.server-error': blocking('RFC 9110, section 15.6'),
  'file.trailing-dot': misleading(FIELD, UNUSABLE_ANSWERS),
  'file.trailing-slash': misleading(FIELD, UNUSABLE_ANSWERS),
  'file.json-suffix': misleading(FIELD, UNUSABLE_ANSWERS),
  'file.misspelt': misleading(FIELD, UNUSABLE_ANSWERS),
  'file.on-www': misleading(FIELD, UNUSABLE_ANSWERS),
  'response.status': blocking(APPLE_DISCOVERY),
  'response.refused': blocking('apple/device-management, well-known.failed.yaml'),
  'response.html': blocking(FIELD),
  'response.content-type': blocking('the client reads the type first (observed)'),
  'response.placeholder': blocking(FIELD),
  'response.byte-order-mark': warning('RFC 8259, section 8.1'),
  'response.not-utf-8': blocking('RFC 8259, section 8.1'),
  'response.not-json': blocking('RFC 8259'),
  'response.key-case': blocking(APPLE_DISCOVERY),
  'response.servers-missing': blocking(APPLE_DISCOVERY),
  'response.servers-empty': blocking(APPLE_DISCOVERY),
  'response.servers-many': warning(APPLE_DISCOVERY),
  'response.version': blocking(APPLE_DISCOVERY),
  'response.version-case': blocking(APPLE_DISCOVERY),
  'response.base-url': blocking(APPLE_DISCOVERY),
  'response.base-url-not-https': blocking(APPLE_DISCOVERY),
  'fallback.hidden': hurting(APPLE_DISCOVERY),
  'enrollment.unreachable': blocking(FIELD),
  'enrollment.other-host': blocking(FIELD),
  'enrollment.not-found': warning(FIELD),
  'enrollment.redirects': warning('a POST would become a GET'),
  'enrollment.challenge': warning(APPLE_DISCOVERY),
} as const satisfies Partial<Record<ProblemCode, Entry>>;

export type DoctorCode = keyof typeof FINDING_CATALOGUE;

function isDoctorCode(code: ProblemCode): code is DoctorCode {
  return Object.hasOwn(FINDING_CATALOGUE, code);
}

/** A check that gives a code which is not in the catalogue is a bug. */
export function entryOf(code: ProblemCode): Entry {
  if (!isDoctorCode(code)) throw new Error(`The code "${code}" is not in the doctor's catalogue.`);
  return FINDING_CATALOGUE[code];
}
