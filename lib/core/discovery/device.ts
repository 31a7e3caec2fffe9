import type { Family } from './family';
import type { Identifier } from './identifier';
import { type OsVersion, sendsFamily } from './os-support';
import { percentEncode } from './percent';
import { FAMILY_PARAMETER, IDENTIFIER_PARAMETER, WELL_KNOWN_PATH } from './well-known';

/** The device of a simulated discovery. */
export interface Device {
  readonly identifier: Identifier;
  readonly family: Family;
  readonly os: OsVersion;
}

/** One GET as a device sends it. */
export interface DeviceRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The three stages of discovery, in their order. [documented; the third observed] */
export const STAGES = ['domain', 'apple-fallback', 'apple-mdm'] as const;
export type Stage = (typeof STAGES)[number];

/** Apple's two hosts behind the customer's domain: the redirect to the registered ADDE URL, and Apple's own MDM. */
export const APPLE_FALLBACK_HOST = 'axm-servicediscovery.apple.com';
export const APPLE_FALLBACK_PATH = '/mdmBaseURL';
export const APPLE_MDM_HOST = 'axm-adm-enroll.apple.com';

/** How long a device waits for one stage. [observed] */
export const STAGE_TIMEOUT_SECONDS = 90;

/** Headers of Apple's client, as seen on the wire. [observed] */
export const DEVICE_HEADERS: Readonly<Record<string, string>> = {
  'user-agent': 'DeviceManagementClient/1.0',
  accept: '*/*',
  'accept-encoding': 'gzip, deflate, br',
  'accept-language': 'en-us',
};

// RFC 3986's query characters without `&` and `=`: `@` and `+` go out as they are. [inferred from Foundation's URLComponents]
const NOT_LITERAL = /[^A-Za-z0-9\-._~!$'()*+,;:@/?]/gu;

/** The first request of a stage. A family is sent only by an OS that knows the parameter. */
export function buildRequest(stage: Stage, { identifier, family, os }: Device): DeviceRequest {
  const parameters = [`${IDENTIFIER_PARAMETER}=${percentEncode(identifier.text, NOT_LITERAL)}`];
  if (sendsFamily(family, os)) parameters.push(`${FAMILY_PARAMETER}=${family}`);
  return followRequest(`${stageUrl(stage, identifier.domain)}?${parameters.join('&')}`);
}

/** The request for a redirect's target: the device adds nothing to it. [documented] */
export function followRequest(url: string): DeviceRequest {
  return { url, headers: DEVICE_HEADERS };
}

function stageUrl(stage: Stage, domain: string): string {
  switch (stage) {
    case 'domain':
      return `https://${domain}${WELL_KNOWN_PATH}`;
    case 'apple-fallback':
      return `https://${APPLE_FALLBACK_HOST}${APPLE_FALLBACK_PATH}`;
    case 'apple-mdm':
      return `https://${APPLE_MDM_HOST}${WELL_KNOWN_PATH}`;
  }
}
