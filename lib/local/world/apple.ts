import { APPLE_FALLBACK_PATH } from '../../core/discovery/device';
import { parseIdentifier } from '../../core/discovery/identifier';
import { parseQuery } from '../../core/discovery/query';
import { splitTarget } from '../http-message';
import { type Host, plain } from './host';

/** The ADDE URL registered with Apple for an e-mail domain, or none. */
export type RegisteredUrl = (domain: string) => string | undefined;

/**
 * Apple's fallback: redirects to the registered ADDE URL, without the device's parameters, as nothing says that they are
 * carried over; 404 where none is registered.
 */
export function appleFallbackHost(registeredUrl: RegisteredUrl): Host {
  return ({ target }) => {
    const { path, query } = splitTarget(target);
    if (path !== APPLE_FALLBACK_PATH) return plain(404, 'Not found.');
    const identifier = parseIdentifier(parseQuery(query).identifier ?? '');
    const url = identifier.ok ? registeredUrl(identifier.value.domain) : undefined;
    return url === undefined ? plain(404, 'Not found.') : plain(302, '', [['Location', url]]);
  };
}

/** Apple's own MDM, which no tenant here uses. */
export const appleMdmHost: Host = () => plain(404, 'Not found.');
