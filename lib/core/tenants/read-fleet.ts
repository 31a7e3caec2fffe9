import type { z } from 'zod';
import { type DomainName, parseDomainName } from '../discovery/domain-name';
import { type Problem, problem } from '../problems';
import type { Result } from '../result';
import { checkFleet } from './check-fleet';
import type { TenantDeclaration } from './declaration';
import type { Cluster, Config, Domain, Fleet, Server, Tenant, TenantId } from './fleet';
import { type DeclarationPlace, resolvePolicy } from './resolve';
import { clustersSchema, configSchema, tenantSchema } from './schema';
import { formatPath, type Read, readSource, type SourceFile } from './source';

/** All files of the project, as loaded; a file that did not load is missing, and its problem known to the caller. */
export interface FleetSources {
  readonly config?: SourceFile;
  readonly clusters?: SourceFile;
  readonly tenants: readonly SourceFile[];
}

/** The checked fleet, or every problem of every file. */
export type FleetResult =
  | { readonly ok: true; readonly value: Fleet }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const NOTHING: Read<never> = { problems: [] };

const TENANT_FILE = /^tenants\/([a-z][a-z0-9-]{0,30}[a-z0-9])\.ts$/;

/** The tenant's id by the name of its file, or the problem with that name. */
export function tenantIdOf(file: string): Result<TenantId> {
  const id = TENANT_FILE.exec(file)?.[1];
  if (id !== undefined) return { ok: true, value: id as TenantId };
  const message =
    'Cannot use the file name as a tenant id; expected 2 to 32 lower-case letters, digits and hyphens, and ".ts"';
  return { ok: false, problem: problem('tenant.file-name', message, { file }) };
}

/** Reads everything, checks each file by its schema and all of them together. Problems come in the order of the files. */
export function readFleet(sources: FleetSources): FleetResult {
  const config = sources.config ? readConfig(sources.config) : NOTHING;
  const clusters = sources.clusters ? readClusters(sources.clusters) : NOTHING;
  const byName = clusters.value && new Map(clusters.value.map((cluster) => [cluster.name, cluster]));
  const tenants = sources.tenants.map((source) => readTenant(source, byName));
  const fleet: Fleet = {
    config: config.value ?? { stage: '', tags: {} },
    clusters: [...(clusters.value ?? [])].sort(byNameField),
    tenants: tenants.flatMap(({ value }) => value ?? []).sort((a, b) => compare(a.id, b.id)),
  };
  const problems = [config, clusters, ...tenants].flatMap((read) => read.problems).concat(checkFleet(fleet));
  const complete = config.value && clusters.value && problems.length === 0;
  return complete ? { ok: true, value: fleet } : { ok: false, problems };
}

function readConfig(source: SourceFile): Read<Config> {
  const { value, problems } = readSource(configSchema, source);
  if (!value) return { problems };
  const { edge, tags, ...rest } = value;
  return { value: { ...rest, stableEdgeVersion: edge?.stable, tags: tags ?? {} }, problems };
}

function readClusters(source: SourceFile): Read<readonly Cluster[]> {
  const { value, problems } = readSource(clustersSchema, source);
  return { value: value && Object.entries(value).map(([name, cluster]) => ({ name, ...cluster })), problems };
}

function readTenant(source: SourceFile, clusters: ReadonlyMap<string, Cluster> | undefined): Read<Tenant> {
  const id = tenantIdOf(source.file);
  const { value, problems } = readSource(tenantSchema, source);
  if (!id.ok) return { problems: [id.problem, ...problems] };
  if (!value) return { problems };
  return buildTenant(id.value, source.file, value, clusters);
}

function buildTenant(
  id: TenantId,
  file: string,
  declared: z.output<typeof tenantSchema>,
  clusters: ReadonlyMap<string, Cluster> | undefined,
): Read<Tenant> {
  const problems: Problem[] = [];
  const resolve = (policy: TenantDeclaration['discovery'], path: DeclarationPlace['path']) => {
    const resolved = resolvePolicy(policy, clusters, id, { file, path });
    problems.push(...resolved.problems);
    return resolved.policy;
  };
  const discovery = resolve(declared.discovery, ['discovery']);

  const domains: Domain[] = [];
  for (const [key, { dns, website, discovery: own, decide = 'edge' }] of Object.entries(declared.domains)) {
    const path = ['domains', key];
    const name = readDomainKey(key, { file, path });
    problems.push(...name.problems);
    const policy = own ? resolve(own, [...path, 'discovery']) : discovery;
    if (!name.value) continue;
    if (domains.some((domain) => domain.name === name.value)) problems.push(declaredTwice(name.value, { file, path }));
    else if (dns.kind === 'elsewhere') domains.push({ kind: 'elsewhere', name: name.value, policy });
    else if (website) domains.push({ kind: 'front', name: name.value, dns, website, policy, decide });
  }

  const servers: Server[] = Object.entries(declared.servers ?? {}).map(([name, { fallback, ...server }]) => ({
    name,
    ...server,
    fallback: fallback ? resolve(fallback, ['servers', name, 'fallback']) : discovery,
  }));
  problems.push(...fallbacksNeeded(file, declared));

  const tenant: Tenant = {
    id,
    name: declared.name,
    channel: declared.channel ?? 'stable',
    domains: domains.sort(byNameField),
    servers: servers.sort(byNameField),
  };
  return { value: tenant, problems };
}

function readDomainKey(key: string, { file, path }: DeclarationPlace): Read<DomainName> {
  const parsed = parseDomainName(key);
  if (parsed.ok) return { value: parsed.value, problems: [] };
  return { problems: [{ ...parsed.problem, where: { file, path: formatPath(path) } }] };
}

function declaredTwice(domain: DomainName, { file, path }: DeclarationPlace): Problem {
  const message = `Cannot declare "${domain}" again: this file declares it already; expected each domain once`;
  return problem('tenant.domain-twice', message, { file, path: formatPath(path) });
}

/** Which server a device that comes by Apple's fallback belongs to is unknown, so several servers cannot share rules. */
function fallbacksNeeded(file: string, declared: z.output<typeof tenantSchema>): Problem[] {
  const servers = Object.entries(declared.servers ?? {});
  if (servers.length < 2 || declared.discovery.rules.length === 0) return [];
  return servers
    .filter(([, server]) => !server.fallback)
    .map(([name]) =>
      problem(
        'tenant.fallback-needed',
        `Cannot derive the fallback of the server "${name}": the discovery has rules and there are ${servers.length} servers; expected a \`fallback\``,
        {
          file,
          path: formatPath(['servers', name]),
        },
      ),
    );
}

function byNameField(a: { readonly name: string }, b: { readonly name: string }): number {
  return compare(a.name, b.name);
}

/** By code unit: the same on every machine, whatever its locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
