import { maskAddresses } from '../discovery/mask';
import { didYouMean } from '../near-match';
import { problem } from '../problems';
import { failed, ok, type Result } from '../result';
import type { Fleet, Tenant } from './fleet';

/** The tenant of this id, or of this domain. Problem code: `tenant.not-found`. */
export function findTenant({ tenants }: Fleet, idOrDomain: string): Result<Tenant> {
  const word = idOrDomain.trim().toLowerCase();
  const found = tenants.find(({ id, domains }) => id === word || domains.some(({ name }) => name === word));
  if (found) return ok(found);
  const names = tenants.flatMap(({ id, domains }) => [id, ...domains.map(({ name }) => name)]);
  const message = `Cannot find the tenant "${maskAddresses(idOrDomain)}": no tenant has this id or domain; expected one in tenants/`;
  return failed(problem('tenant.not-found', `${message}${didYouMean(word, names)}`));
}
