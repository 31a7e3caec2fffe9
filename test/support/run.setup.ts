import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseSeed, SEED_VARIABLE } from './seed';

/** What every test of a run shares: one temporary folder, which goes with the run, and one seed. */
export default function prepareRun(): void {
  makeTemporaryFolder();
  shareSeed();
  // The SDK writes its notice about Node 20 once per process, and tests start many.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  // Amazon's engine lives for seconds: to optimise its code costs more than it saves.
  process.env['JAVA_TOOL_OPTIONS'] = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';
}

function makeTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'signpost-tests-'));
  // A web server under test reads its files as a user without rights.
  chmodSync(folder, 0o711);
  process.env['TMPDIR'] = folder;
}

/** The gate has said its seed already. */
function shareSeed(): void {
  const seed = chooseSeed();
  if (process.env[SEED_VARIABLE] === undefined) process.stderr.write(`${SEED_VARIABLE}=${seed}\n`);
  process.env[SEED_VARIABLE] = String(seed);
}
