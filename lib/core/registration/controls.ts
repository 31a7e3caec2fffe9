import type { WriteGate } from './observation';
import type { ServerKey } from './registration';

/** Whether a stage changes anything at Apple, or only observes. */
export type AppleWrites = 'on' | 'observeOnly';

/** Why a stage only observes. */
type HoldReason = 'new-stage' | 'restored' | 'silent-too-long' | 'person';

/** A decision about the whole stage; the newest are kept. */
export interface ControlDecision {
  readonly at: number;
  readonly by: string;
  readonly what: 'writes-on' | 'observe-only' | 'brake-on' | 'brake-released';
  readonly because?: HoldReason;
}

/** A server whose URL was changed at Apple, or was about to be, and the time of the last change. */
interface ServerChange extends ServerKey {
  readonly at: number;
}

/** What holds for all registrations of a stage. */
export interface Controls {
  readonly version: number;
  readonly appleWrites: AppleWrites;
  readonly because?: HoldReason;
  /** The table that this was written in; a restored table is another one. */
  readonly storeId: string;
  readonly lastRunAt: number;
  /** Within the last hour, each server once. */
  readonly changes: readonly ServerChange[];
  readonly brakeSince?: number;
  readonly decisions: readonly ControlDecision[];
  /** The platform team was notified of the decisions up to this time. */
  readonly notifiedUntil: number;
}

/** What a stage is set up with. */
export interface StageSetting {
  readonly storeId: string;
  /** What a new stage begins with. */
  readonly initialWrites: AppleWrites;
  /** Longest silence after which the data are still believed to be of today, milliseconds; any when left out. */
  readonly longestSilence?: number;
}

const HOUR = 60 * 60_000;
const MAX_DECISIONS = 50;

/** Servers changed within an hour that are never too many. */
const CHANGES_ALLOWED = 20;
/** In a large stage, this share of all servers is not too many either. */
const SHARE_ALLOWED = 0.05;

/**
 * The controls as they hold now. A stage without any is new; a table with another identity, or one that was silent for
 * long, was restored: both only observe until the platform team allows writes.
 */
export function currentControls(stored: Controls | undefined, setting: StageSetting, now: number): Controls {
  if (!stored) return newControls(setting, now);
  if (stored.storeId !== setting.storeId) return onlyObserve({ ...stored, storeId: setting.storeId }, 'restored', now);
  const silent = setting.longestSilence !== undefined && now - stored.lastRunAt > setting.longestSilence;
  if (silent) return onlyObserve({ ...stored, lastRunAt: now }, 'silent-too-long', now);
  return { ...stored, changes: ofLastHour(stored, now) };
}

function newControls({ storeId, initialWrites }: StageSetting, now: number): Controls {
  const controls: Controls = {
    version: 0,
    appleWrites: 'on',
    storeId,
    lastRunAt: now,
    changes: [],
    decisions: [],
    notifiedUntil: 0,
  };
  return initialWrites === 'on' ? controls : onlyObserve(controls, 'new-stage', now);
}

function onlyObserve(controls: Controls, because: HoldReason, at: number): Controls {
  if (controls.appleWrites === 'observeOnly') return controls;
  const held: Controls = { ...controls, appleWrites: 'observeOnly', because };
  return decided(held, { at, by: 'signpost', what: 'observe-only', because });
}

/** A person allows or forbids writing. */
export function setAppleWrites(controls: Controls, writes: AppleWrites, by: string, at: number): Controls {
  if (controls.appleWrites === writes) return controls;
  if (writes === 'observeOnly')
    return decided({ ...controls, appleWrites: writes, because: 'person' }, { at, by, what: 'observe-only' });
  const { because: _, ...rest } = controls;
  return decided({ ...rest, appleWrites: writes }, { at, by, what: 'writes-on' });
}

/** A person has checked the changes, and they may go on; counting begins anew. */
export function releaseBrake(controls: Controls, by: string, at: number): Controls {
  if (controls.brakeSince === undefined) return controls;
  const { brakeSince: _, ...rest } = controls;
  return decided({ ...rest, changes: [] }, { at, by, what: 'brake-released' });
}

/** Whether anything may be changed at Apple. */
export function gateOf({ appleWrites, brakeSince }: Controls): WriteGate {
  if (appleWrites === 'observeOnly') return 'observe-only';
  return brakeSince === undefined ? 'open' : 'brake';
}

/**
 * Counts a server that is about to be changed; one too many of `servers` pulls the brake instead, which holds until it is
 * released. A server counts once, however often it is changed or tried: one server cannot stop a whole stage.
 */
export function countChange(controls: Controls, { tenant, server }: ServerKey, servers: number, now: number): Controls {
  const changes = ofLastHour(controls, now).filter((each) => each.tenant !== tenant || each.server !== server);
  const allowed = Math.max(CHANGES_ALLOWED, Math.floor(servers * SHARE_ALLOWED));
  if (changes.length < allowed) return { ...controls, changes: [...changes, { tenant, server, at: now }] };
  if (controls.brakeSince !== undefined) return controls;
  return decided({ ...controls, brakeSince: now }, { at: now, by: 'signpost', what: 'brake-on' });
}

function ofLastHour({ changes }: Controls, now: number): readonly ServerChange[] {
  return changes.filter(({ at }) => now - at < HOUR);
}

function decided(controls: Controls, decision: ControlDecision): Controls {
  return { ...controls, decisions: [...controls.decisions, decision].slice(-MAX_DECISIONS) };
}

/** What Signpost decided by itself and has not reported yet. */
export function unreportedDecisions({ decisions, notifiedUntil }: Controls): readonly ControlDecision[] {
  return decisions.filter(({ at, by }) => by === 'signpost' && at > notifiedUntil);
}
