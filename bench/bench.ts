import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatTable } from '../lib/cli/table';
import { describeMachine } from './measure/machine';
import { cellsOf, formatMachine, formatRange, HEADER, remarksOf } from './report/format';
import { type Meanings, putIntoPage } from './report/page';
import { type Agreement, compareReports, type MeasuredRow, type Report } from './report/report';
import { ROWS } from './rows';
import type { Row } from './rows/row';

const PROJECT = join(__dirname, '..');
/** The last whole run, which the page shows. */
const RESULTS = join(PROJECT, 'bench', 'results.json');
/** The rows measured so far, in case one fails; and the rows that were named. */
const PARTIAL_RESULTS = join(PROJECT, '.build', 'bench.json');
const PAGE = join(PROJECT, 'docs', 'performance.md');
const MEANINGS: Meanings = Object.fromEntries(ROWS.map(({ name, ifMissed }) => [name, ifMissed]));
const USAGE = `npm run bench -- [<row> …]
npm run bench -- --compare <earlier.json> <later.json>

Rows: ${ROWS.map(({ name }) => name).join(', ')}`;

/**
 * `npm run bench`: measures every row, or the named ones, prints the table and writes it as JSON. `--compare` measures
 * nothing and says how two such files agree.
 */
async function main(names: readonly string[]): Promise<void> {
  if (names.includes('--help')) return console.log(USAGE);
  if (names[0] === '--compare') return compareFiles(names.slice(1));
  const unknown = names.filter((name) => !ROWS.some((row) => row.name === name));
  if (unknown.length > 0)
    return refuse(`Cannot measure ${unknown.join(', ')}; expected some of: ${ROWS.map(({ name }) => name).join(', ')}`);
  const chosen = names.length === 0 ? ROWS : ROWS.filter(({ name }) => names.includes(name));
  const before = readReport(RESULTS);
  const report = await withTemporaryFolder(() => measure(chosen));
  if (names.length === 0) writeReport(RESULTS, report);
  print(report);
  if (before) printAgreement(report, before);
  if (names.length > 0) return;
  writeFileSync(PAGE, putIntoPage(readFileSync(PAGE, 'utf8'), report, MEANINGS));
}

function refuse(message: string): void {
  console.error(message);
  process.exitCode = 64;
}

async function measure(rows: readonly Row[]): Promise<Report> {
  const measured: MeasuredRow[] = [];
  const report = () => ({ measuredAt: new Date().toISOString(), machine: describeMachine(), rows: measured });
  for (const { name, measure } of rows) {
    const started = performance.now();
    measured.push({ name, ...(await measure()) });
    writeReport(PARTIAL_RESULTS, report());
    console.error(`${name}: measured in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  return report();
}

/** What is built and written on the way goes with the run. */
async function withTemporaryFolder<T>(work: () => Promise<T>): Promise<T> {
  const before = tmpdir();
  const folder = mkdtempSync(join(before, 'signpost-bench-'));
  process.env['TMPDIR'] = folder;
  try {
    return await work();
  } finally {
    process.env['TMPDIR'] = before;
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(report: Report): void {
  console.log(`\n${formatMachine(report.machine)}\n`);
  for (const line of formatTable(
    HEADER,
    report.rows.flatMap(({ figures }) => figures.map(cellsOf)),
  ))
    console.log(line);
  console.log('');
  for (const remark of remarksOf(report)) console.log(`* ${remark}`);
}

function printAgreement(now: Report, before: Report): Agreement {
  const agreement = compareReports(now, before);
  const { compared, apart } = agreement;
  console.log(
    `\n${compared - apart.length} of ${compared} results lie within the spread of ${before.measuredAt} (${formatMachine(before.machine)}).`,
  );
  for (const { key, now: later, before: earlier } of apart) {
    console.log(`  outside: ${key}: ${formatRange(later)}, before ${formatRange(earlier)}`);
  }
  return agreement;
}

/** Ends with 1 where a result lies outside. */
function compareFiles(files: readonly string[]): void {
  const [before, now] = files.map(tryToRead);
  if (!before || !now || files.length > 2) {
    refuse('Cannot compare: a file is missing or is not a report; expected --compare <earlier.json> <later.json>');
    return;
  }
  const { apart, alone } = printAgreement(now, before);
  if (alone.length > 0) console.log(`  in one of them only: ${alone.join('; ')}`);
  if (apart.length > 0) process.exitCode = 1;
}

function tryToRead(file: string | undefined): Report | undefined {
  try {
    const report = file === undefined ? undefined : readReport(file);
    return report?.machine && report.rows ? report : undefined;
  } catch {
    return undefined;
  }
}

function readReport(file: string): Report | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}

function writeReport(file: string, report: Report): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

void main(process.argv.slice(2));
