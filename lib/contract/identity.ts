import type { Config } from '../core/tenants/fleet';
import { discoveryDomainOf } from './backend';

/** The OpenID provider of the local cloud. */
export const LOCAL_ISSUER = 'https://id.signpost.example';

/** The machine client of the command line in the local cloud. Its secret protects nothing beyond this machine. */
export const LOCAL_MACHINE_CLIENT = { id: 'signpost-cli', secret: 'local-cloud-only' } as const;

/** The client by which people sign in to the local cloud: any program of this machine that can receive a code. */
export const LOCAL_CONSOLE_CLIENT = {
  id: 'signpost-console',
  redirectUris: ['http://127.0.0.1/callback', 'http://localhost/callback', 'http://localhost/signed-in'],
  signedOutUris: ['http://localhost/'],
} as const;

/** The issuer that signs people and machines in; the local provider where the configuration names none. */
export function issuerOf(config: Config): string {
  return config.openIdIssuer ?? LOCAL_ISSUER;
}

/** What access tokens name as their audience: the API's own URL, unless the provider knows it by another name. */
export function audienceOf(config: Config): string {
  return config.openIdAudience ?? `https://${discoveryDomainOf(config)}/v1`;
}
