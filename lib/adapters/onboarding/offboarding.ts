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
import { lookUp } from '../observe/names';
import type { NetworkAccess } from '../observe/network-access';
import { SharedProbeCache } from '../observe/shared-probe-cache';
import { observeValidation, observeZoneName } from '../observe/validation-records';
import { askHost } from './ask-host';

/** What is known of a domain beforehand. */
export type LeavingDomain = Pick<DomainFacts, 'name' | 'way' | 'website' | 'certificateArn'>;

/** What is looked at, and with what. */
export interface Leaving {
  readonly access: NetworkAccess & { readonly resolver: Resolver };
  readonly aws: Aws;
  /** The account that the project is for; any one where it does not say. */
  readonly account?: string;
  readonly domains: readonly LeavingDomain[];
}

/** Looks at the domains of a tenant on its way out, from outside and in AWS. Read-only; what cannot be asked is unknown. */
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
    lookUp(access.resolver, name, 'A'),
    lookUp(access.resolver, name, 'AAAA'),
  ]);
  return { zone, addresses: joinAddresses(name, [v4, v6]), answer: await observeAnswer(access, name) };
}

const NOTHING_THERE: readonly string[] = ['no-name', 'no-records'];

function joinAddresses(name: string, lookups: readonly Awaited<ReturnType<typeof lookUp>>[]): DomainFacts['addresses'] {
  const failure = lookups.find(({ kind }) => kind === 'unknown');
  if (failure?.kind === 'unknown') return failure;
  const values = lookups.flatMap((lookup) => observedValue(lookup) ?? []);
  const aliases = [...new Set(values.flatMap((value) => value.aliases))];
  const addresses = values.flatMap(({ records }) => records);
  if (addresses.length > 0 || aliases.length > 0) return observed({ aliases, addresses });
  const odd = values.find(({ status }) => !NOTHING_THERE.includes(status));
  return odd ? unknown(`the lookup of ${name} fails (${odd.status})`) : absentFact;
}

/** Once as a device, which trusts no certificate of another name; then whoever answers. */
async function observeAnswer(access: NetworkAccess, host: string): Promise<DomainFacts['answer']> {
  const book = new HostProber(access, new SharedProbeCache());
  const path = `${WELL_KNOWN_PATH}?user-identifier=signpost-check-1@${host}&model-family=iPhone`;
  const trusted = await askHost(access, book, { host, path, verify: true });
  const { outcome } = trusted;
  if (outcome.kind === 'failure' && outcome.reason === 'tls') {
    return readAnswer(await askHost(access, book, { host, path, verify: false }), false);
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
