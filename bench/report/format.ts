import { type Figure, type Goal, meetsGoal, type Quantity, type Unit } from './figure';
import type { Report } from './report';

export const HEADER = ['measured', '', 'floor or peer', '', 'result (range)', 'goal', ''] as const;

/** The cells of one figure, as `HEADER` names them. */
export function cellsOf(figure: Figure): readonly string[] {
  const { what, measured, against, result, goal } = figure;
  return [
    what,
    formatQuantity(measured),
    against?.what ?? '–',
    against ? formatQuantity(against) : '',
    against || result.spread.least < result.spread.most ? formatRange(result) : '',
    goal ? formatGoal(goal, result.unit) : 'reported',
    goal ? verdict(figure) : '',
  ];
}

function verdict(figure: Figure): string {
  return meetsGoal(figure) ? '✓' : '✗';
}

function formatQuantity({ spread, unit }: Quantity): string {
  return withUnit(formatNumber(spread.median), unit);
}

/** Median, and between which values all repeats lie. */
export function formatRange({ spread, unit }: Quantity): string {
  const { median, least, most } = spread;
  return `${withUnit(formatNumber(median), unit)} (${formatNumber(least)}–${formatNumber(most)})`;
}

function formatGoal(goal: Goal, unit: Unit): string {
  return 'atMost' in goal
    ? `≤ ${withUnit(formatNumber(goal.atMost), unit)}`
    : `≥ ${withUnit(formatNumber(goal.atLeast), unit)}`;
}

function withUnit(text: string, unit: Unit): string {
  return unit === '' ? text : `${text} ${unit}`;
}

/** Three digits that count, thousands apart; what is whole stays whole. */
export function formatNumber(value: number): string {
  const digits = Number.isInteger(value) ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(value), 0.01))));
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `AMD EPYC, 2 cores, 24 GB, linux 6.1, Node v20.20.2`. */
export function formatMachine({ cpu, cores, memoryGigabytes, system, node }: Report['machine']): string {
  return `${cpu}, ${cores} cores, ${memoryGigabytes} GB, ${system}, Node ${node}`;
}

/** `**start**: 2 ×, goal ≤ 1 ×.` */
export function summarizeMiss({ what, result, goal }: Figure): string {
  return `**${what}**: ${formatQuantity(result)}${goal ? `, goal ${formatGoal(goal, result.unit)}` : ''}.`;
}

/** A goal that was met needs no explanation. */
function isExplained(figure: Figure): boolean {
  return figure.note !== undefined && !(figure.goal && meetsGoal(figure));
}

/** The notes below the table: those of rows, and of single figures. */
export function remarksOf({ rows }: Pick<Report, 'rows'>): readonly string[] {
  return rows.flatMap(({ name, notes = [], figures }) => [
    ...notes.map((note) => `${name}: ${note}`),
    ...figures.flatMap((figure) => (isExplained(figure) ? [`${name}, ${figure.what}: ${figure.note}`] : [])),
  ]);
}
