import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording, writeRecording } from '../../lib/adapters/files/doctor-files';
import { diagnose } from '../../lib/core/doctor/diagnose';
import type { Facts } from '../../lib/core/doctor/facts';
import { healthyEnvironment, namesOf } from '../../test/fault-catalogue/environment';
import { SimulatedInternet } from '../../test/fault-catalogue/simulated-internet';
import { observe as observeSetup } from '../../test/fault-catalogue/visit';
import { interleave } from '../measure/interleave';
import { timesTheFloor } from '../report/figure';
import type { Row } from './row';

const RECORDINGS = 1000;
const PLAN = { warmUps: 2, repeats: 9 };

/** Diagnosing what was recorded, file by file, against reading the same files. */
export const replay: Row = {
  name: 'replay',
  ifMissed: '`signpost doctor --replay` then takes longer over many recordings; nothing else uses it.',
  measure: async () => {
    const directory = mkdtempSync(join(tmpdir(), 'signpost-bench-'));
    try {
      const facts = await observe();
      const files = Array.from({ length: RECORDINGS }, (_, index) => join(directory, `${index}.json`));
      for (const file of files) writeRecording(file, [facts]);
      const samples = await interleave(
        {
          ours: () => timed(() => replayAll(files)),
          reading: () => timed(async () => readAll(files)),
          floor: () => timed(async () => parseAll(files)),
        },
        PLAN,
      );
      const floor = { what: 'JSON.parse of the same files', values: samples.floor };
      const recordings = `${RECORDINGS.toLocaleString('en-US')} recordings`;
      return {
        figures: [
          timesTheFloor({ what: `replay of ${recordings}`, values: samples.ours }, floor, 'ms', {
            goal: { atMost: 5 },
          }),
          timesTheFloor({ what: `reading and checking ${recordings} alone`, values: samples.reading }, floor, 'ms'),
        ],
      };
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

/** The facts of a healthy domain, observed over sockets. */
async function observe(): Promise<Facts> {
  const simulated = await SimulatedInternet.open();
  try {
    const names = namesOf('bench');
    return await observeSetup(simulated, healthyEnvironment(names), names, {});
  } finally {
    await simulated.close();
  }
}

function readAll(files: readonly string[]): void {
  for (const file of files) if (!readRecording(file).ok) throw new Error('a recording cannot be read');
}

async function replayAll(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const recording = readRecording(file);
    if (!recording.ok) throw new Error(recording.problem.message);
    for (const facts of recording.value) await diagnose(facts);
  }
}

function parseAll(files: readonly string[]): void {
  for (const file of files) JSON.parse(readFileSync(file, 'utf8'));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
