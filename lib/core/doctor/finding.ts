import type { ProblemCode } from '../problems';

/** `error`: some person cannot enroll. `warning`: works today, or for most. `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

/** Which kind of device a finding is about: those that fare alike are told together. */
export type DeviceName = 'iPhone' | 'iPad' | 'Mac' | 'Apple Vision Pro' | 'iOS 16';

/**
 * Where on a device's way something stands: the redirect (0 is the domain itself), then the layer. Places off the way
 * have a redirect of their own.
 */
export interface FindingPlace {
  readonly hop: number;
  readonly layer: Layer;
}

export const LAYERS = ['names', 'connection', 'tls', 'exchange', 'redirect', 'answer', 'enrollment', 'aside'] as const;
export type Layer = (typeof LAYERS)[number];

/** What one check saw. */
export interface CheckResult {
  readonly code: ProblemCode;
  readonly place: FindingPlace;
  readonly host: string;
  readonly expected: string;
  readonly found: string;
  /** Commands to run, records to add, lines to write, as text to paste. */
  readonly steps?: readonly string[];
  /** Left out where it is about every device. */
  readonly device?: DeviceName;
  /** Left out where the catalogue's holds. */
  readonly severity?: Severity;
}

/** A consequence of an earlier cause, or what was seen behind it: it may vanish once the cause is mended. */
export interface Folded {
  readonly code: ProblemCode;
  readonly title: string;
  readonly host: string;
  readonly found: string;
}

/** One result of the doctor. Version 1 of the contract that `--json` prints. */
export interface Finding {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly title: string;
  readonly host: string;
  readonly expected: string;
  readonly found: string;
  /** What it means on the device. */
  readonly meaning: string;
  readonly remedy: string;
  readonly steps: readonly string[];
  /** Kinds of device it is about; empty where it is about all. */
  readonly devices: readonly DeviceName[];
  /** Where the rule comes from. */
  readonly source: string;
  readonly folded: readonly Folded[];
}

export function position({ hop, layer }: FindingPlace): number {
  return hop * LAYERS.length + LAYERS.indexOf(layer);
}
