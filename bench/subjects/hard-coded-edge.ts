import type { CloudFrontRequestEvent } from 'aws-lambda';
import { discoveryLine, familyDimension } from '../../lib/contract/discovery-line';

const TARGET = 'https://na1.mdm.example/.well-known/com.apple.remotemanagement';

/** The floor: one redirect written into the code, with the edge function's log line and headers. */
export async function handler(event: CloudFrontRequestEvent) {
  const cf = event.Records[0]?.cf;
  const query = cf?.request.querystring ?? '';
  const family = familyDimension(/model-family=(\w+)/.exec(query)?.[1]);
  const requestId = cf?.config.requestId ?? 'none';
  process.stdout.write(
    discoveryLine({ tenant: 'acme', rule: 'otherwise', answer: 'redirect', family, requestId }, Date.now()),
  );
  return {
    status: '302',
    headers: {
      location: [{ key: 'location', value: `${TARGET}?${query}` }],
      'content-type': [{ key: 'content-type', value: 'text/plain; charset=utf-8' }],
      'cache-control': [{ key: 'cache-control', value: 'no-store' }],
      'x-content-type-options': [{ key: 'x-content-type-options', value: 'nosniff' }],
      'referrer-policy': [{ key: 'referrer-policy', value: 'no-referrer' }],
    },
    body: '',
  };
}
