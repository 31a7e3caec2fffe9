import type { z } from 'zod';
import { type OverrideRequest, overrideRequestSchema } from '../../../lib/contract/api/schemas';
import { type Problem, problem } from '../../../lib/core/problems';
import { failed, ok, type Result } from '../../../lib/core/result';
import type { PolicyDeclaration } from '../../../lib/core/tenants/declaration';
import {
  type DesiredOverride,
  type OverrideSubject,
  planOverride,
  planOverrideRemoval,
} from '../../../lib/core/tenants/plan-override';
import { type DiscoveryTargetRecord, targetName } from '../../../lib/core/tenants/records';
import type { RecordChange, Stored } from '../../../lib/core/tenants/repository';
import { resolvePolicy } from '../../../lib/core/tenants/resolve';
import { changesSince } from '../changes-since';
import { etagOf, versionOf } from '../etag';
import { type ApiOutcome, type ApiParts, type ApiRequest, notFound, operation, refused, success } from '../operation';

/** A domain's discovery or a server's fallback: all in which their operations differ. */
interface OverrideKind<R extends OverrideSubject['record']> {
  /** Names of the operations that show it, put an override in force and remove it. */
  readonly ids: { readonly show: string; readonly put: string; readonly remove: string };
  readonly path: string;
  readonly summaries: { readonly show: string; readonly put: string; readonly remove: string };
  readonly noun: 'discovery' | 'fallback';
  /** Where an override is possible at all. */
  readonly condition?: string;
  readonly schema: z.ZodType;
  readonly targetOf: (request: ApiRequest, parts: ApiParts) => OverrideTarget<R>;
}

/** One domain or server fallback. */
interface OverrideTarget<R extends OverrideSubject['record']> {
  readonly read: () => Promise<Stored<R>>;
  readonly subjectOf: (record: R) => OverrideSubject;
  readonly view: (found: Found<R>, now: number) => unknown;
}

type Found<R> = Stored<R> & { readonly record: R };

/** The operations that show what devices are answered, and change it at once. */
export function overrideOperations<R extends OverrideSubject['record']>(kind: OverrideKind<R>) {
  const { ids, path, summaries, schema, targetOf } = kind;
  const response = { schema, description: 'What is declared, overridden and in force.', etag: true };
  const ifMatch = `\`If-Match\` is the ETag of the ${kind.noun}.`;
  const write = { path: `${path}/override`, access: { role: 'platform', scope: 'write' }, response } as const;
  return {
    show: operation({
      id: ids.show,
      method: 'get',
      path,
      summary: summaries.show,
      access: { role: 'tenant', scope: 'read' },
      response,
      handle: (request, parts) => show(targetOf(request, parts), parts),
    }),
    put: operation({
      ...write,
      id: ids.put,
      method: 'put',
      summary: summaries.put,
      description: kind.condition === undefined ? ifMatch : `${kind.condition} ${ifMatch}`,
      body: overrideRequestSchema,
      conditional: 'always',
      refusals: [409],
      handle: (request, parts) => putOverride(targetOf(request, parts), request, parts),
    }),
    remove: operation({
      ...write,
      id: ids.remove,
      method: 'delete',
      summary: summaries.remove,
      description: ifMatch,
      conditional: 'always',
      handle: (request, parts) => removeOverride(targetOf(request, parts), request, parts),
    }),
  };
}

async function show<R extends OverrideSubject['record']>(
  { read, view }: OverrideTarget<R>,
  { now }: ApiParts,
): Promise<ApiOutcome> {
  const stored = await read();
  if (!isFound(stored)) return notFound();
  const at = now();
  return success(view(stored, at), etagOf(stored.record, at));
}

/** Puts an override in force, if nothing has changed since the caller read it. */
async function putOverride<R extends OverrideSubject['record']>(
  target: OverrideTarget<R>,
  { body, actor, ifMatch = '' }: ApiRequest<unknown, OverrideRequest>,
  parts: ApiParts,
): Promise<ApiOutcome> {
  return change(target, ifMatch, parts, (subject) => {
    const desired = resolveOverride(body, subject, parts);
    return desired.ok ? planOverride(subject, desired.value, { ...parts, by: actor, now: parts.now() }) : desired;
  });
}

/** Puts the declared policy back in force, if nothing has changed since the caller read it. */
async function removeOverride<R extends OverrideSubject['record']>(
  target: OverrideTarget<R>,
  { actor, ifMatch = '' }: ApiRequest,
  parts: ApiParts,
): Promise<ApiOutcome> {
  return change(target, ifMatch, parts, (subject) =>
    planOverrideRemoval(subject, { ...parts, by: actor, now: parts.now() }),
  );
}

async function change<R extends OverrideSubject['record']>(
  target: OverrideTarget<R>,
  ifMatch: string,
  parts: ApiParts,
  plan: (subject: OverrideSubject) => Result<readonly RecordChange[]>,
): Promise<ApiOutcome> {
  const stored = await target.read();
  if (!isFound(stored)) return notFound();
  if (etagOf(stored.record, parts.now()) !== ifMatch) return conflict(target, stored, ifMatch, parts);
  const planned = plan(target.subjectOf(stored.record));
  if (!planned.ok) return refused(planned.problem);
  const outcome = await parts.repository.commit(planned.value);
  if (outcome === 'committed') return show(target, parts);
  // Another writer was faster between our reading and writing.
  const latest = await target.read();
  return isFound(latest) ? conflict(target, latest, ifMatch, parts) : notFound();
}

async function conflict<R extends OverrideSubject['record']>(
  { subjectOf, view }: OverrideTarget<R>,
  stored: Found<R>,
  ifMatch: string,
  { repository, now }: ApiParts,
): Promise<ApiOutcome> {
  const { record } = stored;
  const name = targetName({ kind: subjectOf(record).kind, name: record.name });
  const etag = etagOf(record, now());
  const seen = { tenant: record.tenant, subject: name, of: 'discovery', version: versionOf(ifMatch) } as const;
  const changes = await changesSince(seen, repository);
  const message = `Cannot change the override of "${name}": its ETag is now ${etag}; expected the one that was sent`;
  return {
    kind: 'problem',
    problem: problem('api.precondition-failed', message),
    conflict: { changes, current: view(stored, now()), etag },
  };
}

function isFound<R>(stored: Stored<R>): stored is Found<R> {
  return stored.record !== undefined;
}

function resolveOverride(
  { policy, why, until }: OverrideRequest,
  subject: OverrideSubject,
  parts: ApiParts,
): Result<DesiredOverride> {
  const resolved = resolveRequested(policy, subject.record, parts);
  if (!resolved.ok) return resolved;
  return ok({ declared: policy, policy: resolved.value, why, until: Date.parse(until) });
}

/**
 * Looks up the clusters that a policy names. A policy without a salt counts shares as the declared policy does, so that
 * users who have moved do not move back. Problem code: `override.cluster-unknown`.
 */
export function resolveRequested(
  policy: PolicyDeclaration,
  { declared }: Pick<DiscoveryTargetRecord, 'declared'>,
  { clusters }: ApiParts,
): Result<DesiredOverride['policy']> {
  const byName = new Map(clusters.map((cluster) => [cluster.name, cluster]));
  const { policy: resolved, problems } = resolvePolicy(policy, byName, declared.salt, {
    file: 'the body',
    path: ['policy'],
  });
  const [first] = problems;
  return first ? failed(unknownCluster(first)) : ok(resolved);
}

function unknownCluster({ message, where }: Problem): Problem {
  return { ...problem('override.cluster-unknown', message), where };
}
