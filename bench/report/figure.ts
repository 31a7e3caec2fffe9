import { pairwise, type Spread, spreadOf } from '../measure/spread';

export type Unit = '×' | 'µs' | 'ms' | 's' | 'MB' | 'bytes' | 'per s' | '%' | '';

export interface Quantity {
  readonly spread: Spread;
  readonly unit: Unit;
}

export type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** One line of the table: what was measured, against what, and the result. */
export interface Figure {
  readonly what: string;
  readonly measured: Quantity;
  readonly against?: Quantity & { readonly what: string };
  /** The quantity that the goal limits; the measured one itself where nothing is compared. */
  readonly result: Quantity;
  readonly goal?: Goal;
  /** The reason for the figure; for a figure with a goal, shown only where the goal was missed. */
  readonly note?: string;
}

/** One side of a comparison: its name and its repeats. */
export interface Side {
  readonly what: string;
  readonly values: readonly number[];
}

interface Judgement {
  readonly goal?: Goal;
  readonly note?: string;
}

/** How many times the floor the subject is. */
export function timesTheFloor(subject: Side, floor: Side, unit: Unit, judgement: Judgement = {}): Figure {
  return compared(subject, floor, unit, { values: (ours, theirs) => ours / theirs, unit: '×' }, judgement);
}

/** How many times faster than a peer the subject is, both in time per piece of work. */
export function timesFaster(subject: Side, peer: Side, unit: Unit, judgement: Judgement = {}): Figure {
  return compared(subject, peer, unit, { values: (ours, theirs) => theirs / ours, unit: '×' }, judgement);
}

/** As `timesTheFloor`, where the two were not measured in pairs: the range is that of any with any. */
export function ratioOf(subject: Side, floor: Side, unit: Unit, judgement: Judgement = {}): Figure {
  const [ours, theirs] = [spreadOf(subject.values), spreadOf(floor.values)];
  const spread = {
    median: ours.median / theirs.median,
    least: ours.least / theirs.most,
    most: ours.most / theirs.least,
    repeats: Math.min(ours.repeats, theirs.repeats),
  };
  return {
    what: subject.what,
    measured: { spread: ours, unit },
    against: { what: floor.what, spread: theirs, unit },
    result: { spread, unit: '×' },
    ...judgement,
  };
}

/** How much the subject is above the floor. */
export function aboveTheFloor(subject: Side, floor: Side, unit: Unit, judgement: Judgement = {}): Figure {
  return compared(subject, floor, unit, { values: (ours, theirs) => ours - theirs, unit }, judgement);
}

/** A quantity by itself. */
export function amount(what: string, values: readonly number[], unit: Unit, judgement: Judgement = {}): Figure {
  const measured = { spread: spreadOf(values), unit };
  return { what, measured, result: measured, ...judgement };
}

function compared(
  subject: Side,
  floor: Side,
  unit: Unit,
  result: { readonly values: (subject: number, floor: number) => number; readonly unit: Unit },
  judgement: Judgement,
): Figure {
  return {
    what: subject.what,
    measured: { spread: spreadOf(subject.values), unit },
    against: { what: floor.what, spread: spreadOf(floor.values), unit },
    result: { spread: spreadOf(pairwise(subject.values, floor.values, result.values)), unit: result.unit },
    ...judgement,
  };
}

/** Whether the median meets the goal; a figure without one is only reported. */
export function meetsGoal({ result, goal }: Figure): boolean {
  if (!goal) return true;
  const { median } = result.spread;
  return 'atMost' in goal ? median <= goal.atMost : median >= goal.atLeast;
}
