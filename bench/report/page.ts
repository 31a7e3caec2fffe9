import { meetsGoal } from './figure';
import { cellsOf, formatMachine, HEADER, remarksOf, summarizeMiss } from './format';
import type { Report } from './report';

/** By the name of a row: what it means when a goal of the row is missed. */
export type Meanings = Readonly<Record<string, string | undefined>>;

const BEGIN = '<!-- Written by `npm run bench` from bench/results.json: begin -->';
const END = '<!-- Written by `npm run bench` from bench/results.json: end -->';

/** The page with the table of this run between its two marks. */
export function putIntoPage(page: string, report: Report, meanings: Meanings = {}): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`The page lacks the marks "${BEGIN}" and "${END}"`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${renderMarkdown(report, meanings)}\n\n${page.slice(end)}`;
}

function renderMarkdown(report: Report, meanings: Meanings): string {
  const table = [HEADER, HEADER.map(() => '---'), ...report.rows.flatMap((row) => row.figures.map(cellsOf))];
  const remarks = remarksOf(report).map((remark) => `- ${remark}`);
  const missed = missedGoals(report, meanings).map((line) => `- ${line}`);
  return [
    `Measured ${report.measuredAt.slice(0, 10)} on ${formatMachine(report.machine)}.`,
    '',
    ...table.map((cells) => `| ${cells.map(escapePipe).join(' | ')} |`),
    ...(missed.length > 0 ? ['', 'Missed goals:', '', ...missed] : []),
    ...(remarks.length > 0 ? ['', 'Notes:', '', ...remarks] : []),
  ].join('\n');
}

/** Each missed goal, with what it means. */
function missedGoals({ rows }: Report, meanings: Meanings): readonly string[] {
  return rows.flatMap(({ name, figures }) =>
    figures.flatMap((figure) => (meetsGoal(figure) ? [] : [`${summarizeMiss(figure)} ${meanings[name] ?? ''}`.trim()])),
  );
}

function escapePipe(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
