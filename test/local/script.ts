import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Runs a script of the tests in a process of its own; resolves with the first line that it says. */
export async function startScript(
  file: string,
  ...args: readonly string[]
): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`It ended with ${code}.`)));
  });
  return { child, line };
}

/** Whether a process runs, by what Linux says. */
export function isAlive(pid: number): boolean {
  try {
    // A process whose end was not collected yet is a zombie.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
