import type { ServerKey } from '../core/registration/registration';
import type { BackendFunction } from './backend';

/** Everything that Signpost keeps in Secrets Manager begins so; permissions are given by it. */
export function ownedSecretPrefix(stage: string): string {
  return `signpost/${stage}/`;
}

/** Name of the secret that holds an owned server token, and the key pair that waits for the next one. */
export function ownedSecretName(stage: string, { tenant, server }: ServerKey): string {
  return `${ownedSecretPrefix(stage)}tenants/${tenant}/servers/${server}/token`;
}

/** The functions that deal with registrations: on a person's word, and by schedule. */
export const REGISTRATION_FUNCTIONS: readonly BackendFunction[] = ['api', 'reconcile'];

/** Names of the environment variables of the functions that deal with registrations, besides those of the backend. */
export const REGISTRATION_ENVIRONMENT = {
  /** `on` or `observeOnly`: what a new stage begins with. */
  initialWrites: 'SIGNPOST_INITIAL_APPLE_WRITES',
} as const;
