import { type Observation, observedValue, unknownReason } from '../../observation';
import { distributionOf, isFront } from '../distribution';
import { dnsSetupOf, isDelegated, publicZones } from '../dns-setup';
import type { PlanFacts, QuotaFacts, ZoneFacts } from '../facts';
import { type PlanStep, step, unknownStep } from '../step';

/** The account of the credentials, and whether it is the project's. */
export function credentialsSteps({ account, aws }: PlanFacts): readonly PlanStep[] {
  if (aws.account.kind === 'absent') return [];
  const common = { title: 'Credentials for AWS', mover: 'platform' } as const;
  const expected = account === undefined ? 'credentials of an account' : `credentials of account ${account}`;
  const found = observedValue(aws.account);
  if (found === undefined)
    return [unknownStep('credentials', { ...common, expected }, unknownReason(aws.account) ?? 'AWS was not asked')];
  const right = account === undefined || account === found;
  return [step('credentials', { ...common, expected, found: `account ${found}`, state: right ? 'done' : 'blocked' })];
}

/** Where the DNS of the domain is, and whether resolvers ask it there. */
export function zoneSteps(facts: PlanFacts): readonly PlanStep[] {
  const { aws, domain } = facts;
  const common = { title: 'DNS of the domain', mover: 'platform' } as const;
  const reason = unknownReason(aws.zones);
  if (reason !== undefined) {
    const live = observedValue(facts.seen.delegation.nameServers);
    const notes = live ? [`Name servers in DNS: ${live.join(', ')}.`] : [];
    return [
      unknownStep('zone', { ...common, expected: `a hosted zone for ${domain}, or DNS elsewhere`, notes }, reason),
    ];
  }
  const zones = publicZones(facts);
  const dns = dnsSetupOf(facts);
  const notes = zoneNotes(facts, zones);
  if (dns.kind !== 'route53') return [elsewhereStep(facts, zones, notes)];
  const chosen = zones.find(({ id }) => id === dns.zoneId);
  if (!chosen) {
    const expected = `the hosted zone ${dns.zoneId} of the tenant's file`;
    return [
      step('zone', {
        ...common,
        state: 'blocked',
        expected,
        found: `this account has no such zone for ${domain}`,
        notes,
      }),
    ];
  }
  const expected = `${chosen.name} delegated to the zone ${chosen.id}`;
  const delegated = isDelegated(facts, chosen);
  if (delegated === 'yes') return [step('zone', { ...common, state: 'done', expected, found: expected, notes })];
  if (delegated === 'unknown')
    return [unknownStep('zone', { ...common, expected, notes }, describeLive(facts, chosen.name))];
  return [notDelegated(facts, chosen, notes)];
}

function elsewhereStep(facts: PlanFacts, zones: readonly ZoneFacts[], notes: readonly string[]): PlanStep {
  const common = { title: 'DNS of the domain', mover: 'customer', expected: 'name servers in DNS' } as const;
  const [unasked] = zones.filter((zone) => isDelegated(facts, zone) === 'no');
  // Two options: only the customer knows whether the zone is meant to be in use.
  const paste = unasked && !facts.declared ? delegationRecords(unasked) : [];
  const found = `DNS elsewhere (${describeLive(facts, facts.zone)})`;
  const choice = unasked
    ? [`To use ${unasked.id} in Route 53, delegate ${unasked.name} to it first. Otherwise the DNS stays where it is.`]
    : [];
  return step('zone', { ...common, state: 'done', found, paste, notes: [...choice, ...notes] });
}

function notDelegated(facts: PlanFacts, zone: ZoneFacts, notes: readonly string[]): PlanStep {
  return step('zone', {
    title: 'DNS of the domain',
    mover: 'customer',
    state: 'to-do',
    expected: `${zone.name} delegated to ${zone.nameServers.join(', ')}`,
    found: describeLive(facts, zone.name),
    paste: delegationRecords(zone),
    notes: ['Copy every other record to the zone first, above all those for mail.', ...notes],
  });
}

function delegationRecords({ name, nameServers }: ZoneFacts): readonly string[] {
  return nameServers.map((server) => `${name}.  NS  ${server}.`);
}

function describeLive({ delegations, seen }: PlanFacts, zoneName: string): string {
  const live: Observation<readonly string[]> = delegations.get(zoneName) ?? seen.delegation.nameServers;
  if (live.kind === 'observed') return `name servers ${live.value.join(', ')}`;
  return live.kind === 'absent' ? 'no name servers in DNS' : live.reason;
}

function zoneNotes(facts: PlanFacts, zones: readonly ZoneFacts[]): readonly string[] {
  const others = zones.length > 1 ? zones.map((zone) => `${zone.id} (${zone.name}, ${askedWord(facts, zone)})`) : [];
  const hidden = observedValue(facts.aws.zones)?.filter((zone) => zone.private) ?? [];
  return [
    ...(others.length > 0 ? [`Several zones could hold it: ${others.join(', ')}.`] : []),
    ...hidden.map(({ id, name }) => `${id} is a private zone of ${name}: devices on the internet never ask it.`),
  ];
}

function askedWord(facts: PlanFacts, zone: ZoneFacts): string {
  const words = { yes: 'in use', no: 'not in use', unknown: 'could not check' } as const;
  return words[isDelegated(facts, zone)];
}

/** Below this, the platform team should ask for a higher quota before the next customer. */
const HEADROOM = 10;

/** Whether the quotas have room for what the stack creates; an existing front needs none. */
export function quotaSteps(facts: PlanFacts): readonly PlanStep[] {
  if (dnsSetupOf(facts).kind === 'elsewhere') return [];
  const common = {
    title: 'Room in the account',
    mover: 'platform',
    expected: 'room for one distribution and one certificate',
  } as const;
  const mine = distributionOf(facts);
  if (mine && isFront(facts, mine)) {
    const found = `nothing to create: the front exists, distribution ${mine.id}`;
    return [step('quotas', { ...common, state: 'done', found })];
  }
  const { distributionQuota, certificateQuota } = facts.aws;
  const needed = [
    ['distributions', distributionQuota] as const,
    ...(hasCertificate(facts) ? [] : [['certificates', certificateQuota] as const]),
  ];
  const [reason] = needed.flatMap(([, quota]) => unknownReason(quota) ?? []);
  if (reason !== undefined) return [unknownStep('quotas', common, reason)];
  const parts = needed.map(([what, quota]) => [what, observedValue(quota)] as const);
  const found = parts.flatMap(([what, quota]) => (quota ? [`${quota.used} of ${quota.limit} ${what}`] : [])).join(', ');
  const full = parts.some(([, quota]) => quota && room(quota) < 1);
  const tight = parts.some(([, quota]) => quota && room(quota) < HEADROOM);
  return [
    step('quotas', {
      ...common,
      state: full ? 'blocked' : 'done',
      found,
      notes: tight
        ? ['Ask for a higher quota in Service Quotas. CloudFront allows 500 distributions with one edge function.']
        : [],
    }),
  ];
}

/** Whether the quota already counts the front's certificate. */
function hasCertificate(facts: PlanFacts): boolean {
  if (dnsSetupOf(facts).kind !== 'external') return false;
  const certificates = observedValue(facts.aws.certificates) ?? [];
  return certificates.some(({ state }) => state === 'issued' || state === 'pending');
}

function room({ used, limit }: QuotaFacts): number {
  return limit - used;
}
