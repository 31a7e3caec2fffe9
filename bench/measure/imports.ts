import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { interleave, type Plan } from './interleave';
import { runNode } from './process';

/** Milliseconds that importing each of the modules takes, in a fresh process each time. */
export function measureImports(
  files: { readonly ours: string; readonly floor: string },
  plan: Plan,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly ours: readonly number[]; readonly floor: readonly number[] }> {
  const contender = (file: string) => () => importMilliseconds(file, env);
  return interleave({ ours: contender(files.ours), floor: contender(files.floor) }, plan);
}

/** From inside: the start of the process itself does not count. */
async function importMilliseconds(file: string, env: Readonly<Record<string, string>>): Promise<number> {
  const url = JSON.stringify(pathToFileURL(file).href);
  const script = `const started = performance.now(); await import(${url}); console.log(performance.now() - started);`;
  return Number(await runNode({ args: ['--input-type=module', '--eval', script], cwd: tmpdir(), env }));
}
