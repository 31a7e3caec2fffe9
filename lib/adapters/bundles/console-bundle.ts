import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';

/** Builds the console: static files for every stage, by default in `.build/console` of the project. */
export async function buildConsole(
  projectDirectory: string,
  directory = join(projectDirectory, '.build', 'console'),
): Promise<string> {
  const output: string[] = [];
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin', 'vite.js');
  const args = [vite, 'build', 'console', '--outDir', directory, '--emptyOutDir', '--logLevel', 'warn'];
  const child = spawn(process.execPath, args, {
    cwd: projectDirectory,
    // Any other value makes another build, with React's checks for development.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0)
    throw new Error(`Cannot build the console: exit code ${code}; expected 0. It printed:\n${output.join('').trim()}`);
  return directory;
}
