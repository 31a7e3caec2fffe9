import { APPLE_FALLBACK_PATH, APPLE_MDM_HOST } from '../../../core/discovery/device';
import { parseIdentifier } from '../../../core/discovery/identifier';
import { parseQuery } from '../../../core/discovery/query';
import { WELL_KNOWN_PATH } from '../../../core/discovery/well-known';
import { splitTarget } from '../../http-message';
import { type Host, json, plain } from '../host';

/** The ADDE URL registered with Apple for an e-mail domain and a family, or none. */
export type RegisteredUrl = (domain: string, family: string | undefined) => string | undefined;

/** Whether Apple's own MDM has the devices of a domain and a family. */
export type UsesBuiltInMdm = (domain: string, family: string | undefined) => boolean;

/**
 * Apple's fallback: redirects to the registered ADDE URL, without the device's parameters, as nothing says that they are
 * carried over; 404 where none is registered.
 */
export function appleFallbackHost(registeredUrl: RegisteredUrl): Host {
  return ({ target }) => {
    const { path, query } = splitTarget(target);
    if (path !== APPLE_FALLBACK_PATH) return plain(404, 'Not found.');
    const { identifier: text = '', family } = parseQuery(query);
    const identifier = parseIdentifier(text);
    const url = identifier.ok ? registeredUrl(identifier.value.domain, family) : undefined;
    return url === undefined ? plain(404, 'Not found.') : plain(302, '', [['Location', url]]);
  };
}

/** Apple's own MDM: enrolls the devices that the organisation has assigned to it, and no others. [assumed] */
export function appleMdmHost(usesBuiltInMdm: UsesBuiltInMdm): Host {
  return ({ target }) => {
    const { path, query } = splitTarget(target);
    const { identifier: text = '', family } = parseQuery(query);
    const identifier = parseIdentifier(text);
    if (path !== WELL_KNOWN_PATH || !identifier.ok || !usesBuiltInMdm(identifier.value.domain, family))
      return plain(404, 'Not found.');
    const entry = { Version: 'mdm-byod', BaseURL: `https://${APPLE_MDM_HOST}/enroll` };
    return json(200, { Servers: [entry] });
  };
}
