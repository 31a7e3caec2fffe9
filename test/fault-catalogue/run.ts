import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINDING_CATALOGUE } from '../../lib/core/doctor/catalogue';
import { chooseSeed, SEED_VARIABLE } from '../support/seed';
import { examine, examinePairs, examineSound, inSlots, pairs, type Report } from './census';
import { healthyEnvironment, namesOf } from './environment';
import { broken, sound } from './index';
import { MANY_PAIRS, WIDTH } from './pairs';
import { SimulatedInternet } from './simulated-internet';

/*
 * `npm run catalogue`: every faulty set-up, every sound one, and 2,000 pairs of faults. `--serve` keeps the set-ups running instead.
 */

/** The servers and the visitor share a process; two of them use both cores of a small machine. */
const SHARDS = 2;

type Examination = (simulated: SimulatedInternet, slot: string) => Promise<Report>;

function examinations(): readonly Examination[] {
  return [
    ...[...broken()].map(
      ([name, setup]): Examination =>
        (simulated, slot) =>
          examine(simulated, name, setup, slot),
    ),
    ...[...sound().keys()].map(
      (name): Examination =>
        (simulated, slot) =>
          examineSound(simulated, name, slot),
    ),
  ];
}

async function runShard(shard: number, pairCount: number): Promise<readonly Report[]> {
  const shareOf = <T>(all: readonly T[]) => all.filter((_, index) => index % SHARDS === shard);
  const simulated = await SimulatedInternet.open();
  try {
    const alone = await inSlots(shareOf(examinations()), WIDTH, (examination, slot) => examination(simulated, slot));
    return [...alone, ...(await examinePairs(simulated, shareOf(pairs(pairCount, chooseSeed())), WIDTH))];
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
  console.log(`${SEED_VARIABLE}=${chooseSeed()}`);
  const reports = (
    await Promise.all(Array.from({ length: SHARDS }, (_, shard) => forkShard(shard, MANY_PAIRS)))
  ).flat();
  for (const { name, complaints } of reports) for (const each of complaints) console.log(`✗ ${name}: ${each}`);
  const sum = (field: 'wanted' | 'hits' | 'strays') => reports.reduce((total, report) => total + report[field], 0);
  const uncovered = uncoveredCodes();
  for (const code of uncovered) console.log(`✗ ${code} has no faulty set-up`);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `${broken().size} broken and ${sound().size} sound set-ups, ${MANY_PAIRS} pairs of faults, ${Object.keys(FINDING_CATALOGUE).length} codes, ${seconds} s`,
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
