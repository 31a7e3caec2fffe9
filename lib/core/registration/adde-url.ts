import { parseDomainName } from '../discovery/domain-name';
import { FAMILY_PARAMETER, IDENTIFIER_PARAMETER, WELL_KNOWN_PATH } from '../discovery/well-known';
import { problem } from '../problems';
import { failed, ok, type Result } from '../result';
import { type ServerKey, sameUrl } from './registration';

const MAX_URL_LENGTH = 1000;
const DEVICE_PARAMETERS = [IDENTIFIER_PARAMETER, FAMILY_PARAMETER];

/** The URL of a server for which no other one was requested: per server, and stable. */
export function defaultAddeUrl(discoveryDomain: string, { tenant, server }: ServerKey): string {
  return `https://${discoveryDomain}/t/${tenant}/s/${server}${WELL_KNOWN_PATH}`;
}

/** Reads a URL to register: https, a host name, no credentials, no fragment, none of a device's parameters. Problem code: `adde.url-not-valid`. */
export function parseAddeUrl(text: string): Result<string> {
  const refuse = (actual: string) =>
    failed(
      problem(
        'adde.url-not-valid',
        `Cannot use the ADDE URL: ${actual}; expected an https URL with a public host name`,
      ),
    );
  if (text.length > MAX_URL_LENGTH) return refuse(`${text.length} characters`);
  // The URL parser would drop spaces and controls, and devices may not.
  if (!/^[\x21-\x7e]+$/.test(text) || !URL.canParse(text)) return refuse('it is no URL');
  const url = new URL(text);
  if (url.protocol !== 'https:') return refuse(`its scheme is "${url.protocol.slice(0, -1)}"`);
  if (url.username !== '' || url.password !== '') return refuse('it holds credentials');
  if (text.includes('#')) return refuse('it has a fragment');
  // A device adds its own; a person's address would be stored here, at Apple and in the history.
  if (DEVICE_PARAMETERS.some((name) => url.searchParams.has(name))) return refuse("it holds a device's parameters");
  if (!parseDomainName(url.hostname).ok) return refuse(`its host is "${url.hostname}"`);
  return ok(url.href);
}

/**
 * The URL to register: the platform team may choose any, a tenant's administrator the default one. Problem codes:
 * `adde.url-not-valid`, `adde.url-not-ours`, `adde.no-default-url`.
 */
export function chooseAddeUrl(
  requested: string | undefined,
  defaultUrl: string | undefined,
  role: 'platform' | 'tenant',
): Result<string> {
  if (requested === undefined) {
    if (defaultUrl !== undefined) return ok(defaultUrl);
    return failed(
      problem(
        'adde.no-default-url',
        'Cannot choose the ADDE URL: the installation has no public host; expected a URL, or `discoveryDomain` in signpost.config.ts',
      ),
    );
  }
  const url = parseAddeUrl(requested);
  if (!url.ok || role === 'platform' || sameUrl(url.value, defaultUrl)) return url;
  return failed(
    problem(
      'adde.url-not-ours',
      `Cannot use the ADDE URL: its host is "${new URL(url.value).hostname}"; expected ${defaultUrl === undefined ? 'the default URL' : `"${defaultUrl}"`}`,
    ),
  );
}
