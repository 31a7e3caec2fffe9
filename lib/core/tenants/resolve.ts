import type { Answer, Policy, ResolvedAnswer, ResolvedPolicy } from '../discovery/policy';
import { WELL_KNOWN_PATH } from '../discovery/well-known';
import { didYouMean } from '../near-match';
import { type Problem, problem } from '../problems';
import type { PolicyDeclaration } from './declaration';
import type { Cluster } from './fleet';
import { formatPath } from './source';

/** The place of a policy in the files, for problems. */
export interface DeclarationPlace {
  readonly file: string;
  readonly path: readonly PropertyKey[];
}

/**
 * Looks up the clusters of a declared policy. An unknown one is a problem, and its answer becomes `absent`; without a
 * registry (clusters.ts did not load) no name is reported. `defaultSalt` is for a policy without one.
 */
export function resolvePolicy(
  declared: PolicyDeclaration,
  clusters: ReadonlyMap<string, Cluster> | undefined,
  defaultSalt: string,
  place: DeclarationPlace,
): { policy: ResolvedPolicy; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const lookUp = (answer: Answer, path: readonly PropertyKey[]): ResolvedAnswer => {
    if (answer.kind === 'refuse' || answer.kind === 'absent') return answer;
    const cluster = clusters?.get(answer.cluster);
    if (cluster) return resolveAnswer(answer, cluster);
    if (clusters)
      problems.push(
        unknownCluster(answer.cluster, clusters, { file: place.file, path: [...place.path, ...path, 'cluster'] }),
      );
    return { kind: 'absent' };
  };
  return { policy: { salt: declared.salt ?? defaultSalt, ...mapAnswers(declared, lookUp) }, problems };
}

/** The answer with its cluster's URL. The host is always the cluster's own: a `path` cannot change it. */
function resolveAnswer(answer: Extract<Answer, { cluster: string }>, cluster: Cluster): ResolvedAnswer {
  if (answer.kind === 'serve') {
    return { kind: 'serve', baseUrl: new URL(answer.path, cluster.url).href, version: `mdm-${answer.enrollment}` };
  }
  if (answer.path !== undefined) return { kind: 'redirect', url: new URL(answer.path, cluster.url).href };
  return { kind: 'redirect', url: wellKnownUrl(cluster) };
}

/** Where a redirect to a cluster leads, unless the policy names another path. */
export function wellKnownUrl(cluster: Pick<Cluster, 'url'>): string {
  const url = new URL(cluster.url);
  if (url.pathname === '/') url.pathname = WELL_KNOWN_PATH;
  return url.href;
}

function mapAnswers<A, B>(policy: Policy<A>, map: (answer: A, path: readonly PropertyKey[]) => B): Policy<B> {
  return {
    rules: policy.rules.map(({ when, answer }, index) => ({ when, answer: map(answer, ['rules', index, 'answer']) })),
    otherwise: map(policy.otherwise, ['otherwise']),
  };
}

function unknownCluster(
  name: string,
  clusters: ReadonlyMap<string, Cluster>,
  { file, path }: DeclarationPlace,
): Problem {
  const hint = didYouMean(name, [...clusters.keys()]);
  return problem('tenant.cluster-unknown', `Cannot find the cluster "${name}"${hint}; expected a name in clusters.ts`, {
    file,
    path: formatPath(path),
  });
}
