import { describePolicy } from '../discovery/describe-policy';
import { type Problem, problem } from '../problems';
import { failed, ok, type Result } from '../result';
import { isoTime, type Time } from '../time';
import type { DeclaredDomain, DeclaredServer, DeclaredTenant } from './declared';
import type { TenantId } from './fleet';
import { overrideInForce } from './in-force';
import {
  type DiscoveryTargetRecord,
  type DomainRecord,
  type EventChange,
  type EventRecord,
  type OverrideInForce,
  type ServerRecord,
  type TenantRecord,
  targetName,
} from './records';
import { MAX_SUBJECTS_PER_COMMIT, type RecordChange } from './repository';

/** After its stack was deleted, a tenant can come back as it was for this long; its fallbacks answer meanwhile. */
export const GRACE_DAYS = 7;

/** How many of CloudFormation's requests are remembered. */
const REMEMBERED_REQUESTS = 10;

/** A front answers as before until its change has reached every edge location: an earlier check would report a mismatch. */
const SETTLING_MINUTES = 15;

const MINUTE = 60 * 1000;
const DAY = 24 * 3600 * 1000;

/** What is stored of a tenant, of the domains that it declares or declared, and of its servers. */
export interface StoredTenant {
  readonly tenant?: TenantRecord;
  readonly domains: ReadonlyMap<string, DomainRecord>;
  readonly servers: readonly ServerRecord[];
}

/** The current request of CloudFormation, and what a pure function cannot know. */
export interface DeploymentRequest {
  readonly tenantId: TenantId;
  readonly stackId: string;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly newId: () => string;
}

/** What to commit next; `complete` says that this is all. Else: commit, read again, plan again. */
export interface DeclarationPlan {
  readonly changes: readonly RecordChange[];
  readonly complete: boolean;
}

interface SubjectChange {
  readonly changes: readonly RecordChange[];
  readonly event: EventChange;
}

/**
 * The changes that store what a deployment declares. Overrides stay in force; a domain of another tenant can be claimed only
 * once that tenant has released it. A request that was carried out already changes nothing.
 * Problem codes: `declaration.domain-claimed`, `declaration.override-in-force`.
 */
export function planDeclaration(
  declared: DeclaredTenant,
  stored: StoredTenant,
  request: DeploymentRequest,
): Result<DeclarationPlan> {
  if (isDone(stored, request)) return ok(NOTHING_TO_DO);
  const obstacle = findObstacle(declared, stored, request);
  if (obstacle) return failed(obstacle);
  const all = [
    ...declared.domains.flatMap((domain) => declareDomain(domain, stored, request)),
    ...removedDomains(declared, stored, request),
    ...declared.servers.flatMap((server) => declareServer(server, stored, request)),
    ...removedServers(declared, stored, request),
  ];
  const step = all.slice(0, MAX_SUBJECTS_PER_COMMIT);
  const complete = step.length === all.length;
  const tenant = declareTenant(declared, stored, request, complete);
  const action = stored.tenant?.releasedAt === undefined ? 'tenant.declared' : 'tenant.returned';
  const silent = step.length === 0 && stored.tenant !== undefined && action === 'tenant.declared';
  const events = silent ? [] : [deploymentEvent(action, step, request)];
  return ok({
    complete,
    changes: [{ kind: 'tenant', record: tenant }, ...step.flatMap(({ changes }) => changes), ...events],
  });
}

/**
 * The changes after the tenant's stack was deleted: everything is marked as released, and still answers until its grace
 * ends. Apple is not called, as a rollback deletes as well. Only the stack that declared the tenant last can release it.
 */
export function planRelease(stored: StoredTenant, request: DeploymentRequest): DeclarationPlan {
  const { tenant } = stored;
  if (!tenant || tenant.releasedAt !== undefined || tenant.stackId !== request.stackId) return NOTHING_TO_DO;
  if (isDone(stored, request)) return NOTHING_TO_DO;
  const graceUntil = isoTime(request.now + GRACE_DAYS * DAY);
  const mine = tenant.domains.flatMap(({ name }) => ownDomain(name, stored, request) ?? []);
  const all = [
    ...mine.filter(isInService).map((record) => release({ kind: 'domain', record }, graceUntil, request)),
    ...stored.servers.filter(isInService).map((record) => release({ kind: 'server', record }, graceUntil, request)),
  ];
  const step = all.slice(0, MAX_SUBJECTS_PER_COMMIT);
  const complete = step.length === all.length;
  const record: TenantRecord = {
    ...tenant,
    version: tenant.version + 1,
    ...(complete
      ? { releasedAt: isoTime(request.now), graceUntil, requests: remember(tenant.requests, request.requestId) }
      : {}),
  };
  const event = deploymentEvent('tenant.released', step, request);
  return { complete, changes: [{ kind: 'tenant', record }, ...step.flatMap(({ changes }) => changes), event] };
}

const NOTHING_TO_DO: DeclarationPlan = { changes: [], complete: true };

function isDone({ tenant }: StoredTenant, { requestId }: DeploymentRequest): boolean {
  return tenant?.requests.includes(requestId) === true;
}

function findObstacle(
  { domains }: DeclaredTenant,
  stored: StoredTenant,
  request: DeploymentRequest,
): Problem | undefined {
  for (const { name, decidedBy } of domains) {
    const record = stored.domains.get(name);
    if (!record) continue;
    if (record.tenant !== request.tenantId) {
      if (isInService(record)) return claimedByAnother(record, request);
      continue;
    }
    const override = overrideInForce(record, request.now);
    if (override && record.decidedBy === 'backend' && decidedBy !== 'backend')
      return overrideWouldEnd(record, override);
  }
  return undefined;
}

function claimedByAnother({ name, tenant }: DomainRecord, { tenantId }: DeploymentRequest): Problem {
  const message =
    `Cannot claim "${name}" for the tenant "${tenantId}": the tenant "${tenant}" has it; expected a domain that no other tenant claims. ` +
    `To move it, remove it from tenants/${tenant}.ts and deploy that tenant (or destroy its stack), then deploy "${tenantId}" again`;
  return problem('declaration.domain-claimed', message);
}

function overrideWouldEnd({ name }: DomainRecord, { until }: OverrideInForce): Problem {
  const message =
    `Cannot take the decision for "${name}" from the backend: an override is in force until ${until} and would end silently; expected no override in force. ` +
    `Remove it first: npx signpost override remove ${name}`;
  return problem('declaration.override-in-force', message);
}

function declareTenant(
  declared: DeclaredTenant,
  { tenant }: StoredTenant,
  { tenantId, stackId, requestId }: DeploymentRequest,
  complete: boolean,
): TenantRecord {
  const domains = declared.domains.map(({ name, decidedBy }) => ({ name, decidedBy }));
  const before = tenant?.domains.filter(({ name }) => !domains.some((domain) => domain.name === name)) ?? [];
  const requests = tenant?.requests ?? [];
  return {
    id: tenantId,
    name: declared.name,
    channel: declared.channel,
    // Until all is done, the domains that are still to be removed stay listed.
    domains: complete ? domains : [...domains, ...before],
    servers: declared.servers.map(({ name }) => name),
    stackId,
    requests: complete ? remember(requests, requestId) : requests,
    version: (tenant?.version ?? 0) + 1,
  };
}

function declareDomain(domain: DeclaredDomain, stored: StoredTenant, request: DeploymentRequest): SubjectChange[] {
  const found = stored.domains.get(domain.name);
  const own = ownDomain(domain.name, stored, request);
  if (own && isInService(own) && own.decidedBy === domain.decidedBy && same(own.declared, domain.policy)) return [];
  const record: DomainRecord = {
    name: domain.name,
    tenant: request.tenantId,
    decidedBy: domain.decidedBy,
    declared: domain.policy,
    override: own && overrideInForce(own, request.now),
    version: (found?.version ?? 0) + 1,
  };
  const taken = found && !own ? takeFrom(found, request) : [];
  const event = eventChange(record.name, record.version, own, record);
  return [{ changes: [{ kind: 'domain', record }, checkDue(record.name, own, request), ...taken], event }];
}

/** A new target is checked as soon as possible, a changed one once the change has settled. */
function checkDue(
  target: string,
  before: DiscoveryTargetRecord | undefined,
  { tenantId, now }: DeploymentRequest,
): RecordChange {
  const changed = before !== undefined && isInService(before);
  return { kind: 'check-due', tenant: tenantId, target, at: isoTime(changed ? now + SETTLING_MINUTES * MINUTE : now) };
}

/**
 * Removes what the tenant that released the domain still has of it. The event is for that tenant's administrators, so it
 * does not name the new tenant, which has an event of its own.
 */
function takeFrom({ name, tenant, version }: DomainRecord, request: DeploymentRequest): RecordChange[] {
  const to = ['claimed by another tenant'];
  const event: EventRecord = {
    ...eventHead('domain.taken', request),
    tenant,
    changes: [{ subject: name, version: version + 1, from: ['released'], to }],
  };
  return [
    { kind: 'remove-override', tenant, target: name },
    { kind: 'event', record: event },
  ];
}

/** Released, and unknown from now on: the code says that this domain is no longer the tenant's. */
function removedDomains(
  { domains }: DeclaredTenant,
  stored: StoredTenant,
  request: DeploymentRequest,
): SubjectChange[] {
  const kept = new Set<string>(domains.map(({ name }) => name));
  return (stored.tenant?.domains ?? [])
    .filter(({ name }) => !kept.has(name))
    .flatMap(({ name }) => ownDomain(name, stored, request) ?? [])
    .filter(isInService)
    .map((record) => release({ kind: 'domain', record }, isoTime(request.now), request));
}

function declareServer(server: DeclaredServer, stored: StoredTenant, request: DeploymentRequest): SubjectChange[] {
  const found = stored.servers.find(({ name }) => name === server.name);
  const { name, token, onOverwrite, fallback } = server;
  const unchanged =
    found &&
    isInService(found) &&
    same(found.declared, fallback) &&
    same(found.token, token) &&
    found.onOverwrite === onOverwrite;
  if (unchanged) return [];
  const record: ServerRecord = {
    name,
    tenant: request.tenantId,
    token,
    onOverwrite,
    declared: fallback,
    override: found && overrideInForce(found, request.now),
    version: (found?.version ?? 0) + 1,
  };
  const target = targetName({ kind: 'server', name });
  const event = eventChange(target, record.version, found, record);
  return [{ changes: [{ kind: 'server', record }, checkDue(target, found, request)], event }];
}

/** Apple may still send devices to a server that was removed from the code: it still answers during its grace. */
function removedServers(
  { servers }: DeclaredTenant,
  stored: StoredTenant,
  request: DeploymentRequest,
): SubjectChange[] {
  const kept = new Set(servers.map(({ name }) => name));
  return stored.servers
    .filter((record) => !kept.has(record.name) && isInService(record))
    .map((record) => release({ kind: 'server', record }, isoTime(request.now + GRACE_DAYS * DAY), request));
}

/** Marks a domain or server as released; it is not checked any more. */
function release(
  subject: Extract<RecordChange, { kind: 'domain' | 'server' }>,
  answersUntil: Time,
  { tenantId, now }: DeploymentRequest,
): SubjectChange {
  const marks = { releasedAt: isoTime(now), answersUntil, version: subject.record.version + 1 };
  const target = targetName({ kind: subject.kind, name: subject.record.name });
  const change: RecordChange =
    subject.kind === 'domain'
      ? { kind: 'domain', record: { ...subject.record, ...marks } }
      : { kind: 'server', record: { ...subject.record, ...marks } };
  const event = eventChange(target, marks.version, subject.record, undefined);
  return { changes: [change, { kind: 'remove-check', tenant: tenantId, target }], event };
}

function deploymentEvent(
  action: EventRecord['action'],
  step: readonly SubjectChange[],
  request: DeploymentRequest,
): RecordChange {
  const changes = step.map(({ event }) => event);
  return { kind: 'event', record: { ...eventHead(action, request), tenant: request.tenantId, changes } };
}

function eventHead(action: EventRecord['action'], { now, newId }: DeploymentRequest) {
  return { action, by: 'deployment', time: isoTime(now), id: newId() };
}

function eventChange(
  subject: string,
  version: number,
  before: DiscoveryTargetRecord | undefined,
  after: DiscoveryTargetRecord | undefined,
): EventChange {
  const words = (record: DiscoveryTargetRecord | undefined) =>
    record && isInService(record) ? describePolicy(record.declared) : ['nothing'];
  return { subject, version, from: words(before), to: words(after) };
}

function ownDomain(name: string, { domains }: StoredTenant, { tenantId }: DeploymentRequest): DomainRecord | undefined {
  const record = domains.get(name);
  return record?.tenant === tenantId ? record : undefined;
}

function isInService({ releasedAt }: DiscoveryTargetRecord): boolean {
  return releasedAt === undefined;
}

function remember(requests: readonly string[], requestId: string): readonly string[] {
  return [...requests, requestId].slice(-REMEMBERED_REQUESTS);
}

/** Whether two pieces of plain data are equal, whatever the order of their fields. */
function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, field) => {
    if (typeof field !== 'object' || field === null || Array.isArray(field)) return field;
    return Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
