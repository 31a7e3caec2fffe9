import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What a person edits is copied; the rest of the project is the project itself. */
const COPIED = ['tenants', 'clusters.ts', 'signpost.config.ts', 'cdk.json', 'package.json', 'tsconfig.json'];
const LINKED = ['bin', 'lib', 'lambda', 'console', 'node_modules'];

/** The project in a folder of its own: its state and declarations touch no other one. */
export function makeCheckout(): string {
  const directory = mkdtempSync(join(tmpdir(), 'signpost-checkout-'));
  for (const name of COPIED) cpSync(name, join(directory, name), { recursive: true });
  for (const name of LINKED) symlinkSync(resolve(name), join(directory, name));
  return directory;
}
