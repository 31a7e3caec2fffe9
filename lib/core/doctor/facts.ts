import { z } from 'zod';
import { parseIdentifier } from '../discovery/identifier';
import { resolvedPolicySchema } from '../discovery/resolved-policy-schema';
import { observedValue } from '../observation';

function observation<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('observed'), value }),
    z.strictObject({ kind: z.literal('absent') }),
    z.strictObject({ kind: z.literal('unknown'), reason: z.string() }),
  ]);
}

const lookupSchema = z.strictObject({
  /** `bogus`: resolvers that validate refuse the answer, others give one (DNSSEC). */
  status: z.enum(['answer', 'no-records', 'no-name', 'server-failure', 'bogus', 'alias-loop']),
  /** Names that CNAME records led to, in order, without the name asked for. */
  aliases: z.array(z.string()),
  records: z.array(z.string()),
  /** The resolver's reason for a failure (RFC 8914). */
  detail: z.string().optional(),
});

const serviceBindingSchema = z.strictObject({
  priority: z.number(),
  /** `.` means the name itself. */
  target: z.string(),
  port: z.number().optional(),
  ipv4Hints: z.array(z.string()),
  ipv6Hints: z.array(z.string()),
});

const caaRecordSchema = z.strictObject({ tag: z.string(), value: z.string(), critical: z.boolean() });

const delegationSchema = z.strictObject({
  /** Apex of the zone that the domain is in. */
  zone: observation(z.string()),
  nameServers: observation(z.array(z.string())),
  /** The CAA record set in force: the first one up the tree (RFC 8659, section 3). */
  caa: observation(z.strictObject({ name: z.string(), records: z.array(caaRecordSchema) })),
});

const certificateSchema = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  issuerOrganisation: z.string().optional(),
  selfIssued: z.boolean(),
  /** DNS names and addresses of the subject alternative name; the common name counts for nothing. */
  names: z.array(z.string()),
  notBefore: z.string(),
  notAfter: z.string(),
  key: z.strictObject({ algorithm: z.enum(['rsa', 'ec', 'other']), bits: z.number() }),
  /** Hash of the signature, such as `SHA-256`. */
  signatureHash: z.string(),
  /** Where the issuer's certificate can be fetched (Authority Information Access). */
  issuerUrl: z.string().optional(),
});

/** A handshake that offers TLS 1.2 only, read in the clear. */
const classicHandshakeSchema = z.strictObject({
  extendedMasterSecret: z.boolean(),
  /** ECDHE with an AEAD cipher; false where the server took only what is older. */
  modernCipher: z.boolean(),
  cipher: z.string(),
  asksForClientCertificate: z.boolean(),
});

const tlsSchema = z.strictObject({
  /** The result of a handshake as the device makes it, whether the chain is trusted or not. */
  handshake: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('done'), protocol: z.string() }),
    z.strictObject({ kind: z.literal('failed'), code: z.string() }),
  ]),
  /** Certificates as they were sent, the server's own first. */
  chain: z.array(certificateSchema),
  trust: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('trusted') }),
    z.strictObject({ kind: z.literal('untrusted'), code: z.string() }),
    z.strictObject({ kind: z.literal('unknown') }),
  ]),
  /** Whether the chain is trusted once the issuer's certificate is fetched from where the certificate says. */
  completedByIssuerUrl: observation(z.boolean()),
  /** Unknown where the server offers TLS 1.3 only: the rest of such a handshake is encrypted. */
  classic: observation(classicHandshakeSchema),
  /** The highest version of a server that takes neither 1.2 nor 1.3. */
  outdatedVersion: observation(z.string()),
  /** What the server sent instead of TLS, when it was readable. */
  spoke: z.string().optional(),
});

const bodySchema = z.union([z.strictObject({ text: z.string() }), z.strictObject({ base64: z.base64() })]);

/** A recording is untrusted: what is read as a URL later must be one. */
const urlSchema = z.string().refine((text) => URL.canParse(text), 'expected a URL');

const exchangeSchema = z.strictObject({
  url: urlSchema,
  milliseconds: z.number(),
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('response'),
      status: z.number(),
      headers: z.record(z.string(), z.string()),
      body: bodySchema,
      /** The body went on beyond what was read. */
      cut: z.boolean(),
    }),
    z.strictObject({
      kind: z.literal('failure'),
      /** `internal`: the address is not public, so it was not contacted. */
      reason: z.enum([
        'no-address',
        'internal',
        'refused',
        'timeout',
        'unreachable',
        'tls',
        'broken',
        'encoding',
        'not-asked',
      ]),
      detail: z.string(),
    }),
  ]),
});

const endpointSchema = z.strictObject({
  address: z.string(),
  family: z.union([z.literal(4), z.literal(6)]),
  tcp: observation(z.enum(['open', 'refused', 'timeout'])),
  tls: observation(tlsSchema),
  /** The device's first request, asked of this address. */
  answer: observation(exchangeSchema),
});

const hostSchema = z.strictObject({
  host: z.string(),
  a: observation(lookupSchema),
  aaaa: observation(lookupSchema),
  serviceBindings: observation(z.array(serviceBindingSchema)),
  endpoints: z.array(endpointSchema),
});

const journeySchema = z.strictObject({
  family: z.enum(['iPhone', 'iPad', 'Mac', 'RealityDevice']),
  os: z.string(),
  /** Which of the two identifiers was sent. */
  identifier: z.union([z.literal(0), z.literal(1)]),
  exchanges: z.array(exchangeSchema),
});

const PROBES = ['random', 'trailing-dot', 'trailing-slash', 'json-suffix', 'misspelt', 'on-www', 'plain-http'] as const;

const baseUrlSchema = z.strictObject({
  url: urlSchema,
  head: observation(exchangeSchema),
  /** The empty POST, only where it was asked for. */
  post: observation(exchangeSchema),
});

/** A CNAME record by which a certificate is validated, and renewed: lower case, without the dot at the end. */
const validationRecordSchema = z.strictObject({ name: z.string(), value: z.string() });

const validationLookupSchema = z.strictObject({
  record: validationRecordSchema,
  /** Where the CNAME there leads. */
  atName: observation(z.string()),
  /** Where the record is if its whole name was pasted into a field that adds the zone. */
  doubled: observation(z.string()),
});

const tenantSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['front', 'elsewhere']),
  policy: resolvedPolicySchema,
});

const identifierSchema = z.string().refine((text) => parseIdentifier(text).ok, 'expected an identifier');

/** Everything observed about one domain, as plain JSON: what `--record` writes and `--replay` reads. */
export const factsSchema = z.strictObject({
  version: z.literal(1),
  domain: z.string(),
  observedAt: z.string(),
  /** `local`: the local cloud, which has no DNS. */
  networkKind: z.enum(['internet', 'local']),
  /** The two identifiers that were sent; pseudonyms in place of a person's own. */
  identifiers: z.tuple([identifierSchema, identifierSchema]),
  madeUp: z.boolean(),
  /** What the tenant's file declares for the domain. */
  tenant: tenantSchema.optional(),
  /** Hosts where devices should enroll, as the caller states. */
  expectedHosts: z.array(z.string()),
  delegation: delegationSchema,
  /** The records that renew the certificate of a front; left out where ACM was not asked for them. */
  validation: observation(z.strictObject({ zone: z.string(), lookups: z.array(validationLookupSchema) })).optional(),
  /** Every host on a device's way; the domain first. */
  hosts: z.array(hostSchema),
  journeys: z.array(journeySchema),
  /** Apple's fallback, only where it was asked for. */
  apple: observation(z.array(exchangeSchema)),
  probes: z.partialRecord(z.enum(PROBES), observation(exchangeSchema)),
  baseUrls: z.array(baseUrlSchema),
});

export type Facts = z.infer<typeof factsSchema>;
export type Lookup = z.infer<typeof lookupSchema>;
export type ServiceBinding = z.infer<typeof serviceBindingSchema>;
export type CaaRecord = z.infer<typeof caaRecordSchema>;
export type ValidationRecord = z.infer<typeof validationRecordSchema>;
export type ValidationLookup = z.infer<typeof validationLookupSchema>;
export type DelegationFacts = z.infer<typeof delegationSchema>;
export type CertificateFacts = z.infer<typeof certificateSchema>;
export type ClassicHandshake = z.infer<typeof classicHandshakeSchema>;
export type TlsFacts = z.infer<typeof tlsSchema>;
export type RecordedExchange = z.infer<typeof exchangeSchema>;
export type ExchangeOutcome = RecordedExchange['outcome'];
export type ResponseFacts = Extract<ExchangeOutcome, { kind: 'response' }>;
export type FailureReason = Extract<ExchangeOutcome, { kind: 'failure' }>['reason'];
export type EndpointFacts = z.infer<typeof endpointSchema>;
export type HostFacts = z.infer<typeof hostSchema>;
export type JourneyFacts = z.infer<typeof journeySchema>;
export type Probe = (typeof PROBES)[number];
export type BaseUrlFacts = z.infer<typeof baseUrlSchema>;
export type TenantFacts = z.infer<typeof tenantSchema>;

/** The endpoint that the journeys went to: the first that is open, IPv4 first. */
function openEndpoint(host: HostFacts): EndpointFacts | undefined {
  return host.endpoints.find(({ tcp }) => observedValue(tcp) === 'open');
}

export function tlsOf(host: HostFacts): TlsFacts | undefined {
  return observedValue(openEndpoint(host)?.tls);
}
