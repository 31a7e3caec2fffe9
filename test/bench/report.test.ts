import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { aboveTheFloor, amount, meetsGoal, ratioOf, timesFaster, timesTheFloor } from '../../bench/report/figure';
import { cellsOf, formatNumber, remarksOf } from '../../bench/report/format';
import { putIntoPage } from '../../bench/report/page';
import { compareReports, keyOf, type Report } from '../../bench/report/report';
import { ROWS } from '../../bench/rows';

const ours = { what: 'ours', values: [2, 4, 6] };
const floor = { what: 'floor', values: [1, 1, 2] };
const RESULTS = 'bench/results.json';
const PAGE = readFileSync('docs/performance.md', 'utf8');
const MEANINGS = Object.fromEntries(ROWS.map(({ name, ifMissed }) => [name, ifMissed]));

function reportOf(...figures: Report['rows'][number]['figures']): Report {
  const machine = { cpu: 'C', cores: 2, memoryGigabytes: 8, system: 'linux 6', node: 'v20' };
  return { measuredAt: '2026-11-21T00:00:00.000Z', machine, rows: [{ name: 'row', figures, notes: ['by hand'] }] };
}

describe('a figure', () => {
  test.each([
    ['times the floor', timesTheFloor(ours, floor, 'ms'), { median: 3, least: 2, most: 4 }, '×'],
    ['times faster', timesFaster(floor, ours, 'ms'), { median: 3, least: 2, most: 4 }, '×'],
    ['above the floor', aboveTheFloor(ours, floor, 'ms'), { median: 3, least: 1, most: 4 }, 'ms'],
    ['a ratio of what are no pairs', ratioOf(ours, floor, 'ms'), { median: 4, least: 1, most: 6 }, '×'],
    ['an amount', amount('ours', ours.values, 'bytes'), { median: 4, least: 2, most: 6 }, 'bytes'],
  ])('compares: %s', (_case, figure, spread, unit) => {
    expect(figure.result).toMatchObject({ spread, unit });
  });

  test.each([
    ['at most, reached', { atMost: 3 }, true],
    ['at most, missed', { atMost: 2.9 }, false],
    ['at least, reached', { atLeast: 3 }, true],
    ['at least, missed', { atLeast: 3.1 }, false],
  ])('is judged by its median: %s', (_case, goal, met) => {
    const figure = timesTheFloor(ours, floor, 'ms', { goal });
    expect(meetsGoal(figure)).toBe(met);
    expect(cellsOf(figure).at(-1)).toBe(met ? '✓' : '✗');
  });

  test('without a goal is reported, and not judged', () => {
    expect(cellsOf(amount('ours', [7], 'bytes'))).toEqual(['ours', '7 bytes', '–', '', '', 'reported', '']);
  });
});

test.each([
  [0, '0'],
  [7, '7'],
  [5269, '5,269'],
  [0.4164, '0.416'],
  [1.001, '1.00'],
  [16.62, '16.6'],
  [1234.5, '1,235'],
  [-3.456, '-3.46'],
])('the number %p is written %s', (value, text) => expect(formatNumber(value)).toBe(text));

test('a range is shown wherever repeats differ, with a floor or without', () => {
  expect(cellsOf(amount('ours', [2, 4, 6], 's'))[4]).toBe('4 s (2–6)');
  expect(cellsOf(amount('ours', [4, 4], 's'))[4]).toBe('');
});

test('a goal that was met is not explained', () => {
  const figure = (goal: number) => amount('ours', [1], '', { goal: { atMost: goal }, note: 'why' });
  expect(remarksOf(reportOf(figure(1)))).toEqual(['row: by hand']);
  expect(remarksOf(reportOf(figure(0)))).toEqual(['row: by hand', 'row, ours: why']);
});

test('remarks name their row and figure', () => {
  const figure = amount('ours', [1], '', { note: 'why' });
  expect(remarksOf(reportOf(figure))).toEqual(['row: by hand', 'row, ours: why']);
});

test('two runs agree where the new median lies in the old spread', () => {
  const before = reportOf(timesTheFloor(ours, floor, 'ms'), amount('size', [5], 'bytes'));
  const now = reportOf(timesTheFloor(ours, { ...floor, values: [1, 1, 1] }, 'ms'), amount('size', [6], 'bytes'));
  expect(compareReports(now, before)).toMatchObject({
    compared: 2,
    apart: [{ key: 'row: size', now: { spread: { median: 6 } }, before: { spread: { median: 5 } } }],
  });
  expect(compareReports(now, reportOf())).toEqual({
    compared: 0,
    apart: [],
    alone: now.rows.flatMap((row) => row.figures.map((figure) => keyOf(row, figure))),
  });
});

describe('the table of docs/performance.md', () => {
  test('is put between its marks, again and again, and nothing else changes', () => {
    const once = putIntoPage(PAGE, reportOf(amount('a | b', [1], '')));
    expect(once).toContain('| a \\| b | 1 |');
    expect(putIntoPage(once, reportOf(amount('c', [1], '')))).not.toContain('a \\| b');
    const outside = (text: string) => text.replace(/(results\.json: begin -->)[\s\S]*(<!-- Written)/, '$1$2');
    expect(outside(once)).toBe(outside(PAGE));
  });

  test('needs its marks', () => {
    expect(() => putIntoPage('# Nothing', reportOf())).toThrow('lacks the marks');
  });

  test('is that of the last whole run', () => {
    if (!existsSync(RESULTS)) return;
    const report: Report = JSON.parse(readFileSync(RESULTS, 'utf8'));
    expect(putIntoPage(PAGE, report, MEANINGS)).toBe(PAGE);
  });

  test('says what each missed goal means, and nothing of a goal that was met', () => {
    const report = reportOf(
      amount('late', [2], 's', { goal: { atMost: 1 } }),
      amount('early', [1], 's', { goal: { atMost: 1 } }),
    );
    const page = putIntoPage(PAGE, report, { row: 'A person waits longer.' });
    expect(page).toContain('- **late**: 2 s, goal ≤ 1 s. A person waits longer.');
    expect(page).not.toContain('**early**');
  });
});

test('every row with a goal says what it means when the goal is missed', () => {
  if (!existsSync(RESULTS)) return;
  const report: Report = JSON.parse(readFileSync(RESULTS, 'utf8'));
  const withGoals = report.rows.filter(({ figures }) => figures.some(({ goal }) => goal !== undefined));
  expect(withGoals.map(({ name }) => name).filter((name) => MEANINGS[name] === undefined)).toEqual([]);
});

test('every row is a file of its own and in the list', () => {
  const files = readdirSync('bench/rows').filter((file) => !['index.ts', 'row.ts'].includes(file));
  expect(ROWS.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
});
