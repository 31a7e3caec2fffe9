import { maskAddresses } from '../discovery/mask';
import { murmur3 } from '../discovery/share';
import type { Diagnosis } from '../doctor/diagnose';
import type { Finding } from '../doctor/finding';
import type { Unchecked } from '../doctor/unchecked';
import type { DeviceVerdict } from '../doctor/verdict';

/** The status of a domain or a fallback. "Could not check" is no status: it leaves the last one as it was. */
export const STATUS_WORDS = ['serving', 'in-progress', 'stuck'] as const;
export type StatusWord = (typeof STATUS_WORDS)[number];

/** What an observation saw of a domain or a fallback. */
export interface Sight {
  readonly word: StatusWord;
  /** All devices in one line. */
  readonly sentence: string;
  readonly devices: readonly DeviceVerdict[];
  /** What blocks first comes first. */
  readonly findings: readonly Finding[];
  readonly unchecked: readonly Unchecked[];
}

/** The result of the last observation that saw something, as it is stored. Times are ISO 8601. */
export interface CheckStatus extends Sight {
  /** Since when observations came to this word. */
  readonly since: string;
  readonly checkedAt: string;
  /** Whether any observation so far found it serving. */
  readonly hasServed: boolean;
}

/** What the stage's topic sends to people. */
export interface Message {
  readonly subject: string;
  readonly body: string;
}

/** A change of status: an event, and a message where people must know. */
export interface Transition {
  readonly from: StatusWord;
  readonly to: StatusWord;
  readonly at: string;
  readonly message?: Message;
}

export interface JudgedStatus {
  readonly status: CheckStatus;
  readonly transition?: Transition;
}

/** The name of what was checked, and the command that shows more. */
export interface ObservedTarget {
  readonly name: string;
  readonly command: string;
}

/** So many findings are stored; a reader begins with the first ones anyway. */
const MAX_FINDINGS = 20;

/** What the doctor saw, without anything that looks like an address; nothing where it could not see. */
export function sightOf({ verdict, findings, unchecked }: Diagnosis): Sight | undefined {
  const { rollUp, sentence, devices } = verdict;
  return rollUp === 'unknown' ? undefined : maskAddresses({ word: rollUp, sentence, devices, findings, unchecked });
}

/** The status after an observation. The first observation makes one without a transition. */
export function judgeObservation(
  before: CheckStatus | undefined,
  sight: Sight,
  target: ObservedTarget,
  at: string,
): JudgedStatus {
  const { word } = sight;
  const status: CheckStatus = {
    ...sight,
    findings: sight.findings.slice(0, MAX_FINDINGS),
    since: before?.word === word ? before.since : at,
    checkedAt: at,
    hasServed: word === 'serving' || before?.hasServed === true,
  };
  if (!before || before.word === word) return { status };
  const transition = { from: before.word, to: word, at };
  const message = describeTransition(target, transition, status, before.hasServed);
  return { status, transition: message ? { ...transition, message } : transition };
}

/** People are notified when a domain stops serving and when it serves again, not of the progress of a new one. */
function describeTransition(
  { name, command }: ObservedTarget,
  { from, to, at }: Omit<Transition, 'message'>,
  status: CheckStatus,
  hasServed: boolean,
): Message | undefined {
  if (to === 'serving' && (from === 'stuck' || hasServed))
    return { subject: `Signpost: ${name} serves again`, body: `Devices of ${name} find their MDM again since ${at}.` };
  if (from !== 'serving') return undefined;
  const first = firstError(status);
  const cause = first ? `${first.title}: ${first.found}\nRemedy: ${first.remedy}` : 'Nothing answers any more.';
  return {
    subject: `Signpost: ${name} does not serve any more`,
    body: `Devices of ${name} do not find their MDM since ${at}.\n${cause}\nFor details: ${command}`,
  };
}

/** What blocks, if something does. */
function firstError({ findings }: Pick<CheckStatus, 'findings'>): Finding | undefined {
  return findings.find(({ severity }) => severity === 'error');
}

/**
 * When a domain is to be checked next: each at its own moment of the period, which its name alone decides, so that checks
 * are spread evenly and a run that was cut short is resumed by the next one.
 */
export function nextCheck(domain: string, after: Date, periodMinutes: number): Date {
  const period = periodMinutes * 60_000;
  const offset = murmur3(new TextEncoder().encode(domain)) % period;
  const rounds = Math.floor((after.getTime() - offset) / period) + 1;
  return new Date(offset + rounds * period);
}
