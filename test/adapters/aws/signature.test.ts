import { signedHeaders } from '../../../lib/adapters/aws/signature';

/** The case `post-vanilla` of AWS's published test suite. */
const POST = { host: 'example.amazonaws.com', service: 'service', region: 'us-east-1', headers: {}, body: '' };
const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const NOW = Date.parse('2015-08-30T12:36:00.000Z');

test("signs as in AWS's own example", () => {
  expect(signedHeaders(POST, KEYS, NOW)).toEqual({
    host: 'example.amazonaws.com',
    'x-amz-date': '20150830T123600Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  });
});

test.each([
  ['the body', { ...POST, body: '{}' }, KEYS],
  ['a header', { ...POST, headers: { 'x-amz-target': 'A.B' } }, KEYS],
  ['the session', POST, { ...KEYS, sessionToken: 'session' }],
])('covers %s', (_name, post, keys) => {
  const signature = (headers: Readonly<Record<string, string>>) => headers['authorization']?.split('Signature=')[1];
  expect(signature(signedHeaders(post, keys, NOW))).not.toBe(signature(signedHeaders(POST, KEYS, NOW)));
});
