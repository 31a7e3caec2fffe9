import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseSeed, SEED_VARIABLE } from './support/seed';

/** How a gate ended: how many checks passed, failed and were skipped, the skipped ones by name. */
interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

interface Gate {
  readonly name: string;
  run(): Promise<Outcome>;
}

/** The one gate of the project, in this order: what fails fastest comes first. */
const GATES: readonly Gate[] = [
  { name: 'format and lint', run: () => runCommand('biome', ['ci', '--error-on-warnings', '.']) },
  { name: 'types', run: () => runCommand('tsc', ['--noEmit']) },
  { name: 'types of the console', run: () => runCommand('tsc', ['--noEmit', '-p', 'console']) },
  // With the validated syntheses (test/infra/validation.test.ts).
  { name: 'nothing unused', run: () => runCommand('knip', ['--no-progress']) },
  { name: 'tests', run: runJest },
];

async function main(): Promise<void> {
  const outcomes: Outcome[] = [];
  const seed = `${SEED_VARIABLE}=${chooseSeed()}`;
  console.log(`${seed} chooses the pairs and sequences of this run, and repeats it`);
  for (const { name, run } of GATES) {
    console.log(`\n── ${name}`);
    const started = performance.now();
    const outcome = await run();
    outcomes.push(outcome);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`── ${name}: ${outcome.failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  }
  report(outcomes, seed);
}

function report(outcomes: readonly Outcome[], seed: string): void {
  const sum = (pick: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + pick(outcome), 0);
  const skipped = outcomes.flatMap((outcome) => outcome.skipped);
  for (const name of skipped) console.log(`SKIPPED ${name}`);
  const failed = sum((outcome) => outcome.failed);
  if (failed > 0) console.log(`FAILED with ${seed}`);
  console.log(
    `\n${sum((outcome) => outcome.passed)} passed, ${failed} failed${skipped.length === 0 ? '' : `, ${skipped.length} skipped`}`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}

async function runCommand(command: string, args: readonly string[]): Promise<Outcome> {
  const code = await execute(command, args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] };
}

/** The part of Jest's JSON report that is counted. */
interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

async function runJest(): Promise<Outcome> {
  const directory = mkdtempSync(join(tmpdir(), 'signpost-gate-'));
  const file = join(directory, 'jest.json');
  try {
    const code = await execute('jest', ['--ci', '--json', '--outputFile', file, ...process.argv.slice(2)]);
    const outcome = countTests(JSON.parse(readFileSync(file, 'utf8')));
    // Whatever made Jest end badly without a failed test is a failure as well.
    return code !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function countTests(report: JestReport): Outcome {
  const skipped = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => fullName),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + report.numRuntimeErrorTestSuites, skipped };
}

/** Runs a tool of the project; its report goes to the terminal, Jest's JSON to its file. */
function execute(command: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(join('node_modules', '.bin', command), args, {
    stdio: ['ignore', args.includes('--json') ? 'ignore' : 'inherit', 'inherit'],
    env: { ...process.env, [SEED_VARIABLE]: String(chooseSeed()) },
  });
  return new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
}

void main();
