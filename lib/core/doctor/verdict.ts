import type { Platform } from '../discovery/os-support';
import { OS_SUPPORT, platformOf } from '../discovery/os-support';
import { observedValue } from '../observation';
import { definitionOf } from '../problems';
import { entryOf } from './catalogue';
import { completeJourney, type DiagnosisInput, type Replay } from './diagnosis-input';
import type { DeviceName, Finding } from './finding';
import { listed, printable } from './printable';
import { isBlind } from './unchecked';

/** The result for one kind of device. */
export interface DeviceVerdict {
  readonly device: DeviceName;
  readonly outcome: 'enrolls' | 'falls-back' | 'fails' | 'as-declared' | 'unknown';
  /** As the person sees it. */
  readonly sentence: string;
  /** The OS from which on the device asks Apple after this failure. */
  readonly asksAppleFrom?: string;
}

/** `serving`: as it should be · `in-progress`: not set up yet · `stuck`: set up wrongly · `unknown`: could not be checked. */
type RollUp = 'serving' | 'in-progress' | 'stuck' | 'unknown';

export interface Verdict {
  readonly rollUp: RollUp;
  readonly devices: readonly DeviceVerdict[];
  /** All devices in one line. */
  readonly sentence: string;
}

/** A domain with only these has not been set up yet; anything else is a fault in its set-up. */
const NOT_STARTED: readonly string[] = ['dns.no-name', 'dns.no-address', 'http.not-found'];

export async function judge(input: DiagnosisInput, findings: readonly Finding[]): Promise<Verdict> {
  if (isBlind(input)) {
    const devices = input.replays.map(({ name }) => ({
      device: name,
      outcome: 'unknown' as const,
      sentence: 'could not be checked',
    }));
    return {
      rollUp: 'unknown',
      devices,
      sentence: 'Could not be checked: this machine reaches neither a resolver nor the domain.',
    };
  }
  const devices = await Promise.all(input.replays.map((replay) => judgeDevice(input, replay, findings)));
  return { rollUp: rollUp(devices, findings), devices, sentence: summarise(devices) };
}

function rollUp(devices: readonly DeviceVerdict[], findings: readonly Finding[]): RollUp {
  const errors = findings.filter(({ severity }) => severity === 'error');
  // A device that fails without a fault is too old; where all fail, something could not be checked.
  if (errors.length === 0) return devices.every(({ outcome }) => outcome === 'fails') ? 'unknown' : 'serving';
  const fine = devices.every(({ outcome }) => outcome === 'enrolls' || outcome === 'as-declared');
  if (fine && errors.every(({ code }) => code.startsWith('query.'))) return 'serving';
  return errors.every(({ code }) => NOT_STARTED.includes(code)) ? 'in-progress' : 'stuck';
}

async function judgeDevice(
  input: DiagnosisInput,
  replay: Replay,
  findings: readonly Finding[],
): Promise<DeviceVerdict> {
  const { name: device } = replay;
  const mine = findings.filter(({ devices }) => devices.length === 0 || devices.includes(device));
  const cause = mine.find(({ severity }) => severity === 'error');
  const refused = mine.filter(({ code, severity }) => code.startsWith('tls.') && severity === 'error');
  const { outcome } = await completeJourney(input, replay, new Set(refused.map(({ host }) => host)));
  if (outcome.ok) {
    const { stage, enrollment, baseUrl } = outcome.value;
    const place = `enrolls (${enrollment.toUpperCase()}) at ${printable(new URL(baseUrl).host, 80)}`;
    if (stage !== 'domain') {
      const why = cause ? `; the domain: ${lowerFirst(cause.title)}` : '';
      return { device, outcome: 'falls-back', sentence: `${place}, by Apple's fallback${why}` };
    }
    if (!cause || entryOf(cause.code).effect !== 'blocks') return { device, outcome: 'enrolls', sentence: place };
    return { device, outcome: 'fails', sentence: `fails: ${lowerFirst(cause.title)}` };
  }
  if (!cause) return asDeclared(replay, lowerFirst(definitionOf(outcome.problem.code).title));
  const hides = mine.some(({ code }) => code === 'fallback.hidden');
  const asksAppleFrom = hides ? undefined : fallbackOs(replay);
  const inVain = asksAppleFrom !== undefined && observedValue(input.facts.apple) ? ', and Apple has no answer' : '';
  return {
    device,
    outcome: 'fails',
    sentence: `fails: ${lowerFirst(cause.title)}${inVain}`,
    ...(inVain === '' && asksAppleFrom !== undefined ? { asksAppleFrom } : {}),
  };
}

/** A device that does not enroll although nothing is wrong is not meant to. */
function asDeclared({ name: device, expected }: Replay, otherwise: string): DeviceVerdict {
  switch (expected?.kind) {
    case 'refuse':
      return { device, outcome: 'as-declared', sentence: "is refused, as the tenant's file says" };
    case 'absent':
      return { device, outcome: 'as-declared', sentence: "goes on to Apple, as the tenant's file says" };
    default:
      return { device, outcome: 'fails', sentence: `fails: ${otherwise}` };
  }
}

function fallbackOs({ device, name }: Replay): string | undefined {
  const platform = platformOf(device.family);
  if (!platform || name === 'iOS 16') return undefined;
  return `${displayName(platform, device.family)} ${OS_SUPPORT[platform].fallback}`;
}

function displayName(platform: Platform, family: string): string {
  return family === 'iPad' ? 'iPadOS' : platform;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** `iPhone and iPad enroll …` once for all with the same result, then who asks Apple next. */
function summarise(devices: readonly DeviceVerdict[]): string {
  const groups = new Map<string, DeviceName[]>();
  for (const { device, sentence } of devices) groups.set(sentence, [...(groups.get(sentence) ?? []), device]);
  const parts = [...groups].map(([sentence, names]) => describeGroup(names, names.length === devices.length, sentence));
  const later = devices.flatMap(({ asksAppleFrom }) => asksAppleFrom ?? []);
  const next = later.length === 0 ? '' : `; from ${listed(later)} on they ask Apple next`;
  return `${parts.join(' · ')}${next}`;
}

const PLURALS: readonly (readonly [string, string])[] = [
  ['enrolls', 'enroll'],
  ['fails', 'fail'],
  ['goes', 'go'],
  ['is', 'are'],
];

function describeGroup(names: readonly DeviceName[], all: boolean, sentence: string): string {
  if (names.length === 1) return `${names[0] ?? ''} ${sentence}`;
  const verb = PLURALS.find(([singular]) => sentence.startsWith(`${singular} `) || sentence.startsWith(`${singular}:`));
  const plural = verb ? verb[1] + sentence.slice(verb[0].length) : sentence;
  return `${all ? 'All devices' : listed(names)} ${plural}`;
}
