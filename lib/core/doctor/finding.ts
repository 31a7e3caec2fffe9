import type { ProblemCode } from '../problems';

/** `error`: some person cannot enroll. `warning`: works today, or for most. `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

/** The kind of device that a finding is about; kinds with the same result are reported together. */
export type DeviceName = 'iPhone' | 'iPad' | 'Mac' | 'Apple Vision Pro' | 'iOS 16';

/**
 * The place on a device's way that a result is about: the redirect (0 is the domain itself), then the layer. `aside` is
 * for what the device does not meet.
 */
export interface FindingPlace {
  readonly hop: number;
  readonly layer: Layer;
}

const LAYERS = ['names', 'connection', 'tls', 'exchange', 'redirect', 'answer', 'enrollment', 'aside'] as const;
type Layer = (typeof LAYERS)[number];

/** What one check found. */
export interface CheckResult {
  readonly code: ProblemCode;
  readonly place: FindingPlace;
  readonly host: string;
  readonly expected: string;
  readonly found: string;
  /** Commands to run, records to add, lines to write, as text to paste. */
  readonly steps?: readonly string[];
  /** Left out for every device. */
  readonly device?: DeviceName;
  /** Left out for the catalogue's severity. */
  readonly severity?: Severity;
}

/** A consequence of an earlier cause, or a fault after it on the way: it may vanish once the cause is fixed. */
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
  /** The kinds of device that it is about; empty for all. */
  readonly devices: readonly DeviceName[];
  /** Where the rule comes from. */
  readonly source: string;
  readonly folded: readonly Folded[];
}

export function position({ hop, layer }: FindingPlace): number {
  return hop * LAYERS.length + LAYERS.indexOf(layer);
}
