import { createSecureContext, type SecureContext } from 'node:tls';
import type { Authority, KeyPair } from './authority';

/** Server certificates by the names they hold, made when they are first asked for. */
export interface Certificates {
  pair(names: readonly string[]): Promise<KeyPair>;
  context(names: readonly string[]): Promise<SecureContext>;
}

export function createCertificates(authority: Authority): Certificates {
  const pairs = new Map<string, Promise<KeyPair>>();
  const contexts = new Map<string, Promise<SecureContext>>();
  const pair = (names: readonly string[]) => remember(pairs, names.join(' '), () => authority.issue(names));
  const context = (names: readonly string[]) =>
    remember(contexts, names.join(' '), async () => {
      const { certificate, key } = await pair(names);
      return createSecureContext({ cert: certificate, key });
    });
  return { pair, context };
}

function remember<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key);
  if (found) return found;
  const making = make();
  known.set(key, making);
  return making;
}
