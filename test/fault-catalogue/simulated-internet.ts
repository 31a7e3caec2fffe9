import type { IncomingMessage, ServerResponse } from 'node:http';
import { createResolver } from '../../lib/adapters/dns/resolver';
import type { NetworkAccess } from '../../lib/adapters/observe/network-access';
import { Authorities } from './authorities';
import { CatalogueDns } from './dns-server';
import { type CertificateSpec, type Environment, type NameEntry, NOT_FOUND, type Site } from './environment';
import { act } from './replies';
import { CatalogueServers, type Visitor } from './servers';

/** Where the missing intermediate certificate can be fetched. */
const ISSUER_HOST = 'issuer.catalogue-trust.example';
export const ISSUER_URL = `http://${ISSUER_HOST}/intermediate.der`;

/** The second server of a host is a site of its own, where there is one. */
export function secondOf(host: string): string {
  return `second server of ${host}`;
}

/** The internet on loopback: DNS and servers that know only the environments put into it. Visitors get bytes over sockets. */
export class SimulatedInternet {
  readonly #names = new Map<string, NameEntry>();
  readonly #sites = new Map<string, Site>();
  readonly #firstAnswers = new Map<string, Map<string, string>>();

  private constructor(private readonly authorities: Authorities) {}

  #dns: CatalogueDns | undefined;
  #servers: CatalogueServers | undefined;

  static async open(): Promise<SimulatedInternet> {
    const simulated = new SimulatedInternet(await Authorities.create());
    simulated.#dns = await CatalogueDns.start((name) => simulated.#names.get(name));
    simulated.#servers = await CatalogueServers.start({
      contextFor: (visitor) => simulated.authorities.contextFor(visitor.host, simulated.#certificateOf(visitor)),
      serve: (visitor, request, response) => simulated.#serve(visitor, request, response),
    });
    simulated.admit(issuerEnvironment(simulated.authorities.intermediateDer));
    return simulated;
  }

  /** Adds an environment's names and sites, in place of those with the same names. */
  admit({ zone, sites }: Environment): void {
    for (const [name, entry] of Object.entries(zone)) this.#names.set(name, entry);
    for (const [host, site] of Object.entries(sites)) this.#sites.set(host, site);
  }

  release({ zone, sites }: Environment): void {
    for (const name of Object.keys(zone)) this.#names.delete(name);
    for (const host of Object.keys(sites)) {
      this.#sites.delete(host);
      this.#firstAnswers.delete(host);
    }
  }

  /** What a visitor needs: a resolver, a root to trust, and the real ports of the simulated addresses. */
  access(settings: { readonly timeoutMs: number; readonly allowInternal?: boolean }): NetworkAccess {
    const dnsPort = this.#dns?.port ?? 0;
    return {
      networkKind: 'internet',
      resolver: createResolver([{ host: '127.0.0.1', port: dnsPort }], settings.timeoutMs),
      route: (address, port) => {
        const real = this.#servers?.portOf(address, port);
        return real === undefined ? undefined : { host: '127.0.0.1', port: real };
      },
      ca: this.authorities.rootPem,
      allowInternal: settings.allowInternal ?? false,
      timeoutMs: settings.timeoutMs,
      maxConnections: 2,
      now: () => new Date(),
    };
  }

  /** The same, as plain data for another process. */
  describe(): { readonly resolver: string; readonly ca: string; readonly connect: Readonly<Record<string, string>> } {
    const places = [...(this.#servers?.places() ?? [])].map(([place, port]) => [place, `127.0.0.1:${port}`] as const);
    return {
      resolver: `127.0.0.1:${this.#dns?.port ?? 0}`,
      ca: this.authorities.rootPem,
      connect: Object.fromEntries(places),
    };
  }

  async close(): Promise<void> {
    await this.#servers?.stop();
    await this.#dns?.stop();
  }

  #siteOf({ host, second }: Visitor): Site | undefined {
    return (second ? this.#sites.get(secondOf(host)) : undefined) ?? this.#sites.get(host);
  }

  #certificateOf(visitor: Visitor): CertificateSpec | undefined {
    return this.#siteOf(visitor)?.certificate;
  }

  #serve(visitor: Visitor, request: IncomingMessage, response: ServerResponse): void {
    const site = this.#siteOf(visitor);
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const first = this.#firstAnswers.get(visitor.host) ?? new Map<string, string>();
    this.#firstAnswers.set(visitor.host, first);
    act(site?.paths[path] ?? site?.otherwise ?? NOT_FOUND, request, response, first);
  }
}

function issuerEnvironment(der: Buffer): Environment {
  const body = {
    kind: 'respond',
    status: 200,
    headers: { 'content-type': 'application/pkix-cert' },
    base64: der.toString('base64'),
  } as const;
  return {
    zone: { [ISSUER_HOST]: { A: ['93.184.216.1'] } },
    sites: { [ISSUER_HOST]: { paths: { '/intermediate.der': body }, otherwise: NOT_FOUND } },
  };
}
