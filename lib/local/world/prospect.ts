import type { Fleet } from '../../core/tenants/fleet';
import { splitTarget } from '../http-message';
import { type Host, plain } from './host';
import { webServer } from './website';

/** A customer to practise on: nobody's tenant yet, with a website on the domain and DNS elsewhere. */
export const PROSPECT = 'newco.example';

/** The customer's web servers, as long as no tenant has the domain. */
export function prospectHosts({ tenants }: Fleet): readonly (readonly [string, Host])[] {
  const taken = tenants.some(({ domains }) => domains.some(({ name, kind }) => name === PROSPECT && kind === 'front'));
  const www = `www.${PROSPECT}`;
  return taken
    ? [[www, webServer(www)]]
    : [
        [PROSPECT, apex],
        [www, webServer(www)],
      ];
}

/** Redirects to `www`, as many domains do. */
const apex: Host = ({ target }) => {
  const { path } = splitTarget(target);
  return path === '/' ? plain(301, '', [['Location', `https://www.${PROSPECT}/`]]) : plain(404, 'No such page.');
};
