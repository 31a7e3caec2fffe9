import { decide } from '../discovery/decide';
import { describeAnswer } from '../discovery/describe-policy';
import type { ResolvedAnswer, ResolvedPolicy } from '../discovery/policy';
import { policyBelow } from '../discovery/share';
import type { Domain, Fleet, Server, Tenant } from '../tenants/fleet';

/** Devices by the name that people use and the family that they send; `undefined` for those that send none. */
const DEVICES: readonly (readonly [string, string | undefined])[] = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Mac', 'Mac'],
  ['Apple Vision Pro', 'RealityDevice'],
  ['devices that send no family (iOS 15 and 16)', undefined],
];

/** The number of devices that means all of them. */
export const DEVICE_COUNT = DEVICES.length;

/** Which devices get another answer, and which one. */
export interface Difference {
  readonly devices: readonly string[];
  /** Share of the users, above 0 and up to 100. */
  readonly percent: number;
  readonly from: string;
  readonly to: string;
}

/** What changes at one domain, or for devices that Apple sends to one server. */
export interface AnswerChange {
  readonly tenant: string;
  readonly where: { readonly kind: 'domain' | 'server'; readonly name: string };
  readonly kind: 'added' | 'removed' | 'changed';
  readonly differences: readonly Difference[];
}

/** Compares two states of the project by the answers that devices get. */
export function compareFleets(before: Fleet, after: Fleet): readonly AnswerChange[] {
  const [old, now] = [placesOf(before), placesOf(after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
  return keys.flatMap((key) => comparePlace(old.get(key), now.get(key)));
}

interface PlaceAnswers {
  readonly tenant: Tenant;
  readonly where: AnswerChange['where'];
  readonly policy: ResolvedPolicy;
  /** Who answers there. */
  readonly answeredBy: string;
}

function placesOf({ tenants }: Fleet): Map<string, PlaceAnswers> {
  const places = tenants.flatMap((tenant) => [
    ...tenant.domains.map((domain) => domainPlace(tenant, domain)),
    ...tenant.servers.map((server) => serverPlace(tenant, server)),
  ]);
  return new Map(places);
}

function domainPlace(tenant: Tenant, domain: Domain): [string, PlaceAnswers] {
  const where = { kind: 'domain', name: domain.name } as const;
  const answeredBy = domain.kind === 'front' ? 'a front' : "the customer's own server";
  return [`domain ${domain.name}`, { tenant, where, policy: domain.policy, answeredBy }];
}

function serverPlace(tenant: Tenant, server: Server): [string, PlaceAnswers] {
  const where = { kind: 'server', name: `${tenant.id}/${server.name}` } as const;
  return [`server ${tenant.id}/${server.name}`, { tenant, where, policy: server.fallback, answeredBy: 'the backend' }];
}

function comparePlace(before: PlaceAnswers | undefined, after: PlaceAnswers | undefined): readonly AnswerChange[] {
  const place = after ?? before;
  if (!place) return [];
  const differences = groupByAnswers(before, after);
  const common = { tenant: place.tenant.id, where: place.where, differences };
  if (!before) return [{ ...common, kind: 'added' }];
  if (!after) return [{ ...common, kind: 'removed' }];
  return differences.length > 0 ? [{ ...common, kind: 'changed' }] : [];
}

/** Differences of all devices; devices with the same difference are grouped. */
function groupByAnswers(before: PlaceAnswers | undefined, after: PlaceAnswers | undefined): readonly Difference[] {
  const groups = new Map<string, { devices: string[]; percent: number; from: string; to: string }>();
  for (const [device, family] of DEVICES) {
    for (const { percent, from, to } of compareDevice(before, after, family)) {
      const key = JSON.stringify([percent, from, to]);
      const group = groups.get(key) ?? { devices: [], percent, from, to };
      group.devices.push(device);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

function compareDevice(
  before: PlaceAnswers | undefined,
  after: PlaceAnswers | undefined,
  family: string | undefined,
): readonly Omit<Difference, 'devices'>[] {
  const differences = new Map<string, { percent: number; from: string; to: string }>();
  for (const { percent, one, other } of pairUsers(slicesOf(before, family), slicesOf(after, family))) {
    if (one === other || percent <= 0) continue;
    const known = differences.get(`${one} ${other}`);
    differences.set(`${one} ${other}`, { from: one, to: other, percent: (known?.percent ?? 0) + percent });
  }
  return [...differences.values()].map((each) => ({ ...each, percent: Math.round(each.percent * 100) / 100 }));
}

/** Users between two points of the scale of shares, and the answer that they get. */
interface Slice {
  readonly from: number;
  readonly to: number;
  readonly answer: string;
}

interface Slices {
  /** Two scales with the same salt have every user at the same point. */
  readonly salt: string;
  readonly slices: readonly Slice[];
}

const NOT_DECLARED: Slices = { salt: '', slices: [{ from: 0, to: 100, answer: 'not declared' }] };

function slicesOf(place: PlaceAnswers | undefined, family: string | undefined): Slices {
  if (!place) return NOT_DECLARED;
  const { policy, answeredBy } = place;
  const shares = policy.rules.flatMap(({ when }) => when.share ?? []);
  const points = [...new Set([0, ...shares, 100])].sort((a, b) => a - b);
  const slices = points.slice(1).map((to, index) => {
    const { answer } = decide(policyBelow(policy, to), { raw: '', ...(family === undefined ? {} : { family }) });
    return {
      from: points[index] ?? 0,
      to,
      answer: `${describe(answer)}${answeredBy === 'a front' ? '' : ` (by ${answeredBy})`}`,
    };
  });
  return { salt: policy.salt, slices };
}

/** How many users get which pair of answers. With different salts, a user's two points are independent. */
function pairUsers(before: Slices, after: Slices): readonly { percent: number; one: string; other: string }[] {
  const dependent = before.salt === after.salt;
  return before.slices.flatMap((one) =>
    after.slices.map((other) => ({
      one: one.answer,
      other: other.answer,
      percent:
        dependent || before.salt === '' || after.salt === '' ? overlap(one, other) : (width(one) * width(other)) / 100,
    })),
  );
}

function overlap(one: Slice, other: Slice): number {
  return Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
}

function width({ from, to }: Slice): number {
  return to - from;
}

/** In words, with the whole URL: two answers that differ read differently. */
function describe(answer: ResolvedAnswer): string {
  switch (answer.kind) {
    case 'redirect':
      return `→ ${answer.url}`;
    case 'serve':
      return `${answer.version} at ${answer.baseUrl}`;
    case 'refuse':
      return `refused: "${answer.message}"`;
    case 'absent':
      return describeAnswer(answer);
  }
}
