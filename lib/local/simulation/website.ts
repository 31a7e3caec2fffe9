import { decide } from '../../core/discovery/decide';
import type { ResolvedPolicy } from '../../core/discovery/policy';
import { parseQuery } from '../../core/discovery/query';
import { render } from '../../core/discovery/render';
import { WELL_KNOWN_PATH } from '../../core/discovery/well-known';
import { hostOf, splitTarget } from '../http-message';
import { type Host, plain } from './host';

/** A customer's website: shows the request, and knows nothing of device enrollment. */
export function webServer(name: string): Host {
  return ({ method, target, fields, secure }) => {
    const { path } = splitTarget(target);
    if (path === WELL_KNOWN_PATH) return plain(404, `The website ${name} has no such page.`);
    const asked = `${method} ${secure ? 'https' : 'http'}://${hostOf(fields)}${target}`;
    return plain(200, `The website ${name}.\nAsked: ${asked}`);
  };
}

/** A customer's own web server, configured to answer devices by the tenant's policy. */
export function elsewhereHost(name: string, policy: ResolvedPolicy): Host {
  const website = webServer(name);
  return (request) => {
    const { path, query } = splitTarget(request.target);
    if (path !== WELL_KNOWN_PATH) return website(request);
    const { answer } = decide(policy, parseQuery(query));
    const { status, headers, body } = render(answer, { method: request.method, rawQuery: query });
    return { status, fields: Object.entries(headers), body };
  };
}
