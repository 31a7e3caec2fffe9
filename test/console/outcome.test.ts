import { parseResponse } from '../../console/api/outcome';

const PROBLEM = { type: 'urn:signpost:problem:api.busy', title: 'Busy', status: 503, detail: 'd', code: 'api.busy' };
const asProblem = (body: string, status = 503) =>
  new Response(body, { status, headers: { 'content-type': 'application/problem+json; charset=utf-8' } });

describe('parseResponse', () => {
  test('takes a value with its ETag', async () => {
    const response = Response.json({ a: 1 }, { headers: { etag: '"7"' } });
    expect(await parseResponse(response)).toEqual({ ok: true, value: { a: 1 }, etag: '"7"' });
  });

  test('takes problem details as they are', async () => {
    expect(await parseResponse(asProblem(JSON.stringify(PROBLEM)))).toEqual({ ok: false, problem: PROBLEM, etag: '' });
  });

  test.each([
    ['a page of something on the way', new Response('<html>', { status: 502 }), 'api.unreachable'],
    ['an answer cut off', asProblem('{"type":'), 'api.unreachable'],
    ['success that is no JSON', new Response('fine'), 'api.unreachable'],
    [
      "the gateway's refusal of a token",
      Response.json({ message: 'Unauthorized' }, { status: 401 }),
      'api.unauthenticated',
    ],
  ])('makes a problem of %s', async (_name, response, code) => {
    expect(await parseResponse(response)).toMatchObject({ ok: false, problem: { code } });
  });
});
