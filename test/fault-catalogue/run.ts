import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINDING_CATALOGUE } from '../../lib/core/doctor/catalogue';
import { examine, examinePair, examineSound, inSlots, pairs, type Report } from './census';
import { healthyEnvironment, namesOf } from './environment';
import { broken, sound } from './index';
import { PAIRS, PAIRS_SEED, WIDTH } from './pairs';
import { SimulatedInternet } from './simulated-internet';

/*
 * `npm run catalogue`: every faulty set-up, every sound one, and 2,000 pairs of faults. `--serve` keeps the set-ups running instead.
 */

/** The servers and the visitor share a process; two of them use both cores of a small machine. */
const SHARDS = 2;

type Task =
  | { readonly kind: 'broken' | 'sound'; readonly name: string }
  | { readonly kind: 'pair'; readonly index: number };

function allTasks(pairCount: number): Task[] {
  return [
    ...[...broken().keys()].map((name) => ({ kind: 'broken', name }) as const),
    ...[...sound().keys()].map((name) => ({ kind: 'sound', name }) as const),
    ...Array.from({ length: pairCount }, (_, index) => ({ kind: 'pair', index }) as const),
  ];
}

async function runShard(shard: number, pairCount: number): Promise<readonly Report[]> {
  const setups = broken();
  const couples = pairs(pairCount, PAIRS_SEED);
  const mine = allTasks(couples.length).filter((_, index) => index % SHARDS === shard);
  const simulated = await SimulatedInternet.open();
  try {
    return await inSlots(mine, WIDTH, async (task, slot) => {
      if (task.kind === 'sound') return examineSound(simulated, task.name, slot);
      const setup = task.kind === 'broken' ? setups.get(task.name) : undefined;
      if (task.kind === 'broken' && setup) return examine(simulated, task.name, setup, slot);
      const pair = task.kind === 'pair' ? couples[task.index] : undefined;
      if (!pair) throw new Error('The fault catalogue changed during the run.');
      return examinePair(simulated, pair, slot);
    });
  } finally {
    await simulated.close();
  }
}

function forkShard(shard: number, pairCount: number): Promise<readonly Report[]> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, ['--shard', String(shard), String(pairCount)], { execArgv: process.execArgv });
    child.on('message', (reports: readonly Report[]) => resolve(reports));
    child.on('exit', (code) => code !== 0 && reject(new Error(`A part of the fault catalogue ended with ${code}.`)));
  });
}

async function census(): Promise<void> {
  const started = performance.now();
  const reports = (await Promise.all(Array.from({ length: SHARDS }, (_, shard) => forkShard(shard, PAIRS)))).flat();
  for (const { name, complaints } of reports) for (const each of complaints) console.log(`✗ ${name}: ${each}`);
  const sum = (field: 'wanted' | 'hits' | 'strays') => reports.reduce((total, report) => total + report[field], 0);
  const uncovered = uncoveredCodes();
  for (const code of uncovered) console.log(`✗ ${code} has no faulty set-up`);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `${broken().size} broken and ${sound().size} sound set-ups, ${PAIRS} pairs of faults, ${Object.keys(FINDING_CATALOGUE).length} codes, ${seconds} s`,
  );
  console.log(
    `precision ${percent(sum('hits'), sum('hits') + sum('strays'))} recall ${percent(sum('hits'), sum('wanted'))}`,
  );
  if (uncovered.length > 0 || reports.some(({ complaints }) => complaints.length > 0)) process.exitCode = 1;
}

/** Codes of the doctor's catalogue that no faulty set-up shows. */
function uncoveredCodes(): readonly string[] {
  const shown = new Set<string>([...broken().values()].flatMap(({ finds }) => finds));
  return Object.keys(FINDING_CATALOGUE).filter((code) => !shown.has(code));
}

/** Never rounded up to a hundred. */
function percent(part: number, whole: number): string {
  return `${(Math.floor((1000 * part) / whole) / 10).toFixed(1)} %`;
}

/** Keeps the set-ups running, so that the command line can check them. */
async function serve(): Promise<void> {
  const simulated = await SimulatedInternet.open();
  const file = join('.signpost', 'fault-catalogue.json');
  mkdirSync('.signpost', { recursive: true });
  writeFileSync(file, JSON.stringify(simulated.describe(), null, 2));
  for (const [name, { fault }] of broken()) {
    const names = namesOf(name.replace('/', '-'));
    simulated.admit(fault(healthyEnvironment(names), names));
    console.log(`npx signpost doctor ${names.domain} --environment ${file}`);
  }
  process.on('SIGINT', () => void simulated.close().then(() => process.exit(0)));
}

async function main([mode, shard, pairCount]: readonly string[]): Promise<void> {
  if (mode === '--serve') return serve();
  if (mode !== '--shard') return census();
  const reports = await runShard(Number(shard), Number(pairCount));
  process.send?.(reports);
  process.disconnect();
}

if (require.main === module) void main(process.argv.slice(2));
