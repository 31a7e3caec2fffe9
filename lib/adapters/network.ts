/** Where a connection to a host really goes. */
export interface Route {
  readonly host: string;
  readonly port: number;
}

/** The way out: the internet, or the local cloud, which is every host on one loopback port. */
export interface Network {
  readonly name: string;
  route(host: string, port: number): Route;
  /** PEM of the certificate authority to trust instead of the public ones. */
  readonly ca?: string;
}

/** Every host where DNS says it is. */
export const internet: Network = { name: 'the internet', route: (host, port) => ({ host, port }) };

/** Every https host on one loopback port, every http host on another; certificates by the local authority. */
export function localNetwork(cloud: { httpsPort: number; httpPort: number; ca: string }): Network {
  return {
    name: 'local',
    ca: cloud.ca,
    route: (_host, port) => ({ host: '127.0.0.1', port: port === 80 ? cloud.httpPort : cloud.httpsPort }),
  };
}
