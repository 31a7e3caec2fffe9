import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type Facts, factsSchema } from '../../core/doctor/facts';
import { type Problem, problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';

const recordingSchema = z.strictObject({ version: z.literal(1), domains: z.array(factsSchema) });

/** Writes what was observed, so that it can be diagnosed again elsewhere. Problem code: `doctor.recording`. */
export function writeRecording(file: string, domains: readonly Facts[]): Problem | undefined {
  try {
    writeFileSync(file, `${JSON.stringify({ version: 1, domains }, null, 2)}\n`);
    return undefined;
  } catch (error) {
    return problem(
      'doctor.recording',
      `Cannot write the recording: ${reasonOf(error)}; expected a path that can be written`,
      {
        file,
      },
    );
  }
}

/** Reads a recording. Its source is unknown, so all of it is checked. Problem code: `doctor.recording`. */
export function readRecording(file: string): Result<readonly Facts[]> {
  const refuse = (found: string) =>
    failed(problem('doctor.recording', `Cannot read the recording: ${found}; expected what --record wrote`, { file }));
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return refuse(reasonOf(error));
  }
  const parsed = recordingSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data.domains);
  const issue = parsed.error.issues[0];
  return refuse(issue ? `${issue.path.join('.') || 'the document'}: ${issue.message}` : 'it has an unknown structure');
}

/** Domains, one per line; `-` is standard input. Problem code: `doctor.list`. */
export function readList(file: string): Result<readonly string[]> {
  const where = { file: file === '-' ? 'standard input' : file };
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    return failed(
      problem('doctor.list', `Cannot read the list of domains: ${reasonOf(error)}; expected one per line`, where),
    );
  }
  const lines = text.split(/\r?\n/).map((line) => line.replace(/#.*$/, '').trim());
  const domains = [...new Set(lines.filter((line) => line !== ''))];
  if (domains.length > 0) return ok(domains);
  return failed(problem('doctor.list', 'Cannot read the list of domains: it is empty; expected one per line', where));
}

const environmentSchema = z.strictObject({
  resolver: z.string(),
  ca: z.string(),
  /** Where simulated hosts really listen, `address:port` each. */
  connect: z.record(z.string(), z.string()),
});

/** A simulated environment in place of the internet: its resolver, its authority, and its real addresses. */
export type EnvironmentFile = z.infer<typeof environmentSchema>;

/** Reads the description of a simulated environment. Problem code: `doctor.environment`. */
export function readEnvironment(file: string): Result<EnvironmentFile> {
  try {
    const parsed = environmentSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return ok(parsed.data);
  } catch {
    // Reported below, like any other invalid document.
  }
  return failed(
    problem(
      'doctor.environment',
      'Cannot read the environment file: it is not valid; expected JSON with "resolver", "ca" and "connect"',
      { file },
    ),
  );
}

function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === undefined ? 'it is not JSON' : String(code);
}
