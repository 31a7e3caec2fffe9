import { readResult } from '../../../../lib/local/http-api/response';

const JSON_TYPE = ['Content-Type', 'application/json'];

describe('the result of a function', () => {
  test.each<[string, unknown, unknown]>([
    [
      'a response',
      { statusCode: 201, headers: { 'x-a': 'b', age: 3 }, body: 'c', cookies: ['d=1'] },
      {
        status: 201,
        fields: [
          ['Content-Type', 'text/plain;charset=UTF-8'],
          ['x-a', 'b'],
          ['age', '3'],
          ['Set-Cookie', 'd=1'],
        ],
        body: 'c',
      },
    ],
    [
      'a response with a type',
      { statusCode: 200, headers: { 'content-type': 'a/b' }, body: 'c' },
      { status: 200, fields: [['content-type', 'a/b']], body: 'c' },
    ],
    ['a response without a body', { statusCode: '204' }, { status: 204, fields: [], body: '' }],
    [
      'a response that sets headers of the connection',
      { statusCode: 200, headers: { Connection: 'close', 'Content-Length': '7' } },
      { status: 200, fields: [], body: '' },
    ],
    ['an object without a status', { a: 1 }, { status: 200, fields: [JSON_TYPE], body: '{"a":1}' }],
    ['a text', 'hello', { status: 200, fields: [JSON_TYPE], body: 'hello' }],
    ['nothing', undefined, { status: 200, fields: [JSON_TYPE], body: 'null' }],
  ])('%s', (_name, result, response) => {
    expect(readResult(result)).toEqual(response);
  });

  test('with a body in base64 is its bytes', () => {
    const response = readResult({
      statusCode: 200,
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    });
    expect(Buffer.from(response?.body ?? '')).toEqual(Buffer.from([0, 255]));
  });

  test.each<[string, unknown]>([
    ['a status that is no number', { statusCode: 'x' }],
    ['a status out of range', { statusCode: 600 }],
    ['headers that are no object', { statusCode: 200, headers: 'x' }],
    ['a header that is no text', { statusCode: 200, headers: { a: {} } }],
    ['a header name that is none', { statusCode: 200, headers: { 'a b': 'c' } }],
    ['a header value with a line feed', { statusCode: 200, headers: { a: 'b\nc' } }],
    ['a body that is no text', { statusCode: 200, body: {} }],
  ])('is no response with %s', (_name, result) => {
    expect(readResult(result)).toBeUndefined();
  });
});
