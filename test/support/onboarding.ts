import { removeLocalState, writeLocalState } from '../../lib/adapters/files/local-state';
import { type PublicRecord, publicDnsOf, startNameServer } from '../../lib/local/name-server';
import type { ControlPlane, ControlPlaneOptions } from '../../lib/local/simulation/aws/control-plane';
import { withAws } from './aws';

/** A name server and AWS, as commands see them with `--target local`. */
export interface OnboardingEnvironment {
  readonly aws: ControlPlane;
  /** `records` may be changed, as a customer does in a DNS console. */
  readonly dns: { readonly port: number; readonly records: PublicRecord[] };
}

/** Runs with both around a project; every https host leads to one port. */
export async function withOnboarding<T>(
  project: string,
  settings: {
    readonly records?: readonly PublicRecord[];
    readonly aws?: ControlPlaneOptions;
    readonly httpsPort?: number;
    readonly hosts?: readonly string[];
    readonly ca?: string;
  },
  run: (environment: OnboardingEnvironment) => Promise<T>,
): Promise<T> {
  const records = [...(settings.records ?? [])];
  const server = await startNameServer(() => records);
  const dns = { port: server.port, records };
  const { httpsPort = 1, hosts = [], ca = '' } = settings;
  writeLocalState(project, { httpsPort, httpPort: httpsPort, hosts, ca, dnsPort: dns.port });
  try {
    return await withAws({ dns: publicDnsOf(() => records), ...settings.aws }, (aws) => run({ aws, dns }));
  } finally {
    removeLocalState(project);
    await server.close();
  }
}
