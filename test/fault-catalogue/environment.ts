import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';

/** What a name has in DNS. `status` stands for what a resolver says instead of records. */
export interface NameEntry {
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  readonly CNAME?: string;
  readonly NS?: readonly string[];
  readonly CAA?: readonly { readonly tag: 'issue' | 'issuewild' | 'iodef'; readonly value: string }[];
  readonly HTTPS?: readonly {
    readonly priority: number;
    readonly target: string;
    readonly port?: number;
    readonly ipv4Hint?: string;
  }[];
  readonly status?: 'SERVFAIL' | 'bogus' | 'silent';
  /** Replies do not fit into a datagram. */
  readonly large?: true;
}

/** How a server's certificate is made, at run time. */
export interface CertificateSpec {
  /** DNS names; the host itself when left out. */
  readonly names?: readonly string[];
  readonly issuer?: 'intermediate' | 'itself' | 'private';
  readonly organisation?: string;
  /** Days from now. */
  readonly begins?: number;
  readonly ends?: number;
  readonly key?: 'ec' | 'rsa-2048' | 'rsa-1024';
  readonly hash?: 'SHA-256' | 'SHA-1';
  readonly sends?: 'chain' | 'alone';
  /** Where the certificate says that its issuer is; nowhere when left out. */
  readonly issuerUrl?: string;
}

export type QueryHandling = 'keep' | 'drop' | 'identifier-only' | 'family-only' | 'plus-to-space' | 'encode-twice';

/** What a server does with one request. */
export type Reply =
  | {
      readonly kind: 'respond';
      readonly status: number;
      readonly headers?: Headers;
      readonly body?: string;
      readonly base64?: string;
    }
  | {
      readonly kind: 'redirect';
      readonly to: string;
      readonly query?: QueryHandling;
      readonly status?: number;
      readonly headers?: Headers;
    }
  | { readonly kind: 'hop'; readonly to: string; readonly status?: number }
  | { readonly kind: 'by-family'; readonly families: Readonly<Record<string, Reply>>; readonly otherwise: Reply }
  /** As an MDM: only a request that names a user gets an answer. */
  | { readonly kind: 'mdm'; readonly reply: Reply }
  /** As a cache keyed on the path alone. */
  | { readonly kind: 'shared-cache'; readonly reply: Reply }
  | { readonly kind: 'bytes'; readonly text: string }
  | { readonly kind: 'hang' | 'drip' | 'reset' }
  | { readonly kind: 'endless'; readonly type: string }
  | { readonly kind: 'bomb'; readonly encoding: 'gzip' | 'br' };

type Headers = Readonly<Record<string, string>>;

/** A virtual host. Paths are exact; everything else gets `otherwise`. */
export interface Site {
  readonly certificate?: CertificateSpec;
  readonly paths: Readonly<Record<string, Reply>>;
  readonly otherwise: Reply;
}

/** One set-up of a domain, as data: what DNS says, and what the servers behind it do. */
export interface Environment {
  readonly zone: Readonly<Record<string, NameEntry>>;
  readonly sites: Readonly<Record<string, Site>>;
}

/** The names of one environment. Every slot has its own, so that many environments run side by side. */
export interface Names {
  readonly domain: string;
  readonly mdm: string;
  readonly other: string;
}

export function namesOf(slot: string): Names {
  return { domain: `acme.${slot}.example`, mdm: `mdm.${slot}-vendor.example`, other: `other.${slot}-hosting.example` };
}

/**
 * The address decides what listens there; the name decides which site answers. Public addresses, which the
 * doctor may ask; every connection is led to this machine.
 */
export const ADDRESS = {
  usual: '93.184.216.1',
  tls13: '93.184.216.2',
  tls12: '93.184.216.3',
  outdated: '93.184.216.4',
  noMasterSecret: '93.184.216.5',
  oldCipher: '93.184.216.6',
  clientCertificate: '93.184.216.7',
  clientCertificate13: '93.184.216.8',
  plainOn443: '93.184.216.9',
  talksFirst: '93.184.216.10',
  silent: '93.184.216.11',
  refused: '93.184.216.12',
  httpOnly: '93.184.216.13',
  alert: '93.184.216.14',
  second: '93.184.216.20',
  usualV6: '2606:2800:220:1::1',
  refusedV6: '2606:2800:220:1::c',
  secondV6: '2606:2800:220:1::14',
} as const;

export const NOT_FOUND: Reply = {
  kind: 'respond',
  status: 404,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><p>Not here',
};

export const JSON_TYPE = { 'content-type': 'application/json' } as const;

export function documentFor(mdm: string, version: 'mdm-byod' | 'mdm-adde' = 'mdm-byod'): string {
  return JSON.stringify({ Servers: [{ Version: version, BaseURL: `https://${mdm}/enroll` }] });
}

export function json(body: string, headers: Headers = {}): Reply {
  return { kind: 'respond', status: 200, headers: { ...JSON_TYPE, ...headers }, body };
}

export function page(
  status: number,
  body = '<!doctype html><title>Welcome</title><p>Welcome',
  headers: Headers = {},
): Reply {
  return { kind: 'respond', status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}

/** The answer of an enrollment endpoint to a request without a signature. */
export const CHALLENGE: Reply = {
  kind: 'respond',
  status: 401,
  headers: { 'www-authenticate': 'Bearer method="apple-as-web", url="https://login.vendor.example/"' },
};

/** The domain redirects to its MDM, which answers requests that name a user. */
export function healthyEnvironment({ domain, mdm }: Names): Environment {
  return {
    zone: {
      [domain]: { A: [ADDRESS.usual], NS: [`ns1.${domain}`] },
      [mdm]: { A: [ADDRESS.usual] },
    },
    sites: {
      [domain]: {
        paths: { [WELL_KNOWN_PATH]: { kind: 'redirect', to: `https://${mdm}${WELL_KNOWN_PATH}` } },
        otherwise: NOT_FOUND,
      },
      [mdm]: {
        paths: { [WELL_KNOWN_PATH]: { kind: 'mdm', reply: json(documentFor(mdm)) }, '/enroll': CHALLENGE },
        otherwise: NOT_FOUND,
      },
    },
  };
}

/** The environment with other records for a name. */
export function withName(environment: Environment, name: string, entry: NameEntry | undefined): Environment {
  const { [name]: _before, ...others } = environment.zone;
  return { ...environment, zone: entry ? { ...others, [name]: entry } : others };
}

/** The environment with some of a name's records changed. */
export function withRecords(environment: Environment, name: string, change: NameEntry): Environment {
  return withName(environment, name, { ...environment.zone[name], ...change });
}

export function withSite(environment: Environment, host: string, change: Partial<Site>): Environment {
  const site: Site = environment.sites[host] ?? { paths: {}, otherwise: NOT_FOUND };
  return { ...environment, sites: { ...environment.sites, [host]: { ...site, ...change } } };
}

/** The environment with another answer to one path, the well-known one when left out. */
export function withReply(
  environment: Environment,
  host: string,
  reply: Reply,
  path: string = WELL_KNOWN_PATH,
): Environment {
  return withSite(environment, host, { paths: { ...environment.sites[host]?.paths, [path]: reply } });
}

export function withoutPath(environment: Environment, host: string, path: string = WELL_KNOWN_PATH): Environment {
  const { [path]: _gone, ...paths } = environment.sites[host]?.paths ?? {};
  return withSite(environment, host, { paths });
}

export function withCertificate(environment: Environment, host: string, certificate: CertificateSpec): Environment {
  return withSite(environment, host, { certificate: { ...environment.sites[host]?.certificate, ...certificate } });
}
