import { printable } from '../../printable';
import { bodyText } from '../../replay';
import type { Recogniser } from './recogniser';

interface Signature {
  readonly product: string;
  readonly header: string;
  readonly value: RegExp;
}

/** How bot protections identify themselves. [observed] */
const SIGNATURES: readonly Signature[] = [
  { product: 'Cloudflare', header: 'cf-mitigated', value: /challenge/i },
  { product: 'AWS WAF', header: 'x-amzn-waf-action', value: /challenge|captcha/i },
  { product: 'DataDome', header: 'x-datadome', value: /./ },
  { product: 'Imperva', header: 'x-iinfo', value: /./ },
  { product: 'Akamai', header: 'server', value: /akamaighost/i },
];
const PAGE =
  /cf-chl|challenge-platform|just a moment|px-captcha|g-recaptcha|h-captcha|_incapsula_resource|checking your browser/i;
const STATUS = [403, 405, 429, 503];

/** A page that demands proof of a human, which no device can give. */
export const recogniseBotChallenge: Recogniser = ({ response }) => {
  const { status, headers } = response;
  const signature = SIGNATURES.find(({ header, value }) => value.test(headers[header] ?? ''));
  const refused = STATUS.includes(status);
  const page = !(headers['content-type'] ?? '').includes('json') && PAGE.test(bodyText(response));
  if (!(refused && (signature || page)) && !(status === 202 && signature) && !(status === 200 && page))
    return undefined;
  const who = signature?.product ?? printable(headers['server'] ?? 'a bot protection', 40);
  return {
    code: 'http.bot-challenge',
    expected: 'the well-known path exempt from bot protection',
    found: `status ${status} with a challenge (${who})`,
    steps: [
      'rule:  URI path equals "/.well-known/com.apple.remotemanagement"  →  skip bot protection, challenges and rate limits',
    ],
  };
};
