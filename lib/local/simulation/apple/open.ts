import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseServerToken } from '../../../core/registration/server-token';
import type { Fleet } from '../../../core/tenants/fleet';
import type { SecretsManager } from '../../secrets/secrets-manager';
import { entryId, seedApple } from './seed';
import { type AppleService, createAppleService } from './service';
import { type AppleToken, createFileStore } from './state';

/** Opens the Apple simulator for a fleet, in the state in which the local cloud ended. */
export function openApple(fleet: Fleet, stateDirectory: string): AppleService {
  const store = createFileStore(join(stateDirectory, 'apple', 'state.json'));
  const known = store.read();
  const seeded = seedApple(known, fleet, { randomHex, now: Date.now() });
  if (JSON.stringify(seeded) !== JSON.stringify(known)) store.write(seeded);
  return createAppleService({ store, clock: Date.now, randomHex });
}

/**
 * Puts the tokens that MDMs share into their secrets, as each MDM does when it is set up. A secret that holds a token of
 * its entry stays as it is: after a download by another person it is worthless until the MDM renews it.
 */
export function shareTokens(fleet: Fleet, { store }: AppleService, secrets: SecretsManager): void {
  const { entries } = store.read();
  for (const { id, secretArn } of sharedEntries(fleet)) {
    const held = entries[id]?.token;
    const kept = parseServerToken(secrets.value(secretArn) ?? '');
    if (held && !(kept.ok && kept.value.consumerKey === held.consumer_key)) put(secrets, secretArn, held);
  }
}

/** The MDM behind an entry downloads a new token, and at once writes it into the secret that it shares. */
export type RenewToken = (entry: string) => 'renewed' | 'no-mdm';

export function createRenewal(fleet: Fleet, apple: AppleService, secrets: SecretsManager): RenewToken {
  return (entry) => {
    const shared = sharedEntries(fleet).find(({ id }) => id === entry);
    if (!shared) return 'no-mdm';
    put(secrets, shared.secretArn, apple.downloadToken(entry));
    return 'renewed';
  };
}

function put(secrets: SecretsManager, secretArn: string, token: AppleToken): void {
  secrets.put(secretArn, JSON.stringify(token));
}

/** The entries that MDMs use, with the secrets where they share their tokens. */
function sharedEntries({ tenants }: Fleet): readonly { readonly id: string; readonly secretArn: string }[] {
  return tenants.flatMap(({ id: tenant, servers }) =>
    servers.flatMap(({ name, token }) =>
      token.kind === 'shared' ? [{ id: entryId(tenant, name), secretArn: token.secretArn }] : [],
    ),
  );
}

function randomHex(length: number): string {
  return randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length);
}
