import { spawnSync } from 'node:child_process';

const REQUIRED = (process.env['SIGNPOST_REQUIRED_TOOLS'] ?? '').split(' ').filter(Boolean);

/**
 * `describe` where the machine has the tool, else its skipping form: the gate prints each test left out as a line
 * `SKIPPED`. A tool named in SIGNPOST_REQUIRED_TOOLS must be there.
 */
export function describeWith(tool: string): jest.Describe {
  const present = spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;
  if (!present && REQUIRED.includes(tool)) throw new Error(`The tool "${tool}" is required here and missing.`);
  return present ? describe : describe.skip;
}
