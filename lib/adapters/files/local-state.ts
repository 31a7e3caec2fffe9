import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalEndpoints } from '../http/network';

/** Git-ignored folder of the project where the local cloud keeps its certificate authority and says where it listens. */
export function stateDirectory(projectDirectory: string): string {
  return join(projectDirectory, '.signpost');
}

interface LocalState extends LocalEndpoints {
  readonly pid: number;
}

function stateFile(projectDirectory: string): string {
  return join(stateDirectory(projectDirectory), 'running.json');
}

/** Says that a local cloud of this process runs. */
export function writeLocalState(projectDirectory: string, endpoints: LocalEndpoints): void {
  mkdirSync(stateDirectory(projectDirectory), { recursive: true });
  writeFileSync(stateFile(projectDirectory), JSON.stringify({ pid: process.pid, ...endpoints }));
}

/** Says that it has ended. */
export function removeLocalState(projectDirectory: string): void {
  rmSync(stateFile(projectDirectory), { force: true });
}

/** The local cloud that runs now, if one does: what a killed one left behind does not count. */
export function readLocalState(projectDirectory: string): LocalEndpoints | undefined {
  let state: LocalState;
  try {
    state = JSON.parse(readFileSync(stateFile(projectDirectory), 'utf8'));
  } catch {
    return undefined;
  }
  return isAlive(state.pid) ? state : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
