import { type Problem, problem } from '../problems';
import type { Fleet, Tenant } from './fleet';
import { formatPath } from './source';

interface Shared {
  readonly secretArn: string;
  readonly where: { readonly file: string; readonly path: string };
}

/** The ARN of a secret without what Secrets Manager has added: a hyphen and six characters; as it is where that was left out. */
export function withoutSuffix(secretArn: string): string {
  return secretArn.replace(/-[A-Za-z0-9]{6}$/, '');
}

/**
 * A server token is of one entry at Apple, which holds one ADDE URL: of two servers that share it, the one that comes
 * later takes the devices of the other.
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
  const message = `Cannot share the secret "${secretArn}": ${first.path} in ${first.file} has it already; expected a secret, and an entry at Apple, for each server`;
  return problem('tenant.secret-twice', message, where);
}
