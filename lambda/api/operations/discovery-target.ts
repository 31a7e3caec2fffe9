import type { OverrideRequest } from '../../../lib/contract/api/schemas';
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
import { notFound } from '../not-found';
import { type ApiOutcome, type ApiParts, type ApiRequest, refused, success } from '../operation';

/** A domain or a server's fallback as the operations see it: the ways in which the two differ. */
export interface OverrideTarget<R extends OverrideSubject['record']> {
  readonly read: () => Promise<Stored<R>>;
  readonly subjectOf: (record: R) => OverrideSubject;
  readonly view: (found: Found<R>, now: number) => unknown;
}

export type Found<R> = Stored<R> & { readonly record: R };

export async function show<R extends OverrideSubject['record']>(
  { read, view }: OverrideTarget<R>,
  { now }: ApiParts,
): Promise<ApiOutcome> {
  const stored = await read();
  if (!isFound(stored)) return notFound();
  const at = now();
  return success(view(stored, at), etagOf(stored.record, at));
}

/** Puts an override in force, if nothing changed since the caller looked. */
export async function putOverride<R extends OverrideSubject['record']>(
  discoveryTarget: OverrideTarget<R>,
  { body, actor, ifMatch = '' }: ApiRequest<unknown, OverrideRequest>,
  parts: ApiParts,
): Promise<ApiOutcome> {
  return change(discoveryTarget, ifMatch, parts, (subject) => {
    const desired = resolveOverride(body, subject, parts);
    return desired.ok ? planOverride(subject, desired.value, { ...parts, by: actor, now: parts.now() }) : desired;
  });
}

/** Puts the declared policy back in force, if nothing changed since the caller looked. */
export async function removeOverride<R extends OverrideSubject['record']>(
  discoveryTarget: OverrideTarget<R>,
  { actor, ifMatch = '' }: ApiRequest,
  parts: ApiParts,
): Promise<ApiOutcome> {
  return change(discoveryTarget, ifMatch, parts, (subject) =>
    planOverrideRemoval(subject, { ...parts, by: actor, now: parts.now() }),
  );
}

async function change<R extends OverrideSubject['record']>(
  discoveryTarget: OverrideTarget<R>,
  ifMatch: string,
  parts: ApiParts,
  plan: (subject: OverrideSubject) => Result<readonly RecordChange[]>,
): Promise<ApiOutcome> {
  const stored = await discoveryTarget.read();
  if (!isFound(stored)) return notFound();
  if (etagOf(stored.record, parts.now()) !== ifMatch) return conflict(discoveryTarget, stored, ifMatch, parts);
  const planned = plan(discoveryTarget.subjectOf(stored.record));
  if (!planned.ok) return refused(planned.problem);
  const outcome = await parts.repository.commit(planned.value);
  if (outcome === 'committed') return show(discoveryTarget, parts);
  // Somebody was faster between our reading and writing.
  const latest = await discoveryTarget.read();
  return isFound(latest) ? conflict(discoveryTarget, latest, ifMatch, parts) : notFound();
}

async function conflict<R extends OverrideSubject['record']>(
  { subjectOf, view }: OverrideTarget<R>,
  stored: Found<R>,
  ifMatch: string,
  { repository, now }: ApiParts,
): Promise<ApiOutcome> {
  const { record } = stored;
  const target = targetName({ kind: subjectOf(record).kind, name: record.name });
  const etag = etagOf(record, now());
  const seen = { tenant: record.tenant, subject: target, of: 'discovery', version: versionOf(ifMatch) } as const;
  const changes = await changesSince(seen, repository);
  const message = `Cannot change the override of "${target}": its ETag is ${etag} by now; expected the one that was sent`;
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
  const resolved = resolve(policy, subject.record, parts);
  if (!resolved.ok) return resolved;
  return ok({ declared: policy, policy: resolved.value, why, until: Date.parse(until) });
}

/**
 * Looks up the clusters that a policy names. Without a salt it counts shares as the declared policy does, so that nobody
 * who has moved moves back. Problem code: `override.cluster-unknown`.
 */
export function resolve(
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
