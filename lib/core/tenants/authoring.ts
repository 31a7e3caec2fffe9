import type { Answer, Enrollment } from '../discovery/policy';
import type { Website } from '../website';
import type {
  ClustersDeclaration,
  ConfigDeclaration,
  ElsewhereDns,
  ExternalDns,
  Route53Dns,
  TenantDeclaration,
  TokenDeclaration,
} from './declaration';

/** Declares a customer organisation; the default export of `tenants/<id>.ts`. */
export function tenant(declaration: TenantDeclaration): TenantDeclaration {
  return declaration;
}

/** Declares the registry of clusters by name; the default export of `clusters.ts`. */
export function clusters(declaration: ClustersDeclaration): ClustersDeclaration {
  return declaration;
}

/** Declares one installation of Signpost; the default export of `signpost.config.ts`. */
export function config(declaration: ConfigDeclaration): ConfigDeclaration {
  return declaration;
}

/** The domain's public zone is in Route 53, in this account. */
export function route53(zoneId: string): Route53Dns {
  return { kind: 'route53', zoneId };
}

/** The customer manages the domain's DNS; the certificate (us-east-1) was requested beforehand. */
export function external(options: { certificateArn: string }): ExternalDns {
  return { kind: 'external', certificateArn: options.certificateArn };
}

/** The customer's own web server answers; Signpost makes no front. */
export function elsewhere(): ElsewhereDns {
  return { kind: 'elsewhere' };
}

/** The rest of the domain's traffic: 404. */
export function none(): Website {
  return { kind: 'none' };
}

/** The rest of the domain's traffic: a redirect that keeps path and query. */
export function redirectTo(url: string): Website {
  return { kind: 'redirect', to: url };
}

/** The rest of the domain's traffic: the customer's own origin, a host name that is not the domain itself. */
export function passThrough(origin: string): Website {
  return { kind: 'passThrough', origin };
}

/** Redirects devices to the cluster: to its own well-known URL, or to `path` on it. */
export function redirect(cluster: string, options: { path?: string } = {}): Answer {
  return { kind: 'redirect', cluster, ...options };
}

/** Answers with the discovery document itself: devices enroll at `path` on the cluster. */
export function serve(cluster: string, options: { path: string; enrollment: Enrollment }): Answer {
  return { kind: 'serve', cluster, ...options };
}

/** Refuses with Apple's 403. The device may show `message` to the person, and goes on to Apple's fallback. */
export function refuse(message: string, options: { description?: string } = {}): Answer {
  return { kind: 'refuse', message, ...options };
}

/** A true 404: the device falls back to Apple. */
export function absent(): Answer {
  return { kind: 'absent' };
}

/** The server token that the MDM itself uses, read from its secret and never written. */
export function shared(secretArn: string): TokenDeclaration {
  return { kind: 'shared', secretArn };
}

/** A server token that Signpost alone uses. Downloading it from Apple stops any MDM that uses the same entry. */
export function owned(): TokenDeclaration {
  return { kind: 'owned' };
}

// Every declaration calls the same functions: none may change them for another.
for (const each of [tenant, clusters, config, route53, external, elsewhere, none, redirectTo, passThrough])
  Object.freeze(each);
for (const each of [redirect, serve, refuse, absent, shared, owned]) Object.freeze(each);
