import { SCOPES } from '../core/tenants/principal';

/** The stack of the web console. */
export function consoleStackName(stage: string): string {
  return `Signpost-${stage}-Console`;
}

/** Where the OpenID provider sends people after signing in, and after signing out. */
export const SIGNED_IN_PATH = '/signed-in';
export const SIGNED_OUT_PATH = '/';

/** The file that the console reads first, so that one build serves every stage. */
export const CONFIGURATION_PATH = '/configuration.json';

/** The API as the console calls it: on the console's own host, so that no request crosses origins. */
export const CONSOLE_API_PATH = '/v1';

/** Paths that are files, as a regular expression: what is in `assets`, or has a dot at the top. All others are pages. */
export const CONSOLE_FILE_PATTERN = '^/(assets/.*|[^/]*\\.[^/]*)$';

export function isConsolePage(path: string): boolean {
  return !new RegExp(CONSOLE_FILE_PATTERN).test(path);
}

/** The console in the local cloud: a browser resolves `localhost` without DNS, and trusts it without a certificate. */
export const LOCAL_CONSOLE_HOST = 'localhost';

/** The OpenID provider as a browser finds it there. */
export const LOCAL_PROVIDER_PATH = '/openid';

/** The content of the configuration file. Nothing in it is secret. */
export interface ConsoleConfiguration {
  readonly stage: string;
  /** Where the provider's metadata is. */
  readonly metadataUrl: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  /** What access tokens are asked for (RFC 8707); for providers that know the API by a URL. */
  readonly resource?: string;
}

interface Wanted {
  readonly stage: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly audience: string;
  /** By the issuer's own rule when left out. */
  readonly metadataUrl?: string;
}

export function consoleConfiguration({ stage, issuer, clientId, audience, metadataUrl }: Wanted): ConsoleConfiguration {
  return {
    stage,
    issuer,
    metadataUrl: metadataUrl ?? `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId,
    scope: ['openid', 'profile', SCOPES.read, SCOPES.write].join(' '),
    ...(URL.canParse(audience) ? { resource: audience } : {}),
  };
}

/**
 * Headers of every file of the console. Scripts and styles come from its own host alone, none of them inline; besides it
 * only the OpenID provider is asked, by its `origins`.
 */
export function consoleSecurityHeaders(providerOrigins: readonly string[]) {
  const connect = ["'self'", ...new Set(providerOrigins)].join(' ');
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      // Cloudscape's style sheet carries its fonts.
      'font-src data:',
      `connect-src ${connect}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  } as const;
}
