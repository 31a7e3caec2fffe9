import { type Observation, observedValue, unknownReason } from '../../observation';
import { distributionOf, isFront } from '../distribution';
import { dnsSetupOf, isDelegated, publicZones } from '../dns-setup';
import type { PlanFacts, QuotaFacts, ZoneFacts } from '../facts';
import { type PlanStep, step, unknownStep } from '../step';

/** Who asks AWS, and whether it is the account that the project is for. */
export function credentialsSteps({ account, aws }: PlanFacts): readonly PlanStep[] {
  if (aws.account.kind === 'absent') return [];
  const common = { title: 'Credentials for AWS', mover: 'platform' } as const;
  const expected = account === undefined ? 'credentials of an account' : `credentials of account ${account}`;
  const found = observedValue(aws.account);
  if (found === undefined)
    return [unknownStep('credentials', { ...common, expected }, unknownReason(aws.account) ?? 'nobody was asked')];
  const right = account === undefined || account === found;
  return [step('credentials', { ...common, expected, found: `account ${found}`, state: right ? 'done' : 'blocked' })];
}

/** Where the DNS of the domain is, and whether the world asks it there. */
export function zoneSteps(facts: PlanFacts): readonly PlanStep[] {
  const { aws, domain } = facts;
  const common = { title: 'Where its DNS is', mover: 'platform' } as const;
  const reason = unknownReason(aws.zones);
  if (reason !== undefined) {
    const live = observedValue(facts.seen.delegation.nameServers);
    const notes = live ? [`From outside: the world asks ${live.join(', ')}.`] : [];
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
    return [step('zone', { ...common, state: 'blocked', expected, found: `not in this account for ${domain}`, notes })];
  }
  const expected = `the world asks ${chosen.id} for ${chosen.name}`;
  const delegated = isDelegated(facts, chosen);
  if (delegated === 'yes') return [step('zone', { ...common, state: 'done', expected, found: expected, notes })];
  if (delegated === 'unknown')
    return [unknownStep('zone', { ...common, expected, notes }, describeLive(facts, chosen.name))];
  return [notDelegated(facts, chosen, notes)];
}

function elsewhereStep(facts: PlanFacts, zones: readonly ZoneFacts[], notes: readonly string[]): PlanStep {
  const common = { title: 'Where its DNS is', mover: 'customer', expected: 'DNS that is asked' } as const;
  const [unasked] = zones.filter((zone) => isDelegated(facts, zone) === 'no');
  // Two ways out: nobody knows but the customer whether the zone was meant to be in use.
  const paste = unasked && !facts.declared ? delegationRecords(unasked) : [];
  const found = `DNS elsewhere (${describeLive(facts, facts.zone)})`;
  const choice = unasked
    ? [`To use ${unasked.id} in Route 53, delegate ${unasked.name} to it first. Otherwise its DNS stays where it is.`]
    : [];
  return step('zone', { ...common, state: 'done', found, paste, notes: [...choice, ...notes] });
}

function notDelegated(facts: PlanFacts, zone: ZoneFacts, notes: readonly string[]): PlanStep {
  return step('zone', {
    title: 'Where its DNS is',
    mover: 'customer',
    state: 'to-do',
    expected: `${zone.name} delegated to ${zone.nameServers.join(', ')}`,
    found: describeLive(facts, zone.name),
    paste: delegationRecords(zone),
    notes: ['Move every other record of the zone first, those for mail above all.', ...notes],
  });
}

function delegationRecords({ name, nameServers }: ZoneFacts): readonly string[] {
  return nameServers.map((server) => `${name}.  NS  ${server}.`);
}

function describeLive({ delegations, seen }: PlanFacts, zoneName: string): string {
  const live: Observation<readonly string[]> = delegations.get(zoneName) ?? seen.delegation.nameServers;
  if (live.kind === 'observed') return `the world asks ${live.value.join(', ')}`;
  return live.kind === 'absent' ? 'the world knows no name servers' : live.reason;
}

function zoneNotes(facts: PlanFacts, zones: readonly ZoneFacts[]): readonly string[] {
  const others = zones.length > 1 ? zones.map((zone) => `${zone.id} (${zone.name}, ${askedWord(facts, zone)})`) : [];
  const hidden = observedValue(facts.aws.zones)?.filter((zone) => zone.private) ?? [];
  return [
    ...(others.length > 0 ? [`Several zones could hold it: ${others.join(', ')}.`] : []),
    ...hidden.map(({ id, name }) => `${id} is a private zone of ${name}: devices outside never ask it.`),
  ];
}

function askedWord(facts: PlanFacts, zone: ZoneFacts): string {
  const words = { yes: 'asked', no: 'not asked', unknown: 'could not check' } as const;
  return words[isDelegated(facts, zone)];
}

/** Below this, somebody should ask for more before the next customer comes. */
const HEADROOM = 10;

/** Whether there is room for what is still to be made: a front that is there needs none. */
export function quotaSteps(facts: PlanFacts): readonly PlanStep[] {
  if (dnsSetupOf(facts).kind === 'elsewhere') return [];
  const common = {
    title: 'Room in the account',
    mover: 'platform',
    expected: 'room for one distribution and one certificate',
  } as const;
  const mine = distributionOf(facts);
  if (mine && isFront(facts, mine)) {
    const found = `nothing to make: the front is there, distribution ${mine.id}`;
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
      notes: tight ? ['Ask for more in Service Quotas; CloudFront lets 500 distributions use one edge function.'] : [],
    }),
  ];
}

/** Whether the front's certificate is among those that are counted already. */
function hasCertificate(facts: PlanFacts): boolean {
  if (dnsSetupOf(facts).kind !== 'external') return false;
  const certificates = observedValue(facts.aws.certificates) ?? [];
  return certificates.some(({ state }) => state === 'issued' || state === 'pending');
}

function room({ used, limit }: QuotaFacts): number {
  return limit - used;
}
