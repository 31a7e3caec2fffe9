import { parseQuery } from '../../core/discovery/query';
import { splitTarget } from '../http-message';
import { type Host, json, plain } from './host';

/** What an MDM cluster answers on its host. */
export interface ClusterPaths {
  readonly host: string;
  /** Paths that answer the discovery document. */
  readonly discovery: ReadonlySet<string>;
  /** Paths where devices enroll, besides the cluster's own. */
  readonly enrollment: ReadonlySet<string>;
}

const OWN_ENROLLMENT = { byod: '/enroll/byod', adde: '/enroll/adde' } as const;

/**
 * An MDM cluster: a Mac is taken for company-owned (`mdm-adde`), everything else for user-owned (`mdm-byod`), so that both
 * enrollments are met. A request without an identifier gets 400, as from an MDM that looks up the user.
 */
export function clusterHost({ host, discovery, enrollment }: ClusterPaths): Host {
  const enrollments = new Set<string>([...enrollment, OWN_ENROLLMENT.byod, OWN_ENROLLMENT.adde]);
  return ({ method, target }) => {
    const { path, query } = splitTarget(target);
    if (discovery.has(path)) return discover(host, method, query);
    if (enrollments.has(path)) return challenge(host, method);
    return plain(404, 'This MDM has nothing here.');
  };
}

function discover(host: string, method: string, rawQuery: string) {
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'Ask with GET.', [['Allow', 'GET, HEAD']]);
  const { identifier, family } = parseQuery(rawQuery);
  if (identifier === undefined) return plain(400, 'Who is asking? The parameter user-identifier is missing.');
  const enrollment = family === 'Mac' ? 'adde' : 'byod';
  const entry = { Version: `mdm-${enrollment}`, BaseURL: `https://${host}${OWN_ENROLLMENT[enrollment]}` };
  return json(200, { Servers: [entry] });
}

/** The device's first POST is answered with where to sign in. [documented] */
function challenge(host: string, method: string) {
  if (method !== 'POST') return plain(405, 'Devices enroll with POST.', [['Allow', 'POST']]);
  const header = `Bearer method="apple-as-web", url="https://${host}/sign-in"`;
  return plain(401, 'Sign in first.', [['WWW-Authenticate', header]]);
}
