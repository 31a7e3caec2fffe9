import type { Machine } from '../measure/machine';
import { isWithin } from '../measure/spread';
import type { Figure, Quantity } from './figure';

/** One row of the table as it was measured. */
export interface MeasuredRow {
  readonly name: string;
  readonly figures: readonly Figure[];
  /** What a reader must know to judge the figures. */
  readonly notes?: readonly string[];
}

/** A whole run. */
export interface Report {
  /** ISO 8601, UTC. */
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly rows: readonly MeasuredRow[];
}

/** What a figure is called in every run. */
export function keyOf(row: Pick<MeasuredRow, 'name'>, { what, against }: Figure): string {
  return `${row.name}: ${what}${against ? ` / ${against.what}` : ''}`;
}

/** How a run agrees with the one before: results whose median lies within the earlier spread. */
export interface Agreement {
  readonly compared: number;
  /** Those that do not. */
  readonly apart: readonly { readonly key: string; readonly now: Quantity; readonly before: Quantity }[];
  /** Results that one of the runs does not have. */
  readonly alone: readonly string[];
}

export function compareReports(now: Report, before: Report): Agreement {
  const earlier = figuresByKey(before);
  const later = figuresByKey(now);
  const pairs = [...later].flatMap(([key, figure]) => {
    const old = earlier.get(key);
    return old ? [{ key, figure, old }] : [];
  });
  const apart = pairs.filter(({ figure, old }) => !isWithin(figure.result.spread, old.result.spread));
  return {
    compared: pairs.length,
    apart: apart.map(({ key, figure, old }) => ({ key, now: figure.result, before: old.result })),
    alone: [
      ...[...earlier.keys()].filter((key) => !later.has(key)),
      ...[...later.keys()].filter((key) => !earlier.has(key)),
    ],
  };
}

function figuresByKey({ rows }: Report): ReadonlyMap<string, Figure> {
  return new Map(rows.flatMap((row) => row.figures.map((figure) => [keyOf(row, figure), figure])));
}
