import { localNetwork } from '../../lib/adapters/http/network';
import type { NetworkAccess } from '../../lib/adapters/observe/network-access';
import { networkAccessOf } from '../../lib/adapters/observe/open-network-access';
import { splitTarget } from '../../lib/local/http-message';
import { clusterHost } from '../../lib/local/simulation/cluster';
import { type Host, plain } from '../../lib/local/simulation/host';
import { startSites } from './sites';

/** Customers' domains and their MDM, to be observed over TLS, on this machine. */
export interface SmallStage {
  readonly access: NetworkAccess;
  /** What domains answer; one that is not here knows no page. */
  readonly answers: Map<string, Host>;
  close(): Promise<void>;
}

const MDM = 'na1.mdm.example';

/** Leads devices to the MDM, as it should be. */
export const leadsToMdm: Host = ({ target }) =>
  plain(302, '', [['Location', `https://${MDM}/discovery?${splitTarget(target).query}`]]);

export async function startSmallStage(domains: readonly string[]): Promise<SmallStage> {
  const answers = new Map<string, Host>();
  const siteOf =
    (domain: string): Host =>
    (request) =>
      answers.get(domain)?.(request) ?? plain(404, 'No such page.');
  const { port, ca, hosts, close } = await startSites({
    [MDM]: clusterHost({ host: MDM, discovery: new Set(['/discovery']), enrollment: new Set() }),
    ...Object.fromEntries(domains.map((domain) => [domain, siteOf(domain)])),
  });
  const network = localNetwork({ httpsPort: port, httpPort: port, hosts, ca });
  return { access: networkAccessOf({ network, allowInternal: true, timeoutMs: 10_000 }), answers, close };
}
