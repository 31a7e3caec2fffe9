import { caaAllowsAmazon } from '../../doctor/caa-records';
import { observedValue, unknownReason } from '../../observation';
import { distributionOf, isFront } from '../distribution';
import { dnsSetupOf, publicZones } from '../dns-setup';
import type { PlanFacts, RecordFacts } from '../facts';
import { formatRecord, recordToAdd } from '../records';
import { type PlanStep, step, unknownStep } from '../step';
import { adviseWebsite, websiteExpression } from '../website';

/** CloudFront gives a name to one distribution only, across all accounts. */
export function aliasSteps(facts: PlanFacts): readonly PlanStep[] {
  if (dnsSetupOf(facts).kind === 'elsewhere') return [];
  const { domain, aws } = facts;
  const common = {
    title: 'The name is free at CloudFront',
    mover: 'platform',
    expected: `${domain} on no other distribution`,
  } as const;
  const mine = distributionOf(facts);
  if (mine && isFront(facts, mine))
    return [step('alias', { ...common, state: 'done', found: `on the front ${mine.id}` })];
  if (mine) {
    const found = `${mine.aliases.includes(domain) ? domain : 'a wildcard over it'} is on the distribution ${mine.id} of this account`;
    const paste = [`aws cloudfront list-conflicting-aliases --distribution-id ${mine.id} --alias ${domain}`];
    return [step('alias', { ...common, state: 'blocked', found, paste, notes: [TAKE_OVER] })];
  }
  const foreign = foreignDistribution(facts);
  if (foreign !== undefined) {
    const found = `the domain is served by ${foreign}, which is not in this account`;
    return [step('alias', { ...common, mover: 'customer', state: 'blocked', found, notes: [TAKE_OVER] })];
  }
  const reason = unknownReason(aws.distributions);
  if (reason !== undefined) return [unknownStep('alias', common, reason)];
  return [step('alias', { ...common, state: 'done', found: 'on no distribution of this account' })];
}

const TAKE_OVER =
  'Remove the alias there right before the deployment, or move it with `aws cloudfront associate-alias` (with a TXT record `_<domain>` that names the new distribution).';

/** A distribution of CloudFront to which the domain's CNAME leads, and which is not in this account. */
function foreignDistribution({ seen, aws }: PlanFacts): string | undefined {
  const aliases = seen.hosts[0] ? (observedValue(seen.hosts[0].a)?.aliases ?? []) : [];
  const target = aliases.find((name) => name.endsWith('.cloudfront.net'));
  const known = observedValue(aws.distributions);
  if (target === undefined || !known) return undefined;
  return known.some(({ domainName }) => domainName === target) ? undefined : target;
}

/** What the domain serves today, and whether that keeps working. */
export function websiteSteps(facts: PlanFacts): readonly PlanStep[] {
  if (dnsSetupOf(facts).kind === 'elsewhere') return [];
  const common = { title: 'The website', mover: 'platform' } as const;
  const { residents, root } = facts.website;
  const notes = residents.map(
    ({ path, what }) => `${path} answers today: ${what}. It keeps working with passThrough only.`,
  );
  const declared = facts.declared?.domain;
  if (declared?.kind === 'front' && !declared.website) {
    const reason = "only the tenant's file states it";
    return [unknownStep('website', { ...common, expected: 'a decision', notes }, reason)];
  }
  if (declared?.kind === 'front' && declared.website) {
    const { kind } = declared.website;
    const lost = kind !== 'passThrough' && residents.length > 0;
    return [
      step('website', {
        ...common,
        state: lost ? 'blocked' : 'done',
        expected: lost ? 'passThrough(…), so that everything keeps working' : 'a decision',
        found: `${kind} in the tenant's file`,
        notes: lost ? notes : [],
      }),
    ];
  }
  const advice = adviseWebsite(facts);
  const expression = websiteExpression(advice);
  const advised = expression ?? "passThrough('<host name of the web server behind it>')";
  if (advice.kind === 'undecided') {
    return [
      unknownStep('website', { ...common, expected: 'a decision', notes }, unknownReason(root) ?? advice.because),
    ];
  }
  return [
    step('website', {
      ...common,
      mover: expression === undefined ? 'customer' : 'platform',
      state: 'to-do',
      expected: 'a decision',
      found: advice.because,
      paste: [`website: ${advised}`],
      notes: advice.kind === 'redirect' ? [...notes, ...(advice.notes ?? [])] : notes,
    }),
  ];
}

/** Whether Amazon may issue a certificate for the domain. */
export function caaSteps(facts: PlanFacts): readonly PlanStep[] {
  if (dnsSetupOf(facts).kind === 'elsewhere') return [];
  const { caa } = facts.seen.delegation;
  const common = {
    title: 'Amazon may issue a certificate',
    mover: 'customer',
    expected: 'no CAA record, or one that allows amazon.com',
  } as const;
  if (caa.kind === 'unknown') return [unknownStep('caa', common, caa.reason)];
  if (caa.kind === 'absent') return [step('caa', { ...common, state: 'done', found: 'no CAA record' })];
  const { name, records } = caa.value;
  const allowed = caaAllowsAmazon(records);
  const found = `CAA at ${name}: ${records.map(({ tag, value }) => `${tag} ${value}`).join(', ')}`;
  const paste = allowed ? [] : [`${name}.  CAA  0 issue "amazon.com"`];
  return [step('caa', { ...common, state: allowed ? 'done' : 'to-do', found, paste })];
}

const CONFLICTING_TYPES = ['A', 'AAAA', 'CNAME', 'HTTPS'];

/** Records that CloudFormation would not overwrite, where the zone is in Route 53. */
export function oldRecordSteps(facts: PlanFacts): readonly PlanStep[] {
  const dns = dnsSetupOf(facts);
  if (dns.kind !== 'route53') return [];
  const mine = distributionOf(facts);
  const zone = publicZones(facts).find(({ id }) => id === dns.zoneId);
  const common = {
    title: 'Old records removed',
    mover: 'platform',
    expected: 'no A, AAAA, CNAME or HTTPS record at the domain',
  } as const;
  if (!zone) return [];
  const ours = mine && isFront(facts, mine) ? mine.domainName : undefined;
  const old = zone.records.filter(
    ({ type, alias }) => CONFLICTING_TYPES.includes(type) && (alias === undefined || alias !== ours),
  );
  if (old.length === 0) return [step('old-records', { ...common, state: 'done', found: 'none' })];
  return [
    step('old-records', {
      ...common,
      state: 'to-do',
      found: old.map(describeRecord).join(', '),
      paste: [deleteCommand(zone.id, old)],
      notes: ['Delete them right before the deployment: until it ends, the website cannot be found.'],
    }),
  ];
}

/** One change batch: it deletes all of them or none. */
function deleteCommand(zoneId: string, records: readonly RecordFacts[]): string {
  const Changes = records.map(({ recordSet }) => ({ Action: 'DELETE', ResourceRecordSet: recordSet }));
  // An apostrophe would end the shell's quotes.
  const batch = JSON.stringify({ Changes }).replaceAll("'", '\\u0027');
  return `aws route53 change-resource-record-sets --hosted-zone-id ${zoneId} --change-batch '${batch}'`;
}

function describeRecord({ type, values, alias }: RecordFacts): string {
  return `${type} ${alias === undefined ? values.join(' ') : `alias ${alias}`}`;
}

/** The record that leads devices to the front, where the DNS is not in Route 53. */
export function newRecordSteps(facts: PlanFacts): readonly PlanStep[] {
  const dns = dnsSetupOf(facts).kind;
  if (dns === 'unknown') return [unseenRecordStep(facts)];
  if (dns !== 'external') return [];
  const { domain, zone, diagnosis, aws, declared } = facts;
  const apex = domain === zone;
  const mine = distributionOf(facts);
  const common = { title: 'The domain leads to the front', mover: 'customer' } as const;
  const type = apex ? 'ALIAS' : 'CNAME';
  const notes = apex
    ? [
        'Some providers call ALIAS by another name (ANAME, CNAME flattening). If the provider has none, keep the web server and use a snippet.',
      ]
    : [];
  if (!mine || !isFront(facts, mine)) {
    const expected = `${type} from ${domain} to the front`;
    const reason = unknownReason(aws.distributions);
    if (declared && reason !== undefined) return [unknownStep('new-record', { ...common, expected, notes }, reason)];
    return [
      step('new-record', { ...common, state: 'waiting', expected, found: 'the front is not deployed yet', notes }),
    ];
  }
  const record = recordToAdd(type, domain, mine.domainName, zone);
  const served = diagnosis.verdict.rollUp === 'serving';
  return [
    step('new-record', {
      ...common,
      state: served ? 'done' : 'to-do',
      expected: `${type} to ${mine.domainName}`,
      found: served ? 'devices reach the front' : describeAddresses(facts),
      paste: served ? [] : formatRecord(record),
      notes: served
        ? []
        : [
            ...notes,
            'It replaces the A, AAAA and CNAME records of the same name. Mail (MX) and all names below stay as they are.',
          ],
    }),
  ];
}

/** Without knowing the front, one can see only whether devices reach it, and whether the domain has an address. */
function unseenRecordStep(facts: PlanFacts): PlanStep {
  const { domain, diagnosis, names } = facts;
  const common = {
    title: 'The domain leads to the front',
    mover: 'customer',
    expected: `records of ${domain} that lead to the front`,
  } as const;
  const { rollUp } = diagnosis.verdict;
  if (rollUp === 'serving') return step('new-record', { ...common, state: 'done', found: 'devices reach the front' });
  const notes = [`The outputs of the stack ${names.stack ?? 'of the tenant'} list the records to add, if any.`];
  if (rollUp === 'unknown') return unknownStep('new-record', { ...common, notes }, diagnosis.verdict.sentence);
  const reason = facts.seen.hosts[0] && unknownReason(facts.seen.hosts[0].a);
  if (reason !== undefined) return unknownStep('new-record', { ...common, notes }, reason);
  const found = describeAddresses(facts);
  if (found === NO_ADDRESS) return step('new-record', { ...common, state: 'to-do', found, notes });
  return unknownStep(
    'new-record',
    { ...common, notes },
    `the domain's addresses may or may not be the front's (${found})`,
  );
}

const NO_ADDRESS = 'no address';

function describeAddresses({ seen }: PlanFacts): string {
  const [host] = seen.hosts;
  const v4 = host && observedValue(host.a);
  const v6 = host && observedValue(host.aaaa);
  const records = [
    ...(v4?.aliases ?? []).map((name) => `CNAME ${name}`),
    ...(v4?.records ?? []).map((address) => `A ${address}`),
    ...(v6?.records ?? []).map((address) => `AAAA ${address}`),
  ];
  return records.join(', ') || NO_ADDRESS;
}
