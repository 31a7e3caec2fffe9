import type { EdgeRequest, OriginRequestEvent } from '../../lambda/edge/handler';
import { encodeFrontSettings, type FrontSettings } from '../../lib/contract/front-settings';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';

/** A front that redirects everybody to one cluster and has a `www` website. */
export const SETTINGS: FrontSettings = {
  tenant: 'acme',
  policy: {
    salt: 'acme',
    rules: [{ when: { families: ['Mac'] }, answer: { kind: 'absent' } }],
    otherwise: { kind: 'redirect', url: `https://na1.mdm.example${WELL_KNOWN_PATH}` },
  },
  website: { kind: 'redirect', to: 'https://www.acme.example/' },
};

/** An origin-request event as CloudFront sends it, with these headers on the origin. */
export function originRequest(
  request: { uri?: string; method?: string; querystring?: string; headers?: EdgeRequest['headers'] } = {},
  customHeaders: Readonly<Record<string, string>> = encodeFrontSettings(SETTINGS),
): OriginRequestEvent {
  const headers = Object.fromEntries(Object.entries(customHeaders).map(([key, value]) => [key, [{ key, value }]]));
  return {
    Records: [
      {
        cf: {
          config: { requestId: 'request-1' },
          request: {
            uri: WELL_KNOWN_PATH,
            method: 'GET',
            querystring: '',
            ...request,
            origin: { custom: { customHeaders: headers } },
          },
        },
      },
    ],
  };
}
