import { spawn } from 'node:child_process';
import { type Problem, problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';

/** The CDK CLI must neither send anything nor prompt. */
const QUIET_ENVIRONMENT = { CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_DISABLE_VERSION_CHECK: '1', CI: 'true' };

/**
 * Synthesizes the project's app by the CDK command line into `outputDirectory`. The validation of templates is left to
 * `npm run validate`: it takes longer than everything else together. Problem code: `cli.synthesis`.
 */
export async function synthesize(projectDirectory: string, outputDirectory: string): Promise<Result<void>> {
  const output: string[] = [];
  const child = spawn(
    process.execPath,
    [
      require.resolve('aws-cdk/bin/cdk'),
      'synth',
      '--quiet',
      '--output',
      outputDirectory,
      '--context',
      'validate=false',
    ],
    {
      cwd: projectDirectory,
      env: { ...process.env, ...QUIET_ENVIRONMENT, CDK_VALIDATION: 'false' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  return code === 0 ? ok(undefined) : failed(synthesisProblem(code, output.join('')));
}

function synthesisProblem(code: number | null, output: string): Problem {
  return problem(
    'cli.synthesis',
    `Cannot synthesize the app: exit code ${code}; expected 0. It printed:\n${output.trim()}`,
  );
}
