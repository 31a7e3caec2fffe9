/** Where a connection to a host really goes. */
export interface NetworkRoute {
  readonly host: string;
  readonly port: number;
}

/** The internet, or the local cloud, which has every host on one loopback port. */
export interface Network {
  readonly name: string;
  /** Nothing where the host is known not to exist. */
  route(host: string, port: number): NetworkRoute | undefined;
  /** PEM of the certificate authority to trust instead of the public ones. */
  readonly ca?: string;
  /** The network's own name server; the machine's resolvers on the internet, none for a local cloud without one. */
  readonly dnsServer?: NetworkRoute;
}

/** Every host where DNS says it is. */
export const internet: Network = { name: 'internet', route: (host, port) => ({ host, port }) };

/** What must be known of a running local cloud to reach it. */
export interface LocalEndpoints {
  readonly httpsPort: number;
  readonly httpPort: number;
  /** Every name that the local cloud resolves. */
  readonly hosts: readonly string[];
  /** PEM of the local certificate authority. */
  readonly ca: string;
  /** UDP port of a name server, where the local cloud has one. */
  readonly dnsPort?: number;
  /** Where the local cloud answers for AWS. */
  readonly awsUrl?: string;
}

/** Every https host on one loopback port, every http host on another; certificates by the local authority. */
export function localNetwork({ httpsPort, httpPort, hosts, ca, dnsPort }: LocalEndpoints): Network {
  const known = new Set(hosts);
  return {
    name: 'local',
    ca,
    ...(dnsPort === undefined ? {} : { dnsServer: { host: '127.0.0.1', port: dnsPort } }),
    route: (host, port) =>
      known.has(host) ? { host: '127.0.0.1', port: port === 80 ? httpPort : httpsPort } : undefined,
  };
}
