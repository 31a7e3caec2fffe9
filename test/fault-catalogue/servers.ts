import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createNetServer, type Server } from 'node:net';
import type { SecureContext } from 'node:tls';
import { ADDRESS } from './environment';

/** Who answers: the site of this host, as the first or as the second server of it. */
export interface Visitor {
  readonly host: string;
  readonly second: boolean;
}

export interface Hosting {
  readonly contextFor: (visitor: Visitor) => Promise<SecureContext>;
  readonly serve: (visitor: Visitor, request: IncomingMessage, response: ServerResponse) => void;
}

/** SSL_OP_NO_EXTENDED_MASTER_SECRET (RFC 7627 switched off), which Node does not name. */
const NO_EXTENDED_MASTER_SECRET = 1;

const TLS_KINDS: Readonly<Record<string, ServerOptions>> = {
  [ADDRESS.usual]: {},
  [ADDRESS.usualV6]: {},
  [ADDRESS.tls13]: { minVersion: 'TLSv1.3' },
  [ADDRESS.tls12]: { maxVersion: 'TLSv1.2' },
  [ADDRESS.outdated]: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
  [ADDRESS.noMasterSecret]: { maxVersion: 'TLSv1.2', secureOptions: NO_EXTENDED_MASTER_SECRET },
  [ADDRESS.oldCipher]: { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:@SECLEVEL=0' },
  [ADDRESS.clientCertificate]: { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' },
  [ADDRESS.clientCertificate13]: { requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' },
  [ADDRESS.second]: {},
  [ADDRESS.secondV6]: {},
};
const SECOND: readonly string[] = [ADDRESS.second, ADDRESS.secondV6];

/** One listener per kind of server, on loopback ports of their own. */
export class CatalogueServers {
  private constructor(
    private readonly ports: ReadonlyMap<string, number>,
    private readonly servers: readonly Server[],
  ) {}

  static async start(hosting: Hosting): Promise<CatalogueServers> {
    const ports = new Map<string, number>();
    const servers: Server[] = [];
    const open = async (places: readonly string[], server: Server) => {
      const port = await listen(server);
      servers.push(server);
      for (const place of places) ports.set(place, port);
    };
    for (const [address, options] of Object.entries(TLS_KINDS)) {
      await open([`${address}:443`], tlsServer(options, SECOND.includes(address), hosting));
    }
    const plain = listenerOf(hosting, false);
    await open([`${ADDRESS.plainOn443}:443`, `${ADDRESS.httpOnly}:80`, `${ADDRESS.usual}:80`], createHttpServer(plain));
    await open(
      [`${ADDRESS.alert}:443`],
      createHttpsServer({ SNICallback: (_name, done) => done(new Error('no such host')) }),
    );
    await open(
      [`${ADDRESS.talksFirst}:443`],
      createNetServer((socket) => socket.on('error', ignore).resume().write('SSH-2.0-OpenSSH_9.6\r\n')),
    );
    await open(
      [`${ADDRESS.silent}:443`],
      createNetServer((socket) => socket.on('error', ignore).resume()),
    );
    // A port that was free a moment ago, and on which no server listens.
    const closed = createNetServer();
    const free = await listen(closed);
    await new Promise((resolve) => closed.close(resolve));
    for (const address of [ADDRESS.refused, ADDRESS.refusedV6, ADDRESS.httpOnly]) ports.set(`${address}:443`, free);
    return new CatalogueServers(ports, servers);
  }

  /** The loopback port behind a simulated address. */
  portOf(address: string, port: number): number | undefined {
    return this.ports.get(`${address}:${port}`);
  }

  /** Every simulated address and port with its loopback port. */
  places(): ReadonlyMap<string, number> {
    return this.ports;
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.servers.map((server) => {
        if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function')
          server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }),
    );
  }
}

function tlsServer(options: ServerOptions, second: boolean, hosting: Hosting): Server {
  const server = createHttpsServer(
    {
      // Weak certificates are shown as well.
      ciphers: 'DEFAULT@SECLEVEL=0',
      ...options,
      SNICallback: (host, done) => {
        hosting.contextFor({ host, second }).then(
          (context) => done(null, context),
          (error) => done(error),
        );
      },
    },
    listenerOf(hosting, second),
  );
  return server.on('tlsClientError', ignore).on('clientError', ignore);
}

function listenerOf({ serve }: Hosting, second: boolean): RequestListener {
  return (request, response) => {
    const { socket } = request;
    const named = 'servername' in socket && typeof socket.servername === 'string' ? socket.servername : undefined;
    serve({ host: named ?? (request.headers.host ?? '').split(':')[0] ?? '', second }, request, response);
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

function ignore(): void {}
