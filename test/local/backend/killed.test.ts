import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCloud } from '../../../lib/local/cloud';
import { isAlive, startScript } from '../script';
import { newFolder, synthesized } from '../synthesized';
import { at, FLEET, meets, override, type Reachable, withCloud } from './tyrell';

/** Starts a cloud in a process of its own; resolves when it can be reached. */
async function startProcess(...args: readonly string[]): Promise<{ child: ChildProcess; cloud: Reachable }> {
  const { child, line } = await startScript(join('test', 'local', 'backend', 'run-cloud.ts'), ...args);
  return { child, cloud: JSON.parse(line) };
}

/** Every process that descends from one, by what Linux says. */
function descendantsOf(pid: number): readonly number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): [number, number][] => {
      try {
        const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        return [[Number(name), Number(parent)]];
      } catch {
        return [];
      }
    });
  const children = parents.filter(([, parent]) => parent === pid).map(([child]) => child);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

const onLinux = process.platform === 'linux' ? describe : describe.skip;
onLinux('a local cloud that is killed', () => {
  test('leaves no process behind and loses nothing', async () => {
    const assemblyDirectory = await synthesized(FLEET);
    const stateDirectory = newFolder('state');
    const { child, cloud } = await startProcess(assemblyDirectory, stateDirectory);
    expect(await override(cloud)).toMatchObject({ ok: true });
    expect(await meets(cloud)).toBe(at('eu1'));
    const processes = descendantsOf(child.pid ?? 0);
    // The database, the provider, the edge function, and three functions of the backend.
    expect(processes.length).toBeGreaterThanOrEqual(6);

    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    while (processes.some(isAlive)) await new Promise(setImmediate);

    await withCloud(startCloud({ assemblyDirectory, fleet: FLEET, stateDirectory }), async (next) => {
      expect(await meets(next)).toBe(at('eu1'));
    });
  });
});
