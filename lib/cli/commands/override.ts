import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { ApiCall, ApiClient } from '../../adapters/api/client';
import { discoverySchema, fallbackSchema } from '../../contract/api/schemas';
import { describePolicy } from '../../core/discovery/describe-policy';
import { maskAddresses } from '../../core/discovery/mask';
import { didYouMean } from '../../core/near-match';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { type Attempt, type Output, type Runner, refusal } from '../action';
import { type ApiOptions, serverPath, unexpectedAnswer, withApi, withApiOptions } from '../api';
import { listAllTenants } from '../api-lists';
import type { Context } from '../context';

interface SetOptions extends ApiOptions {
  readonly to?: string;
  readonly refuse?: string;
  readonly absent?: true;
  readonly policy?: string;
  readonly why: string;
  readonly for: string;
}

/** The fields that a domain and a fallback have in common. */
const discoveryTargetSchema = discoverySchema.omit({ domain: true, decidedBy: true }).loose();
type DiscoveryTarget = ReturnType<typeof discoveryTargetSchema.parse>;

/** `signpost override`: another policy in force at once, for a limited time. */
export function overrideCommand(run: Runner): Command {
  const command = new Command('override')
    .summary('change the answer for devices for a limited time, without a deployment')
    .description('Puts another policy in force for a limited time, without a deployment.');
  const add = (name: string) => {
    const what = 'domain that the backend answers, or <tenant>/<server> for the fallback of a server';
    const sub = new Command(name).argument('<domain>', what);
    command.addCommand(sub);
    return sub;
  };
  withApiOptions(
    add('set')
      .summary('put a policy in force')
      .description(
        'Puts a policy in force at once, for at most 30 days. The policy names clusters of clusters.ts, never hosts.',
      )
      .option('--to <cluster>', 'send all devices to this cluster')
      .option('--refuse <message>', 'refuse all devices with this message')
      .option('--absent', "answer 404: devices go on to Apple's fallback")
      .option('--policy <file>', 'JSON file with a policy, in the form of `discovery` in a tenant file')
      .requiredOption('--why <reason>', 'reason, for readers of the override')
      .option('--for <duration>', 'duration, such as 30m, 4h or 7d', '24h')
      .action(run(set)),
  );
  withApiOptions(
    add('show')
      .summary('show the declared policy, the override, and which one is in force')
      .description('Shows the declared policy, the override, and which one is in force.')
      .action(run(show)),
  );
  withApiOptions(
    add('remove')
      .summary('put the declared policy back in force')
      .description('Removes the override: the declared policy is in force again.')
      .action(run(remove)),
  );
  return command;
}

async function set(context: Context, domain: string, options: SetOptions): Promise<Attempt<Output>> {
  const policy = readPolicy(options);
  const until = readUntil(options.for);
  if (!policy.ok || !until.ok)
    return refusal({ problems: [policy, until].flatMap((each) => (each.ok ? [] : [each.problem])) }, 64);
  const body = { policy: policy.value, why: options.why, until: until.value };
  return change(context, domain, options, { method: 'PUT', body });
}

function remove(context: Context, domain: string, options: ApiOptions): Promise<Attempt<Output>> {
  return change(context, domain, options, { method: 'DELETE' });
}

function show(context: Context, domain: string, options: ApiOptions): Promise<Attempt<Output>> {
  return withApi(context, options, async ({ call }) => {
    const path = await findDiscoveryTarget(call, domain);
    if (!path.ok) return path;
    const reply = await call({ method: 'GET', path: path.value });
    return reply.ok ? outputOf(reply.value.body) : reply;
  });
}

/** Reads first: the etag keeps this change from overwriting one that was made in between. */
function change(
  context: Context,
  domain: string,
  options: ApiOptions,
  request: Omit<ApiCall, 'path' | 'etag'>,
): Promise<Attempt<Output>> {
  return withApi(context, options, async ({ call }) => {
    const path = await findDiscoveryTarget(call, domain);
    if (!path.ok) return path;
    const seen = await call({ method: 'GET', path: path.value });
    if (!seen.ok) return seen;
    const known = outputOf(seen.value.body);
    if (!known.ok) return known;
    const changed = await call({ ...request, path: `${path.value}/override`, etag: seen.value.etag });
    return changed.ok ? outputOf(changed.value.body) : changed;
  });
}

/** The path of a domain, or of a server's fallback. Problem codes: `tenant.not-found`, `cli.usage`, `api.*`. */
async function findDiscoveryTarget(call: ApiClient, target: string): Promise<Result<string>> {
  if (target.includes('/')) {
    const server = serverPath(target);
    return server.ok ? ok(`${server.value}/fallback`) : server;
  }
  const tenants = await listAllTenants(call);
  if (!tenants.ok) return tenants;
  const domain = target.trim().toLowerCase();
  const owner = tenants.value.find(({ domains }) => domains.some(({ name }) => name === domain));
  if (owner) return ok(`/v1/tenants/${owner.id}/domains/${domain}/discovery`);
  const names = tenants.value.flatMap(({ domains }) => domains.map(({ name }) => name));
  const message = `Cannot find the domain "${maskAddresses(target)}": no tenant of the API has it; expected a deployed domain${didYouMean(domain, names)}`;
  return failed(problem('tenant.not-found', message));
}

function outputOf(body: unknown): Result<Output> {
  const known = [discoverySchema, fallbackSchema].some((schema) => schema.safeParse(body).success);
  if (!known) return failed(unexpectedAnswer('the policy in force'));
  return ok({ document: Object(body), lines: formatDiscoveryTarget(discoveryTargetSchema.parse(body)) });
}

function formatDiscoveryTarget({ state, declared, override, inForce }: DiscoveryTarget): readonly string[] {
  const mark = (name: DiscoveryTarget['inForce']) => (inForce === name ? '   ← in force' : '');
  const lines = [`Declared: ${describePolicy(declared).join('; ')}${mark('declared')}`];
  if (override) {
    const { resolved, until, by, why } = override;
    lines.push(`Override: ${describePolicy(resolved).join('; ')}${mark('override')}`);
    lines.push(`          until ${until}, by ${by}: ${why}`);
  } else lines.push('Override: none');
  if (state === 'released') lines.push('The tenant, or this domain or server of it, is released.');
  return lines;
}

function readPolicy({ to, refuse: message, absent, policy: file }: SetOptions): Result<unknown> {
  const given = [to, message, absent, file].filter((each) => each !== undefined);
  if (given.length !== 1) {
    return usage('Cannot choose a policy; expected one of --to, --refuse, --absent and --policy');
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
