import { type Problem, problem } from '../problems';
import type { Fleet, Tenant } from './fleet';
import { formatPath } from './source';

interface Shared {
  readonly secretArn: string;
  readonly where: { readonly file: string; readonly path: string };
}

/** The ARN of a secret without the suffix that Secrets Manager adds: a hyphen and six characters. */
export function withoutSuffix(secretArn: string): string {
  return secretArn.replace(/-[A-Za-z0-9]{6}$/, '');
}

/**
 * A server token belongs to one entry at Apple, which holds one ADDE URL: of two servers that share it, the later one takes
 * the devices of the other.
 */
export function secretsTwice({ tenants }: Fleet): readonly Problem[] {
  const byName = new Map<string, Shared[]>();
  return tenants.flatMap(sharedBy).flatMap((mine) => {
    const name = withoutSuffix(mine.secretArn);
    const others = byName.get(name) ?? [];
    byName.set(name, [...others, mine]);
    const other = others.find(
      ({ secretArn }) => secretArn === mine.secretArn || [secretArn, mine.secretArn].includes(name),
    );
    return other ? [usedTwice(mine, other)] : [];
  });
}

function sharedBy({ id, servers }: Tenant): readonly Shared[] {
  return servers.flatMap(({ name, token }) => {
    if (token.kind !== 'shared') return [];
    const where = { file: `tenants/${id}.ts`, path: formatPath(['servers', name, 'token']) };
    return [{ secretArn: token.secretArn, where }];
  });
}

function usedTwice({ secretArn, where }: Shared, { where: first }: Shared): Problem {
  const message = `Cannot use the secret "${secretArn}" again: ${first.path} in ${first.file} uses it; expected a secret, and an entry at Apple, for each server`;
  return problem('tenant.secret-twice', message, where);
}
