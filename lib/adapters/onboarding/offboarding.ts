import { testQuery } from '../../core/discovery/test-identifiers';
import { WELL_KNOWN_PATH } from '../../core/discovery/well-known';
import type { RecordedExchange } from '../../core/doctor/facts';
import { absentFact, type Observation, observed, observedValue, unknown } from '../../core/observation';
import type { AnswerFacts, DomainFacts, TaggedCertificate } from '../../core/offboarding/facts';
import type { DistributionFacts } from '../../core/onboarding/facts';
import type { Problem } from '../../core/problems';
import { ok, type Result } from '../../core/result';
import { findCertificates, readCertificateTags } from '../aws/acm';
import type { Aws } from '../aws/clients';
import { listDistributions } from '../aws/cloudfront';
import { identifyCallerOf } from '../aws/sts';
import type { Resolver } from '../dns/resolver';
import { HostProber } from '../observe/hosts';
import { resolveAddresses } from '../observe/names';
import type { NetworkAccess } from '../observe/network-access';
import { SharedProbeCache } from '../observe/shared-probe-cache';
import { observeValidation, observeZoneName } from '../observe/validation-records';
import { askHost } from './ask-host';

/** What is known of a domain beforehand. */
export type LeavingDomain = Pick<DomainFacts, 'name' | 'way' | 'website' | 'certificateArn'>;

/** What is observed, and with what. */
export interface Leaving {
  readonly access: NetworkAccess & { readonly resolver: Resolver };
  readonly aws: Aws;
  /** The account that the project is for; any one where it does not say. */
  readonly account?: string;
  readonly domains: readonly LeavingDomain[];
}

/** Observes the domains of a tenant on its way out, from the internet and in AWS. Read-only; what cannot be asked is unknown. */
export async function observeLeaving(leaving: Leaving): Promise<{
  readonly domains: readonly DomainFacts[];
  readonly distributions: Observation<readonly DistributionFacts[]>;
}> {
  const caller = await identifyCallerOf(leaving.aws.sts, leaving.account);
  const inAccount = async <T>(ask: () => Promise<Result<T>>) => toObservation(caller.ok ? await ask() : caller);
  const distributions = await inAccount(() => listDistributions(leaving.aws.cloudFront));
  const domains: DomainFacts[] = [];
  // One after the other: ACM lets few such calls through at a time, and there are few domains.
  for (const domain of leaving.domains) {
    const seen = await observeNetwork(leaving.access, domain.name);
    const isStacks = domain.way === 'route53' || domain.way === 'elsewhere';
    const certificates = isStacks
      ? observed([])
      : await inAccount(() => taggedCertificates(leaving, domain.name, seen.zone));
    domains.push({ ...domain, ...seen, certificates });
  }
  return { domains, distributions };
}

async function observeNetwork(
  access: NetworkAccess & { readonly resolver: Resolver },
  name: string,
): Promise<Pick<DomainFacts, 'zone' | 'addresses' | 'answer'>> {
  const [zone, v4, v6] = await Promise.all([
    observeZoneName(access.resolver, name),
    resolveAddresses(access.resolver, name, 'A'),
    resolveAddresses(access.resolver, name, 'AAAA'),
  ]);
  return { zone, addresses: joinAddresses(name, [v4, v6]), answer: await observeAnswer(access, name) };
}

const NOTHING_THERE: readonly string[] = ['no-name', 'no-records'];

function joinAddresses(
  name: string,
  lookups: readonly Awaited<ReturnType<typeof resolveAddresses>>[],
): DomainFacts['addresses'] {
  const failure = lookups.find(({ kind }) => kind === 'unknown');
  if (failure?.kind === 'unknown') return failure;
  const values = lookups.flatMap((lookup) => observedValue(lookup) ?? []);
  const aliases = [...new Set(values.flatMap((value) => value.aliases))];
  const addresses = values.flatMap(({ records }) => records);
  if (addresses.length > 0 || aliases.length > 0) return observed({ aliases, addresses });
  const odd = values.find(({ status }) => !NOTHING_THERE.includes(status));
  return odd ? unknown(`the lookup of ${name} fails (${odd.status})`) : absentFact;
}

/** Once as a device, which trusts no certificate of another name; then with any certificate. */
async function observeAnswer(access: NetworkAccess, host: string): Promise<DomainFacts['answer']> {
  const prober = new HostProber(access, new SharedProbeCache());
  const path = `${WELL_KNOWN_PATH}?${testQuery(host)}`;
  const trusted = await askHost(access, prober, { host, path, verify: true });
  const { outcome } = trusted;
  if (outcome.kind === 'failure' && outcome.reason === 'tls') {
    return readAnswer(await askHost(access, prober, { host, path, verify: false }), false);
  }
  return readAnswer(trusted, true);
}

const UNREACHABLE: readonly string[] = ['no-address', 'refused'];

function readAnswer({ outcome }: RecordedExchange, trusted: boolean): Observation<AnswerFacts> {
  if (outcome.kind === 'failure') {
    return UNREACHABLE.includes(outcome.reason) ? absentFact : unknown(`${outcome.reason}: ${outcome.detail}`);
  }
  const { status, headers } = outcome;
  const location = headers['location'];
  const byCloudFront = headers['x-amz-cf-id'] !== undefined || /\bcloudfront\b/i.test(headers['via'] ?? '');
  return observed({ status, trusted, byCloudFront, ...(location === undefined ? {} : { location }) });
}

/** The certificates for this domain alone: one that covers others as well is not this tenant's. */
async function taggedCertificates(
  { aws, access }: Leaving,
  domain: string,
  zone: string,
): Promise<Result<readonly TaggedCertificate[]>> {
  const found = await findCertificates(aws.acm, domain);
  if (!found.ok) return found;
  const tagged: TaggedCertificate[] = [];
  for (const certificate of found.value.filter(({ names }) => names.length === 1 && names[0] === domain)) {
    const tags = await readCertificateTags(aws.acm, certificate.arn);
    if (!tags.ok) return tags;
    const lookups = await observeValidation(access.resolver, certificate.records, zone);
    tagged.push({ ...certificate, tags: tags.value, lookups });
  }
  return ok(tagged);
}

function toObservation<T>(result: Result<T>): Observation<T> {
  return result.ok ? observed(result.value) : unknown(describe(result.problem));
}

function describe({ message, code }: Problem): string {
  return `${message} [${code}]`;
}
