import type { ServerKey } from '../core/registration/registration';
import type { BackendFunction } from './backend';

/** Prefix of all of Signpost's secrets; permissions are granted by it. */
export function ownedSecretPrefix(stage: string): string {
  return `signpost/${stage}/`;
}

/** Name of the secret that holds an owned server token, and the key pair that waits for the next one. */
export function ownedSecretName(stage: string, { tenant, server }: ServerKey): string {
  return `${ownedSecretPrefix(stage)}tenants/${tenant}/servers/${server}/token`;
}

/** The functions that change registrations: on request, and by schedule. */
export const REGISTRATION_FUNCTIONS: readonly BackendFunction[] = ['api', 'reconcile'];

/** Names of further environment variables, of the functions that change registrations. */
export const REGISTRATION_ENVIRONMENT = {
  /** `on` or `observeOnly`: the setting of a new stage. */
  initialWrites: 'SIGNPOST_INITIAL_APPLE_WRITES',
} as const;
