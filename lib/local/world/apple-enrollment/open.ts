import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Fleet } from '../../../core/tenants/fleet';
import type { SecretsManager } from '../../secrets/secrets-manager';
import { entryId, seedApple } from './seed';
import { type AppleService, createAppleService } from './service';
import { createFileStore } from './state';

/** Opens the made-up Apple of a fleet, as it was when the local cloud ended. */
export function openApple(fleet: Fleet, stateDirectory: string): AppleService {
  const store = createFileStore(join(stateDirectory, 'apple', 'state.json'));
  const known = store.read();
  const seeded = seedApple(known, fleet, { randomHex, now: Date.now() });
  if (JSON.stringify(seeded) !== JSON.stringify(known)) store.write(seeded);
  return createAppleService({ store, clock: Date.now, randomHex });
}

/** Puts the tokens that MDMs share into their secrets, as each MDM does when it has downloaded its token. */
export function shareTokens({ tenants }: Fleet, { store }: AppleService, secrets: SecretsManager): void {
  const { entries } = store.read();
  for (const { id: tenant, servers } of tenants) {
    for (const { name, token } of servers) {
      const held = entries[entryId(tenant, name)]?.token;
      const value = JSON.stringify(held);
      if (token.kind === 'shared' && held && secrets.value(token.secretArn) !== value)
        secrets.put(token.secretArn, value);
    }
  }
}

function randomHex(length: number): string {
  return randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length);
}
