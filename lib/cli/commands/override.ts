import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { discoverySchema, fallbackSchema } from '../../contract/api/schemas';
import { describePolicy } from '../../core/discovery/describe-policy';
import { describeProblem, type Problem, problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { type Api, apiTargetOption, findApi } from '../api';
import { findDiscoveryTarget, unexpectedAnswer } from '../api-tenants';
import type { Context, ExitCode } from '../context';
import { exitCodeOfProblem } from '../server-api';

interface Options {
  readonly json?: true;
  readonly target?: string;
}

interface SetOptions extends Options {
  readonly to?: string;
  readonly refuse?: string;
  readonly absent?: true;
  readonly policy?: string;
  readonly why: string;
  readonly for: string;
}

/** Domain and fallback in what the commands show of them. */
const discoveryTargetSchema = discoverySchema.omit({ domain: true, decidedBy: true }).loose();
type DiscoveryTarget = ReturnType<typeof discoveryTargetSchema.parse>;

interface Shown {
  readonly discoveryTarget: DiscoveryTarget;
  readonly body: unknown;
  readonly etag?: string;
}

const WHAT = 'domain that the backend decides, or <tenant>/<server> for the fallback of a server';

/** `signpost override`: another policy in force at once, for a while. */
export function overrideCommand(context: Context): Command {
  const command = new Command('override').summary('put another policy in force for a while, without a deployment');
  const withCommon = (each: Command) =>
    each.argument('<domain>', WHAT).option('--json', 'print one JSON document').addOption(apiTargetOption());
  command.addCommand(
    withCommon(new Command('set'))
      .summary('put a policy in force')
      .description(
        'Puts a policy in force at once, for at most 30 days. It names clusters of clusters.ts, never hosts.',
      )
      .option('--to <cluster>', 'everybody to this cluster')
      .option('--refuse <message>', 'refuse everybody with this message')
      .option('--absent', 'answer 404: devices go on to Apple')
      .option('--policy <file>', 'JSON file with a policy, as `discovery` in a tenant file')
      .requiredOption('--why <reason>', 'for those who find it later')
      .option('--for <duration>', 'how long, such as 30m, 4h or 7d', '24h')
      .action((domain: string, options: SetOptions) => set(context, domain, options)),
  );
  command.addCommand(
    withCommon(new Command('show'))
      .summary('show what is declared, overridden and in force')
      .action((domain: string, options: Options) => show(context, domain, options)),
  );
  command.addCommand(
    withCommon(new Command('remove'))
      .summary('put the declared policy back in force')
      .action((domain: string, options: Options) => remove(context, domain, options)),
  );
  return command;
}

async function set(context: Context, domain: string, options: SetOptions): Promise<void> {
  const policy = readPolicy(options);
  const until = readUntil(options.for);
  if (!policy.ok || !until.ok)
    return refuse(
      context,
      [policy, until].flatMap((each) => (each.ok ? [] : [each.problem])),
      64,
    );
  const body = { policy: policy.value, why: options.why, until: until.value };
  await change(context, domain, options, (path, etag) => ({ method: 'PUT', path, body, etag }));
}

async function remove(context: Context, domain: string, options: Options): Promise<void> {
  await change(context, domain, options, (path, etag) => ({ method: 'DELETE', path, etag }));
}

async function show(context: Context, domain: string, options: Options): Promise<void> {
  await withApi(context, options, async (api) => {
    const path = await findDiscoveryTarget(api.call, domain);
    const found = path.ok ? await read(api, path.value) : path;
    return found.ok ? ok(found.value) : found;
  });
}

/** What was seen just before is what is changed: nobody else's work is overwritten unseen. */
async function change(
  context: Context,
  domain: string,
  options: Options,
  callOf: (path: string, etag: string | undefined) => Parameters<Api['call']>[0],
): Promise<void> {
  await withApi(context, options, async (api) => {
    const path = await findDiscoveryTarget(api.call, domain);
    if (!path.ok) return path;
    const seen = await read(api, path.value);
    if (!seen.ok) return seen;
    const changed = await api.call(callOf(`${path.value}/override`, seen.value.etag));
    return changed.ok ? parseShown(changed.value) : changed;
  });
}

async function withApi(context: Context, options: Options, act: (api: Api) => Promise<Result<Shown>>): Promise<void> {
  const { terminal, projectDirectory } = context;
  const api = await findApi(projectDirectory, options.target);
  if (!api.ok) return refuse(context, api.problems, api.exitCode);
  const shown = await act(api.value);
  if (!shown.ok) return refuse(context, [shown.problem], exitCodeOfProblem(shown.problem));
  if (options.json) {
    terminal.print(JSON.stringify({ version: 1, target: api.value.target, ...Object(shown.value.body) }, null, 2));
    return;
  }
  for (const line of [api.value.title, '', ...formatDiscoveryTarget(shown.value.discoveryTarget)]) terminal.print(line);
}

async function read({ call }: Api, path: string): Promise<Result<Shown>> {
  const reply = await call({ method: 'GET', path });
  return reply.ok ? parseShown(reply.value) : reply;
}

function parseShown({ body, etag }: { readonly body: unknown; readonly etag?: string }): Result<Shown> {
  const known = [discoverySchema, fallbackSchema].some((schema) => schema.safeParse(body).success);
  if (!known) return failed(unexpectedAnswer('what is in force'));
  return ok({ discoveryTarget: discoveryTargetSchema.parse(body), body, etag });
}

function formatDiscoveryTarget({ state, declared, override, inForce }: DiscoveryTarget): readonly string[] {
  const mark = (name: DiscoveryTarget['inForce']) => (inForce === name ? '   ← in force' : '');
  const lines = [`Declared: ${describePolicy(declared).join('; ')}${mark('declared')}`];
  if (override) {
    const { resolved, until, by, why } = override;
    lines.push(`Override: ${describePolicy(resolved).join('; ')}${mark('override')}`);
    lines.push(`          until ${until}, by ${by}: ${why}`);
  } else lines.push('Override: none');
  if (state === 'released') lines.push('The tenant or this part of it is released.');
  return lines;
}

function readPolicy({ to, refuse: message, absent, policy: file }: SetOptions): Result<unknown> {
  const given = [to, message, absent, file].filter((each) => each !== undefined);
  if (given.length !== 1) {
    return usage('Cannot tell which policy is meant; expected one of --to, --refuse, --absent and --policy');
  }
  if (file !== undefined) return readPolicyFile(file);
  return ok({ rules: [], otherwise: answerOf(to, message) });
}

function answerOf(to: string | undefined, message: string | undefined): object {
  if (to !== undefined) return { kind: 'redirect', cluster: to };
  return message === undefined ? { kind: 'absent' } : { kind: 'refuse', message };
}

function readPolicyFile(file: string): Result<unknown> {
  try {
    return ok(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    return usage(`Cannot read the policy in "${file}": ${reason}; expected a JSON file`);
  }
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 24 * 3600 };

function readUntil(duration: string): Result<string> {
  const [, count = '', unit = ''] = /^(\d{1,5})([mhd])$/.exec(duration) ?? [];
  const seconds = Number(count) * (UNIT_SECONDS[unit] ?? 0);
  if (seconds === 0) return usage(`Cannot use "${duration}" as a duration; expected one such as 30m, 4h or 7d`);
  return ok(new Date(Date.now() + seconds * 1000).toISOString());
}

function usage(message: string): Result<never> {
  return failed(problem('cli.usage', message));
}

function refuse({ terminal, exit }: Context, problems: readonly Problem[], code: ExitCode): void {
  for (const each of problems) terminal.note(describeProblem(each));
  exit(code);
}
