import type { ServerKey } from '../core/registration/registration';

/** Prefix of all of Signpost's secrets; permissions are granted by it. */
export function ownedSecretPrefix(stage: string): string {
  return `signpost/${stage}/`;
}

/** Name of the secret that holds an owned server token, and the key pair that waits for the next one. */
export function ownedSecretName(stage: string, { tenant, server }: ServerKey): string {
  return `${ownedSecretPrefix(stage)}tenants/${tenant}/servers/${server}/token`;
}

/** Names of further environment variables, of the functions that change registrations. */
export const REGISTRATION_ENVIRONMENT = {
  /** `on` or `observeOnly`: the setting of a new stage. */
  initialWrites: 'SIGNPOST_INITIAL_APPLE_WRITES',
} as const;
