import type { CloudFrontHeaders, CloudFrontRequestEvent } from 'aws-lambda';
import { encodeFrontSettings, type FrontSettings } from '../../lib/contract/front-settings';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';

/** A front that redirects all devices but Macs to one cluster and has a `www` website. */
export const SETTINGS: FrontSettings = {
  tenant: 'acme',
  policy: {
    salt: 'acme',
    rules: [{ when: { families: ['Mac'] }, answer: { kind: 'absent' } }],
    otherwise: { kind: 'redirect', url: `https://na1.mdm.example${WELL_KNOWN_PATH}` },
  },
  website: { kind: 'redirect', to: 'https://www.acme.example/' },
};

const ORIGIN = {
  domainName: 's3.us-east-1.amazonaws.com',
  keepaliveTimeout: 5,
  path: '',
  port: 443,
  protocol: 'https' as const,
  readTimeout: 30,
  sslProtocols: ['TLSv1.2'],
};

/** An origin-request event as CloudFront sends it, with these headers on the origin. */
export function originRequest(
  request: { uri?: string; method?: string; querystring?: string; headers?: CloudFrontHeaders } = {},
  customHeaders: Readonly<Record<string, string>> = encodeFrontSettings(SETTINGS),
): CloudFrontRequestEvent {
  const headers = Object.fromEntries(Object.entries(customHeaders).map(([key, value]) => [key, [{ key, value }]]));
  return {
    Records: [
      {
        cf: {
          config: {
            distributionDomainName: 'd111111abcdef8.cloudfront.net',
            distributionId: 'EDFDVBD6EXAMPLE',
            eventType: 'origin-request',
            requestId: 'request-1',
          },
          request: {
            clientIp: '203.0.113.178',
            uri: WELL_KNOWN_PATH,
            method: 'GET',
            querystring: '',
            headers: {},
            ...request,
            origin: { custom: { ...ORIGIN, customHeaders: headers } },
          },
        },
      },
    ],
  };
}
