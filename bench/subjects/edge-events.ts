import { originRequest } from '../../test/support/edge-event';

const FAMILIES = ['iPhone', 'iPad', 'RealityDevice', 'iPhone'];

/** Discovery requests as CloudFront hands them on: the viewer's headers, and a user each. */
export function discoveryEvents(count: number): ReturnType<typeof originRequest>[] {
  return Array.from({ length: count }, (_, index) =>
    originRequest({
      querystring: `user-identifier=user${index}+bench@acme.example&model-family=${FAMILIES[index % FAMILIES.length]}`,
      headers: headerList({
        host: 's3.us-east-1.amazonaws.com',
        'user-agent': 'DeviceManagementClient/1.0',
        accept: '*/*',
        'accept-encoding': 'gzip',
        'accept-language': 'en-us',
        'x-forwarded-for': '192.0.2.1',
        via: '2.0 d111111abcdef8.cloudfront.net (CloudFront)',
      }),
    }),
  );
}

function headerList(headers: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, [{ key, value }]]));
}
