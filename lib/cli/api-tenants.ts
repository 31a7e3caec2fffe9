import type { z } from 'zod';
import type { ApiClient } from '../adapters/api/client';
import { type TenantView, tenantPageSchema } from '../contract/api/schemas';
import { maskAddresses } from '../core/discovery/mask';
import { didYouMean } from '../core/near-match';
import { type Problem, problem } from '../core/problems';
import { failed, ok, type Result } from '../core/result';

/** Every tenant of the API, over all pages. */
export function listAllTenants(call: ApiClient): Promise<Result<readonly TenantView[]>> {
  return listPages(call, '/v1/tenants', tenantPageSchema, 'the list of tenants');
}

/** What a list of the API holds, over all pages. Problem codes: `api.*`. */
export async function listPages<Item>(
  call: ApiClient,
  path: string,
  schema: z.ZodType<{ readonly items: readonly Item[]; readonly next?: string | undefined }>,
  what: string,
): Promise<Result<readonly Item[]>> {
  const items: Item[] = [];
  let cursor = '';
  do {
    const reply = await call({ method: 'GET', path: `${path}?limit=100${cursor}` });
    if (!reply.ok) return reply;
    const page = schema.safeParse(reply.value.body);
    if (!page.success) return failed(unexpectedAnswer(what));
    items.push(...page.data.items);
    cursor = page.data.next === undefined ? '' : `&cursor=${page.data.next}`;
  } while (cursor !== '');
  return ok(items);
}

/** What the command line and the API have to say to one another differs: one of them is older. */
export function unexpectedAnswer(what: string): Problem {
  const message = `Cannot read ${what}: the API answered in another form; expected that of this version of Signpost`;
  return problem('api.unreachable', message);
}

/** `<tenant>/<server>` as the path of the API. Problem code: `cli.usage`. */
export function serverPath(text: string): Result<string> {
  const [, tenant, server] = /^([a-z][a-z0-9-]*)\/([a-z][a-z0-9-]*)$/.exec(text) ?? [];
  if (tenant !== undefined && server !== undefined) return ok(`/v1/tenants/${tenant}/servers/${server}`);
  return failed(
    problem(
      'cli.usage',
      `Cannot find the server "${maskAddresses(text)}"; expected <tenant>/<server>, such as acme/main`,
    ),
  );
}

/** The paths under which a domain, or a server as `tenant/server`, is overridden. Problem codes: `tenant.not-found`, `cli.usage`. */
export async function findDiscoveryTarget(call: ApiClient, target: string): Promise<Result<string>> {
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
  const message = `Cannot find the domain "${maskAddresses(target)}": no tenant of the API has it; expected one that was deployed${didYouMean(domain, names)}`;
  return failed(problem('tenant.not-found', message));
}
