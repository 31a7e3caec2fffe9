import type { OverrideRequest } from '../../../lib/contract/api/schemas';
import { type Problem, problem } from '../../../lib/core/problems';
import { failed, ok, type Result } from '../../../lib/core/result';
import type { PolicyDeclaration } from '../../../lib/core/tenants/declaration';
import {
  type OverrideWish,
  planOverride,
  planOverrideRemoval,
  type Subject,
} from '../../../lib/core/tenants/plan-override';
import { type AnsweringRecord, targetName } from '../../../lib/core/tenants/records';
import type { Change, Stored } from '../../../lib/core/tenants/repository';
import { resolvePolicy } from '../../../lib/core/tenants/resolve';
import { changesSince } from '../changes-since';
import { etagOf, versionOf } from '../etag';
import { notFound } from '../not-found';
import { type ApiOutcome, type ApiParts, type ApiRequest, refused, success } from '../operation';

/** A domain or a server's fallback as the operations see it: the ways in which the two differ. */
export interface Answering<R extends Subject['record']> {
  readonly read: () => Promise<Stored<R>>;
  readonly subjectOf: (record: R) => Subject;
  readonly view: (found: Found<R>, now: number) => unknown;
}

export type Found<R> = Stored<R> & { readonly record: R };

export async function show<R extends Subject['record']>(
  { read, view }: Answering<R>,
  { now }: ApiParts,
): Promise<ApiOutcome> {
  const stored = await read();
  if (!isFound(stored)) return notFound();
  const at = now();
  return success(view(stored, at), etagOf(stored.record, at));
}

/** Puts an override in force, if nothing changed since the caller looked. */
export async function putOverride<R extends Subject['record']>(
  answering: Answering<R>,
  { body, actor, ifMatch = '' }: ApiRequest<unknown, OverrideRequest>,
  parts: ApiParts,
): Promise<ApiOutcome> {
  return change(answering, ifMatch, parts, (subject) => {
    const wish = resolveWish(body, subject, parts);
    return wish.ok ? planOverride(subject, wish.value, { ...parts, by: actor, now: parts.now() }) : wish;
  });
}

/** Puts the declared policy back in force, if nothing changed since the caller looked. */
export async function removeOverride<R extends Subject['record']>(
  answering: Answering<R>,
  { actor, ifMatch = '' }: ApiRequest,
  parts: ApiParts,
): Promise<ApiOutcome> {
  return change(answering, ifMatch, parts, (subject) =>
    planOverrideRemoval(subject, { ...parts, by: actor, now: parts.now() }),
  );
}

async function change<R extends Subject['record']>(
  answering: Answering<R>,
  ifMatch: string,
  parts: ApiParts,
  plan: (subject: Subject) => Result<readonly Change[]>,
): Promise<ApiOutcome> {
  const stored = await answering.read();
  if (!isFound(stored)) return notFound();
  if (etagOf(stored.record, parts.now()) !== ifMatch) return conflict(answering, stored, ifMatch, parts);
  const planned = plan(answering.subjectOf(stored.record));
  if (!planned.ok) return refused(planned.problem);
  const outcome = await parts.repository.commit(planned.value);
  if (outcome === 'committed') return show(answering, parts);
  // Somebody was faster between our reading and writing.
  const latest = await answering.read();
  return isFound(latest) ? conflict(answering, latest, ifMatch, parts) : notFound();
}

async function conflict<R extends Subject['record']>(
  { subjectOf, view }: Answering<R>,
  stored: Found<R>,
  ifMatch: string,
  { repository, now }: ApiParts,
): Promise<ApiOutcome> {
  const { record } = stored;
  const target = targetName({ kind: subjectOf(record).kind, name: record.name });
  const etag = etagOf(record, now());
  const seen = { tenant: record.tenant, subject: target, of: 'answering', version: versionOf(ifMatch) } as const;
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

function resolveWish({ policy, why, until }: OverrideRequest, subject: Subject, parts: ApiParts): Result<OverrideWish> {
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
  { declared }: Pick<AnsweringRecord, 'declared'>,
  { clusters }: ApiParts,
): Result<OverrideWish['policy']> {
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
