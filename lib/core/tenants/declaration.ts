import type { Policy } from '../discovery/policy';
import type { Website } from '../website';

/** The domain's zone is in Route 53, in this account: Signpost makes certificate and records. */
export interface Route53Dns {
  readonly kind: 'route53';
  readonly zoneId: string;
}

/** The customer manages the domain's DNS and adds the records; the certificate was requested beforehand. */
export interface ExternalDns {
  readonly kind: 'external';
  readonly certificateArn: string;
}

/** The customer's own web server answers: no front, but checked and shown. */
export interface ElsewhereDns {
  readonly kind: 'elsewhere';
}

/**
 * A policy as written: `salt` separates one staged migration from another. When left out, it is the tenant's id, and in an
 * override the declared policy's.
 */
export interface PolicyDeclaration extends Policy {
  readonly salt?: string;
}

/**
 * One e-mail domain as written. A domain without `discovery` has its tenant's. `decide` says where devices are answered:
 * at the edge (default), or at the backend, whose answers can be overridden without a deployment.
 */
export type DomainDeclaration =
  | {
      readonly dns: Route53Dns | ExternalDns;
      readonly website: Website;
      readonly discovery?: PolicyDeclaration;
      readonly decide?: 'edge' | 'backend';
    }
  | { readonly dns: ElsewhereDns; readonly discovery?: PolicyDeclaration };

/** Where a server's token comes from: the MDM's own secret, read only, or a token that Signpost alone uses. */
export type TokenDeclaration = { readonly kind: 'shared'; readonly secretArn: string } | { readonly kind: 'owned' };

/** An entry of Apple Business or School Manager. */
export interface ServerDeclaration {
  readonly token: TokenDeclaration;
  /** What to do when another party sets the ADDE URL: `report` it (default), or `restore` the desired one. */
  readonly onOverwrite?: 'report' | 'restore';
  /** What devices that come by Apple's fallback are answered; the tenant's discovery when left out. */
  readonly fallback?: PolicyDeclaration;
}

/** A customer organisation as written in `tenants/<id>.ts`. */
export interface TenantDeclaration {
  readonly name: string;
  /** Which version of the edge function serves it; `stable` when left out. */
  readonly channel?: Channel;
  readonly discovery: PolicyDeclaration;
  readonly domains: Readonly<Record<string, DomainDeclaration>>;
  readonly servers?: Readonly<Record<string, ServerDeclaration>>;
}

export const CHANNELS = ['canary', 'stable'] as const;
export type Channel = (typeof CHANNELS)[number];

/** An MDM server in the registry of clusters. */
interface ClusterDeclaration {
  /** https; a URL without a path gets the well-known path. */
  readonly url: string;
  readonly description?: string;
}

export type ClustersDeclaration = Readonly<Record<string, ClusterDeclaration>>;

/** The stage that runs on this machine; others are deployed. */
export const LOCAL_STAGE = 'local';

/** The web console of a stage. */
export interface ConsoleDeclaration {
  /** Its own host. */
  readonly domain: string;
  /** Where that host's certificate and records come from. */
  readonly dns: Route53Dns | ExternalDns;
  /** The console as a public client of the OpenID provider: authorization code with PKCE. */
  readonly clientId: string;
  /** Where the provider answers browsers, such as its token endpoint, if not at the issuer's own host. */
  readonly providerOrigins?: readonly string[];
}

/** `signpost.config.ts`: one installation of Signpost. */
export interface ConfigDeclaration {
  readonly stage: string;
  /** The AWS account, 12 digits; required outside the stage `local`, so that no other account is deployed to. */
  readonly account?: string;
  /** The stable public host of the backend; required outside the stage `local`. */
  readonly discoveryDomain?: string;
  /** Where that host's certificate and records come from; required outside the stage `local`. */
  readonly discoveryDns?: Route53Dns | ExternalDns;
  /** The OpenID provider that people and machines sign in with; required outside the stage `local`. */
  readonly openIdIssuer?: string;
  /** What access tokens for the API name as their audience; `https://<discoveryDomain>/v1` when left out. */
  readonly openIdAudience?: string;
  /** The web console; none is deployed when left out. `npm start` has one in any case. */
  readonly console?: ConsoleDeclaration;
  /** An SNS topic in us-east-1 for all notifications; the Edge stack makes one when left out. */
  readonly alarmTopicArn?: string;
  /** The version number of the edge function that the channel `stable` means; the newest when left out. */
  readonly edge?: { readonly stable?: number };
  readonly tags?: Readonly<Record<string, string>>;
}
