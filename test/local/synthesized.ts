import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fleet } from '../../lib/core/tenants/fleet';
import { type Cloud, type CloudOptions, startCloud } from '../../lib/local/cloud';
import { keptFolder } from '../support/kept-folder';

export function newFolder(purpose: string): string {
  return mkdtempSync(join(tmpdir(), `signpost-${purpose}-`));
}

/** The app, the functions, and the packages. */
const SOURCES = ['lib', 'lambda', 'package-lock.json', 'cdk.json', 'tsconfig.json'];

/** The assembly folder of a fleet: the app itself, with the built functions. Validation has its own tests. */
export function synthesized(fleet: Fleet): Promise<string> {
  return keptFolder({ name: 'assemblies', sources: SOURCES, parameters: fleet }, async (folder) => {
    // CDK takes seconds to load, and 300 MB.
    const { synthesizeTo } = await import('./synthesize');
    await synthesizeTo(folder, fleet);
  });
}

/** Clouds that a test file has started, and their end. */
export class Clouds {
  private readonly running: Cloud[] = [];

  async start(options: CloudOptions): Promise<Cloud> {
    const started = await startCloud(options);
    if (!started.ok) throw new Error(started.problems.map(({ code, message }) => `${code}: ${message}`).join('\n'));
    this.running.push(started.value);
    return started.value;
  }

  async close(): Promise<void> {
    await Promise.all(this.running.splice(0).map((each) => each.close()));
  }
}
