import type { EdgeRequest } from '../../../lib/local/cloudfront/edge-event';
import { judgeEdgeResult, MAX_GENERATED_BYTES } from '../../../lib/local/cloudfront/edge-result';

const SENT: EdgeRequest = {
  clientIp: '127.0.0.1',
  method: 'GET',
  uri: '/a',
  querystring: 'q=1',
  headers: { host: [{ key: 'Host', value: 'o' }], via: [{ key: 'Via', value: '1.1 d' }] },
  origin: {
    custom: {
      customHeaders: {},
      domainName: 'o',
      keepaliveTimeout: 5,
      path: '',
      port: 443,
      protocol: 'https',
      readTimeout: 30,
      sslProtocols: [],
    },
  },
};

/** `response`, `request`, or the rule that the result breaks. */
function judged(result: unknown): string {
  const outcome = judgeEdgeResult(result, SENT);
  return outcome.kind === 'invalid' ? outcome.rule : outcome.kind;
}

const headers = (name: string, value: unknown = 'x') => ({
  status: '200',
  headers: { [name]: [{ key: name, value }] },
});

describe('judgeEdgeResult', () => {
  test.each<[string, unknown, string]>([
    ['a response with its status alone', { status: '200' }, 'response'],
    ['a response with a number for status', { status: 302 }, 'response'],
    ['a response with a header', headers('location'), 'response'],
    ['a header without a key', { status: '200', headers: { location: [{ value: 'x' }] } }, 'response'],
    ['a body in base64', { status: '200', body: 'aGk=', bodyEncoding: 'base64' }, 'response'],
    ['the largest response', { status: '200', body: 'x'.repeat(MAX_GENERATED_BYTES) }, 'response'],
    ['one byte more', { status: '200', body: 'x'.repeat(MAX_GENERATED_BYTES + 1) }, 'edge.response-size'],
    [
      'a body whose bytes are more than its characters',
      { status: '200', body: 'é'.repeat(MAX_GENERATED_BYTES / 2 + 1) },
      'edge.response-size',
    ],
    ['nothing', undefined, 'edge.result-shape'],
    ['null', null, 'edge.result-shape'],
    ['a text', 'hello', 'edge.result-shape'],
    ['a list', [], 'edge.result-shape'],
    ['an empty object', {}, 'edge.result-shape'],
    ['a status below', { status: '199' }, 'edge.status'],
    ['a status above', { status: 600 }, 'edge.status'],
    ['a status that is no number', { status: 'OK' }, 'edge.status'],
    ['a status that is none', { status: undefined }, 'edge.status'],
    ['a body that is no text', { status: '200', body: 5 }, 'edge.body'],
    ['a broken base64', { status: '200', body: '?', bodyEncoding: 'base64' }, 'edge.body'],
    ['an unknown encoding', { status: '200', body: '', bodyEncoding: 'utf8' }, 'edge.body'],
    ['a 204 with a body', { status: '204', body: 'x' }, 'edge.body'],
    ['headers that are no object', { status: '200', headers: [] }, 'edge.headers'],
    ['a header that is no list', { status: '200', headers: { location: 'x' } }, 'edge.headers'],
    ['a header name in capitals', headers('Location'), 'edge.headers'],
    ['a header name that is no token', headers('a b'), 'edge.headers'],
    ['a key that is another name', { status: '200', headers: { a: [{ key: 'b', value: 'x' }] } }, 'edge.headers'],
    ['a value that is no text', headers('a', 5), 'edge.headers'],
    ['a value with a line feed', headers('a', 'x\ny'), 'edge.headers'],
    ['a value beyond Latin-1', headers('a', '→'), 'edge.headers'],
    ['Connection', headers('connection'), 'edge.disallowed-headers'],
    ['X-Cache', headers('x-cache'), 'edge.disallowed-headers'],
    ['X-Edge-*', headers('x-edge-anything'), 'edge.disallowed-headers'],
    ['X-Amz-Cf-*', headers('x-amz-cf-id'), 'edge.disallowed-headers'],
    ['Via', headers('via'), 'edge.response-transfer-headers'],
    ['Transfer-Encoding', headers('transfer-encoding'), 'edge.response-transfer-headers'],
    ['the request as it came', SENT, 'request'],
    ['the request with another query', { ...SENT, querystring: 'q=2' }, 'request'],
    ['the request with a header more', { ...SENT, headers: { ...SENT.headers, a: [{ value: 'b' }] } }, 'request'],
    ['the request without a read-only header', { ...SENT, headers: {} }, 'edge.read-only-headers'],
    [
      'the request with a read-only header more',
      { ...SENT, headers: { ...SENT.headers, 'if-range': [{ value: 'b' }] } },
      'edge.read-only-headers',
    ],
    [
      'the request with a forbidden header',
      { ...SENT, headers: { ...SENT.headers, upgrade: [{ value: 'b' }] } },
      'edge.disallowed-headers',
    ],
    ['a URI without a slash', { ...SENT, uri: 'a' }, 'edge.result-shape'],
    ['a query with a space', { ...SENT, querystring: 'a b' }, 'edge.result-shape'],
    ['a query with a fragment', { ...SENT, querystring: 'a#b' }, 'edge.result-shape'],
    ['a URI that is too long', { ...SENT, querystring: 'x'.repeat(8190) }, 'edge.uri-length'],
  ])('%s', (_name, result, expected) => {
    expect(judged(result)).toBe(expected);
  });

  test('gives the response that was meant', () => {
    const result = { status: '302', headers: { location: [{ key: 'Location', value: '/x' }] }, body: 'hi' };
    expect(judgeEdgeResult(result, SENT)).toEqual({
      kind: 'response',
      response: { status: 302, fields: [['Location', '/x']], body: Buffer.from('hi') },
    });
  });
});
