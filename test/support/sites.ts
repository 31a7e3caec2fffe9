import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostOf, type OutgoingResponse } from '../../lib/local/http-message';
import { listenSecurely } from '../../lib/local/listener';
import { type Host, plain } from '../../lib/local/simulation/host';
import { openAuthority } from '../../lib/local/tls/authority';
import { createCertificates } from '../../lib/local/tls/certificates';

/** Web servers by host name behind one https port, with certificates of an authority made for them. */
export interface Sites {
  readonly port: number;
  readonly ca: string;
  readonly hosts: readonly string[];
  close(): Promise<void>;
}

export async function startSites(sites: Readonly<Record<string, Host>>): Promise<Sites> {
  const opened = await openAuthority(mkdtempSync(join(tmpdir(), 'signpost-sites-')));
  if (!opened.ok) throw new Error(opened.problem.message);
  const certificates = createCertificates(opened.value);
  const hosts = Object.keys(sites);
  const answer = async (host: string, request: Parameters<Host>[0]): Promise<OutgoingResponse> =>
    sites[host]?.(request) ?? plain(404, 'No such host.');
  const listening = await listenSecurely(
    0,
    (request) => answer(hostOf(request.fields), { ...request, host: hostOf(request.fields) }),
    {
      unnamed: await certificates.pair(['unnamed.example']),
      contextFor: (name) => certificates.context([name]),
      accepts: () => true,
    },
  );
  if (!listening.ok) throw new Error(listening.problem.message);
  return { port: listening.value.port, ca: opened.value.certificate, hosts, close: () => listening.value.close() };
}
