import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The resources that a program and the Node programs that it started used. */
export interface Usage {
  /** Elapsed time. */
  readonly milliseconds: number;
  /** Of all processes together. */
  readonly cpuMilliseconds: number;
  /** Of the largest process. */
  readonly peakMegabytes: number;
}

export interface Launch {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

const GAUGE = join(__dirname, 'gauge.cjs');

/** Runs a Node program to its end and returns what it used; throws if it fails. */
export async function gauge({ args, cwd, env = {} }: Launch): Promise<Usage> {
  const directory = mkdtempSync(join(tmpdir(), 'signpost-bench-'));
  const file = join(directory, 'usage');
  try {
    const started = performance.now();
    await runNode({
      args,
      cwd,
      env: { ...env, NODE_OPTIONS: `--require ${JSON.stringify(GAUGE)}`, SIGNPOST_GAUGE_FILE: file },
    });
    const milliseconds = performance.now() - started;
    const usages = readFileSync(file, 'utf8').trim().split('\n').map(parseUsage);
    return {
      milliseconds,
      cpuMilliseconds: usages.reduce((sum, { cpuMicroseconds }) => sum + cpuMicroseconds / 1000, 0),
      peakMegabytes: Math.max(...usages.map(({ peakKilobytes }) => peakKilobytes / 1024)),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Runs a Node program to its end and returns what it wrote; throws where it fails. */
export async function runNode({ args, cwd, env = {} }: Launch): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

interface UsageLine {
  readonly cpuMicroseconds: number;
  readonly peakKilobytes: number;
}

function parseUsage(line: string): UsageLine {
  return JSON.parse(line) as UsageLine;
}
