import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalEndpoints } from '../http/network';

/** Git-ignored folder of the project where the local cloud keeps its certificate authority and records where it listens. */
export function stateDirectory(projectDirectory: string): string {
  return join(projectDirectory, '.signpost');
}

interface LocalState extends LocalEndpoints {
  readonly pid: number;
}

function stateFile(projectDirectory: string): string {
  return join(stateDirectory(projectDirectory), 'running.json');
}

/** Records that this process runs a local cloud. */
export function writeLocalState(projectDirectory: string, endpoints: LocalEndpoints): void {
  mkdirSync(stateDirectory(projectDirectory), { recursive: true });
  writeFileSync(stateFile(projectDirectory), JSON.stringify({ pid: process.pid, ...endpoints }));
}

/** Records that the local cloud has ended. */
export function removeLocalState(projectDirectory: string): void {
  rmSync(stateFile(projectDirectory), { force: true });
}

/** The running local cloud, if there is one; the file of a killed one is ignored. */
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
