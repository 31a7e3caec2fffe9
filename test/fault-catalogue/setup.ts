import type { Wanted } from '../../lib/adapters/observe/domain';
import type { DoctorCode } from '../../lib/core/doctor/catalogue';
import type { Environment, Names } from './environment';

/** Where on a device's way a fault sits, in the order in which a device meets them. */
export const STAGES = [
  'domain names',
  'domain connection',
  'domain tls',
  'domain exchange',
  'domain redirect',
  'domain answer',
  'mdm names',
  'mdm connection',
  'mdm tls',
  'mdm exchange',
  'mdm redirect',
  'mdm answer',
  'enrollment',
  'for some',
  'beside',
] as const;
type Stage = (typeof STAGES)[number];

/** What a fault changes in the healthy environment: two faults that change the same thing make no pair. */
type Aspect =
  | 'domain address'
  | 'domain certificate'
  | 'domain reply'
  | 'domain site'
  | 'mdm address'
  | 'mdm certificate'
  | 'mdm reply'
  | 'enrollment'
  | 'other host'
  | 'caa'
  | 'validation'
  | 'https record'
  | 'wanted';

/** One broken set-up. */
export interface FaultySetup {
  readonly stage: Stage;
  readonly touches: readonly Aspect[];
  /** The codes that must be found, and no other; the first one first. */
  readonly finds: readonly DoctorCode[];
  /** Codes that may be folded under the first one. */
  readonly follows?: readonly DoctorCode[];
  /** Codes that are near and wrong: they must be found nowhere, not even folded. */
  readonly not: readonly DoctorCode[];
  /** Puts the fault into the healthy environment. */
  readonly fault: (environment: Environment, names: Names) => Environment;
  /** What the doctor is asked to do, where it differs from the usual. */
  readonly wanted?: (names: Names) => Partial<Wanted>;
  /** Waits for the time limit: costs the time of it. */
  readonly slow?: true;
}

/** A set-up that is as it should be, in its own way: nothing may be found. */
export interface SoundSetup {
  readonly environment: (names: Names) => Environment;
  readonly wanted?: (names: Names) => Partial<Wanted>;
}

export function setup(definition: FaultySetup): FaultySetup {
  return definition;
}

export function healthy(definition: SoundSetup): SoundSetup {
  return definition;
}
