import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** `cdk synth` as one calls it at the prompt, with everything that validates switched on. */
function synth(output: string, ...args: readonly string[]): Promise<Outcome> {
  const { CDK_VALIDATION: _off, ...env } = process.env;
  return runSynth(env, output, args);
}

/** The same without validation, as `npm start` does it: a third of the time. */
function synthWithoutValidation(output: string): Promise<Outcome> {
  return runSynth({ ...process.env, CDK_VALIDATION: 'false' }, output, ['--context', 'validate=false']);
}

function runSynth(env: NodeJS.ProcessEnv, output: string, args: readonly string[]): Promise<Outcome> {
  const quiet = { CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_DISABLE_VERSION_CHECK: '1', NO_COLOR: '1' };
  const command = ['synth', '--quiet', '--strict', '--output', output, ...args];
  return new Promise((resolve) => {
    const child = execFile('node_modules/.bin/cdk', command, { env: { ...env, ...quiet } }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

// Several synthesize at once, with everything on: seconds each, and more on a busy machine.
jest.setTimeout(180_000);

const newFolder = () => mkdtempSync(join(tmpdir(), 'signpost-'));

/**
 * What is not deployed: the durations of the phases, which CDK writes where a synthesis was slow and which differ each time,
 * and the report of a validation.
 */
const ABOUT_THE_RUN = ['performance-counters.json', 'validation-report.json'];

/** Every file of a folder by its relative path. */
function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !ABOUT_THE_RUN.includes(name),
  );
  const files = names.map((name) => join(folder, name));
  return Object.fromEntries(
    files.filter((file) => statSync(file).isFile()).map((file) => [relative(folder, file), readFileSync(file, 'utf8')]),
  );
}

describe('cdk synth of the sample tenants', () => {
  test('is clean, and writes the same bytes twice, validated or not', async () => {
    const [first, second] = [newFolder(), newFolder()];
    for (const outcome of await Promise.all([synth(first), synthWithoutValidation(second)]))
      expect(outcome).toMatchObject({ code: 0 });
    expect(Object.keys(contents(first)).length).toBeGreaterThan(20);
    expect(contents(first)).toEqual(contents(second));

    const { pluginReports } = JSON.parse(readFileSync(join(first, 'validation-report.json'), 'utf8'));
    // Only a plugin with something to report is listed; cdk-nag reports what was acknowledged.
    expect(pluginReports).toEqual([expect.objectContaining({ pluginName: 'AwsSolutions', violations: [] })]);
  });

  test('refuses an unknown tenant in one line, without a stack trace', async () => {
    const { code, output } = await synth(newFolder(), '--context', 'tenant=acmee');
    expect(code).toBe(1);
    expect(output).toContain('Cannot find the tenant "acmee"');
    expect(output).toContain('did you mean "acme"');
    expect(output).not.toMatch(/^\s+at /m);
  });
});

test('cdk synth for an account, and for this machine, is clean', async () => {
  const { code, output } = await synth(newFolder(), '--app', 'node --require tsx/cjs test/infra/deployed-app.ts');
  expect({ code, findings: output.match(/Acknowledge with .*/g) }).toEqual({ code: 0, findings: null });
});

describe('cdk synth of an app with faults', () => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await synth(newFolder(), '--app', 'node --require tsx/cjs test/infra/faulty-app.ts');
  });

  test('fails', () => {
    expect(outcome.code).toBe(1);
  });

  test.each([
    { by: 'our own checks', finding: 'template.tls-floor' },
    { by: 'our own checks, across distributions', finding: 'template.alias-twice' },
    { by: 'cdk-nag', finding: 'AwsSolutions-CFR4' },
    { by: 'cdk-nag, warnings included', finding: 'AwsSolutions-CFR1' },
  ])('is reported by $by: $finding', ({ finding }) => {
    expect(outcome.output).toContain(finding);
  });
});
