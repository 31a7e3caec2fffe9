import type { Fleet } from '../../core/tenants/fleet';
import { splitTarget } from '../http-message';
import { type Host, plain } from './host';
import { webServer } from './website';

/** A customer to practise on: not a tenant yet, with a website on the domain and DNS at another provider. */
export const CUSTOMER = 'newco.example';

/** The customer's web servers, as long as no tenant has the domain. */
export function customerHosts({ tenants }: Fleet): readonly (readonly [string, Host])[] {
  const taken = tenants.some(({ domains }) => domains.some(({ name, kind }) => name === CUSTOMER && kind === 'front'));
  const www = `www.${CUSTOMER}`;
  return taken
    ? [[www, webServer(www)]]
    : [
        [CUSTOMER, apex],
        [www, webServer(www)],
      ];
}

/** Redirects to `www`, as many domains do. */
const apex: Host = ({ target }) => {
  const { path } = splitTarget(target);
  return path === '/' ? plain(301, '', [['Location', `https://www.${CUSTOMER}/`]]) : plain(404, 'No such page.');
};
