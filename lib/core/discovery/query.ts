import { percentDecode } from './percent';
import { FAMILY_PARAMETER, IDENTIFIER_PARAMETER } from './well-known';

/** What a discovery request says. Either value may be missing: iOS 15 and 16 send no family, a fallback may carry nothing. */
export interface DiscoveryQuery {
  /** The query string as it came, without `?`; carried over byte for byte. Personal data. */
  readonly raw: string;
  readonly identifier?: string;
  readonly family?: string;
}

/** The raw query of an absolute URL, unchanged; empty where there is none. */
export function queryOf(url: string): string {
  const [beforeFragment = ''] = url.split('#', 1);
  const at = beforeFragment.indexOf('?');
  return at < 0 ? '' : beforeFragment.slice(at + 1);
}

/**
 * Reads a raw query string. Cannot fail: unknown parameters are ignored [documented], of a repeated one the first
 * counts [assumed], an empty value is a missing one.
 */
export function parseQuery(raw: string): DiscoveryQuery {
  let identifier: string | undefined;
  let family: string | undefined;
  for (const pair of raw.split('&')) {
    const equals = pair.indexOf('=');
    if (equals < 0) continue;
    const name = percentDecode(pair.slice(0, equals));
    if (name === IDENTIFIER_PARAMETER) identifier ??= percentDecode(pair.slice(equals + 1)) || undefined;
    else if (name === FAMILY_PARAMETER) family ??= percentDecode(pair.slice(equals + 1)) || undefined;
  }
  return { raw, identifier, family };
}
