import { WELL_KNOWN_PATH } from '../discovery/well-known';
import { observedValue, unknownReason } from '../observation';
import { formatRecord, recordToAdd } from '../onboarding/records';
import type { DomainFacts, OffboardFacts } from './facts';
import { frontOf } from './fronts';
import { type OffboardStep, offboardStep } from './step';

/** What the customer takes away themselves: first what the stack waits for. Its own records, in Route 53, go with it. */
export function dnsSteps(facts: OffboardFacts): readonly OffboardStep[] {
  const { domains } = facts;
  const elsewhere = domains.filter(({ way }) => way === 'elsewhere');
  const foreign = domains.filter(({ way }) => way === 'external' || way === 'unknown');
  return [
    ...foreign.map((domain) => recordStep(domain, facts)),
    ...foreign.flatMap((domain) => validationSteps(domain, facts)),
    ...elsewhere.map((domain) => serverRuleStep(domain, facts)),
  ];
}

/**
 * Whether the domain still leads to our front. A distribution that is deleted while it does leaves the website of the
 * domain without an answer, and a CNAME to a name of CloudFront's that another customer might get one day.
 */
function recordStep(domain: DomainFacts, facts: OffboardFacts): OffboardStep {
  const { name, zone } = domain;
  const front = frontOf(facts, name);
  const common = {
    title: `${name} no longer leads to our front`,
    mover: 'customer',
    subject: name,
    beforeStack: true,
    expected: front ? `no record to ${front.domainName}` : 'no record to a front',
  } as const;
  const leads = leadsToFront(domain, front?.domainName, front !== undefined || mayHaveFront(facts));
  if (leads.kind === 'unknown') {
    return offboardStep('dns', { ...common, state: 'unknown', found: `could not check: ${leads.reason}` });
  }
  if (leads.kind === 'no') return offboardStep('dns', { ...common, state: 'done', found: leads.found });
  const type = name === zone ? 'ALIAS' : 'CNAME';
  const record = recordToAdd(type, name, leads.target ?? 'the front', zone);
  return offboardStep('dns', {
    ...common,
    state: 'to-do',
    found: leads.found,
    paste: formatRecord(record),
    notes: front ? [WEBSITE] : [DANGLING],
  });
}

const WEBSITE =
  'Remove this record, or let it lead to the web server that is to answer from now on: once the front is deleted, the name answers nothing, the website included.';
const DANGLING =
  'No server answers there any more. Remove this record soon: CloudFront might give its target to another customer.';

/** Where the distributions could not be listed, an active tenant has its fronts. */
function mayHaveFront({ distributions, backend }: OffboardFacts): boolean {
  return distributions.kind === 'unknown' && backend?.state === 'active';
}

type Leads =
  | { readonly kind: 'yes'; readonly found: string; readonly target?: string }
  | { readonly kind: 'no'; readonly found: string }
  | { readonly kind: 'unknown'; readonly reason: string };

function leadsToFront({ addresses, answer }: DomainFacts, front: string | undefined, exists: boolean): Leads {
  if (addresses.kind === 'unknown') return addresses;
  if (addresses.kind === 'absent') return { kind: 'no', found: 'no address any more' };
  const { aliases, addresses: ips } = addresses.value;
  const target = aliases.find((alias) => alias.endsWith('.cloudfront.net'));
  if (target !== undefined) {
    if (exists && (front === undefined || target === front)) return { kind: 'yes', found: `CNAME ${target}`, target };
    // Another distribution that answers under this name was put there on purpose.
    if (observedValue(answer)?.trusted) return { kind: 'no', found: `CNAME ${target}, another distribution` };
    return { kind: 'yes', found: `CNAME ${target}, where no server answers for the domain`, target };
  }
  const found = [...aliases.map((alias) => `CNAME ${alias}`), ...ips.map((ip) => `A ${ip}`)].join(', ');
  if (!exists) return { kind: 'no', found };
  // A provider that flattens aliases shows addresses alone; who answers there says so itself. CloudFront gives a name to
  // one distribution only, and ours has it. [documented]
  if (answer.kind === 'unknown') return answer;
  const ours = observedValue(answer)?.byCloudFront && observedValue(answer)?.trusted;
  return ours
    ? {
        kind: 'yes',
        found: `${found}, and CloudFront answers there`,
        ...(front === undefined ? {} : { target: front }),
      }
    : { kind: 'no', found: `${found}, where CloudFront does not answer` };
}

/** The record that let us have a certificate: while it exists, we could have another one. */
function validationSteps({ name, zone, certificates }: DomainFacts, facts: OffboardFacts): readonly OffboardStep[] {
  const lookups = (observedValue(certificates) ?? [])
    .filter((certificate) => isRequestedByUs(certificate.tags, facts))
    .flatMap((certificate) => certificate.lookups);
  const byName = new Map(lookups.map((lookup) => [lookup.record.name, lookup]));
  return [...byName.values()].map(({ record, atName }) => {
    const common = {
      title: `The record that validates the certificate of ${name} is gone`,
      mover: 'customer',
      subject: name,
      expected: `no CNAME at ${record.name}`,
    } as const;
    const reason = unknownReason(atName);
    if (reason !== undefined)
      return offboardStep('dns', { ...common, state: 'unknown', found: `could not check: ${reason}` });
    if (observedValue(atName) !== record.value) return offboardStep('dns', { ...common, state: 'done', found: 'none' });
    const paste = formatRecord(recordToAdd('CNAME', record.name, record.value, zone));
    const notes = ['Remove this record: while it exists, we could have a certificate for the name.'];
    return offboardStep('dns', { ...common, state: 'to-do', found: `CNAME ${record.value}`, paste, notes });
  });
}

/** Whether Signpost has requested a certificate for this tenant, outside of any stack. */
export function isRequestedByUs(
  tags: Readonly<Record<string, string>>,
  { stage, tenant }: Pick<OffboardFacts, 'stage' | 'tenant'>,
): boolean {
  const isStacks = Object.keys(tags).some((key) => key.startsWith('aws:cloudformation:'));
  const { stage: itsStage, tenant: itsTenant = tenant } = tags;
  return !isStacks && itsStage === stage && itsTenant === tenant;
}

/** The rule on the customer's own web server. */
function serverRuleStep({ name, answer, addresses }: DomainFacts, { clusterHosts }: OffboardFacts): OffboardStep {
  const common = {
    title: `The rule on the web server of ${name} is gone`,
    mover: 'customer',
    subject: name,
    expected: 'devices led to none of our clusters',
  } as const;
  if (addresses.kind === 'absent')
    return offboardStep('dns', { ...common, state: 'done', found: 'no address any more' });
  if (answer.kind !== 'observed') {
    const found = `could not check: ${unknownReason(answer) ?? 'no server answers'}`;
    return offboardStep('dns', { ...common, state: 'unknown', found });
  }
  const { status, location = '' } = answer.value;
  const host = URL.canParse(location) ? new URL(location).hostname : '';
  const found = `${status}${host === '' ? '' : ` to ${host}`}`;
  const isThere = clusterHosts.includes(host) || status === 200;
  const notes = isThere ? [`Remove what answers at ${WELL_KNOWN_PATH} on your web server.`] : [];
  return offboardStep('dns', { ...common, state: isThere ? 'to-do' : 'done', found, notes });
}
