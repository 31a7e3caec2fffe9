import type { RecordedExchange } from '../../core/doctor/facts';
import { probe } from '../http/probe';
import type { HostProber } from '../observe/hosts';
import type { NetworkAccess } from '../observe/network-access';

const USER_AGENT = 'signpost';

/** Asks a host for one path and follows nothing; without `verify` also where its certificate is not trusted. */
export async function askHost(
  { ca, timeoutMs }: NetworkAccess,
  prober: HostProber,
  { host, path, verify }: { readonly host: string; readonly path: string; readonly verify: boolean },
): Promise<RecordedExchange> {
  const url = `https://${host}${path}`;
  const destination = await prober.destination(host);
  if (destination.kind === 'none') {
    const { reason, detail } = destination;
    return { url, milliseconds: 0, outcome: { kind: 'failure', reason, detail } };
  }
  const headers = { 'user-agent': USER_AGENT, accept: '*/*' };
  return probe({ url, method: 'GET', headers, route: destination.route, ca, verify, timeoutMs });
}
