import { cellsOf, formatMachine, HEADER, remarksOf } from './format';
import type { Report } from './report';

const BEGIN = '<!-- Written by `npm run bench` from bench/results.json: begin -->';
const END = '<!-- Written by `npm run bench` from bench/results.json: end -->';

/** The README with the table of this run between its two marks. */
export function putIntoReadme(readme: string, report: Report): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`README.md lacks the marks "${BEGIN}" and "${END}"`);
  return `${readme.slice(0, begin)}${BEGIN}\n\n${renderMarkdown(report)}\n\n${readme.slice(end)}`;
}

export function renderMarkdown(report: Report): string {
  const table = [HEADER, HEADER.map(() => '---'), ...report.rows.flatMap((row) => row.figures.map(cellsOf))];
  const remarks = remarksOf(report).map((remark) => `- ${remark}`);
  return [
    `Measured ${report.measuredAt.slice(0, 10)} on ${formatMachine(report.machine)}.`,
    '',
    ...table.map((cells) => `| ${cells.map(escapePipe).join(' | ')} |`),
    ...(remarks.length > 0 ? ['', ...remarks] : []),
  ].join('\n');
}

function escapePipe(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
