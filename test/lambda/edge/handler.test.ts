import type { CloudFrontHeaders, CloudFrontRequestEvent } from 'aws-lambda';
import fc from 'fast-check';
import { handler } from '../../../lambda/edge/handler';
import { encodeFrontSettings } from '../../../lib/contract/front-settings';
import { originRequest, SETTINGS } from '../../support/edge-event';

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(() => jest.restoreAllMocks());

const QUERY = 'user-identifier=jane@acme.example&model-family=iPhone';
const location = 'https://na1.mdm.example/.well-known/com.apple.remotemanagement';

/** Headers that Lambda@Edge refuses to send for a function. */
const FORBIDDEN =
  /^(connection|expect|keep-alive|proxy-.*|trailer|upgrade|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip|transfer-encoding|via|content-length)$/;

async function answerTo(event: CloudFrontRequestEvent) {
  const answer = await handler(event);
  if (!('status' in answer)) throw new Error('The request goes on to the origin.');
  return answer;
}

describe('the edge function', () => {
  test('redirects with the query', async () => {
    const response = await answerTo(originRequest({ querystring: QUERY }));
    expect(response).toMatchObject({
      status: '302',
      body: '',
      headers: { location: [{ value: `${location}?${QUERY}` }] },
    });
  });

  test('decides by the policy', async () => {
    expect((await answerTo(originRequest({ querystring: 'model-family=Mac' }))).status).toBe('404');
  });

  test('redirects the website with path and query', async () => {
    const response = await answerTo(originRequest({ uri: '/a', querystring: 'b=1' }));
    expect(response).toMatchObject({
      status: '301',
      headers: { location: [{ value: 'https://www.acme.example/a?b=1' }] },
    });
  });

  test('answers 404 outside the well-known path where the settings have no website', async () => {
    const headers = encodeFrontSettings({ ...SETTINGS, website: undefined });
    expect((await answerTo(originRequest({ uri: '/' }, headers))).status).toBe('404');
  });

  test('joins a policy that takes several headers', async () => {
    const otherwise = { kind: 'refuse', message: 'x'.repeat(3000) } as const;
    const headers = encodeFrontSettings({ ...SETTINGS, policy: { ...SETTINGS.policy, otherwise } });
    expect(Object.keys(headers).length).toBeGreaterThan(1);
    expect((await answerTo(originRequest({}, headers))).status).toBe('403');
  });

  test.each([
    ['no headers', {}, 'edge.policy-missing'],
    ['a header that is no settings', { 'x-signpost-policy-0': '%%%' }, 'edge.policy-broken'],
    [
      'a policy whose rules cannot be read',
      { 'x-signpost-policy-0': btoa('{"tenant":"a","policy":{"rules":[7],"otherwise":{"kind":"absent"}}}') },
      'edge.policy-broken',
    ],
    [
      'an answer of no kind',
      { 'x-signpost-policy-0': btoa('{"tenant":"a","policy":{"rules":[],"otherwise":{"kind":"maybe"}}}') },
      'edge.policy-broken',
    ],
  ])('with %s: 503, the code, one line', async (_case, headers, code) => {
    const response = await answerTo(originRequest({}, headers));
    expect(response.status).toBe('503');
    expect(JSON.parse(response.body)).toEqual({ code });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ code, requestId: 'request-1' });
  });

  test.each([
    ['no records', { Records: [] }],
    ['no request', { Records: [{ cf: { config: {} } }] }],
    ['nothing', null],
  ])('with an event that has %s: 503', async (_case, event) => {
    expect((await answerTo(event as unknown as CloudFrontRequestEvent)).status).toBe('503');
  });

  test('any request: no throw, no forbidden header, no identifier in the line', async () => {
    const anything = fc.string({ unit: 'binary', maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(
        anything,
        anything,
        fc.constantFrom('GET', 'HEAD', 'POST', ''),
        async (uri, querystring, method) => {
          lines.length = 0;
          for (const each of [
            originRequest({ uri, querystring, method }),
            originRequest({ querystring, method }),
            originRequest({}, { 'x-signpost-policy-0': querystring }),
          ]) {
            const response = await answerTo(each);
            expect(response.status).toMatch(/^(200|30[12]|40[345]|414|503)$/);
            for (const [name, [header]] of Object.entries(response.headers)) {
              expect(name).not.toMatch(FORBIDDEN);
              expect(header?.value).toMatch(/^[\x20-\x7e]*$/);
            }
          }
          for (const line of lines)
            expect(Object.keys(JSON.parse(line)).sort()).toEqual(
              expect.arrayContaining(['Discoveries', '_aws', 'answer', 'family', 'requestId']),
            );
        },
      ),
    );
  });
});

describe('a front that the backend decides', () => {
  const headers = Object.fromEntries(
    ['host', 'user-agent', 'cookie', 'authorization', 'referer', 'x-signpost-domain', 'x-signpost-policy-0'].map(
      (key) => [key, [{ key, value: 'from the viewer' }]],
    ),
  );

  test("forwards the request without Signpost's and private headers, and writes no line", async () => {
    const event = originRequest({ querystring: QUERY, headers }, { 'x-signpost-domain': 'acme.example' });
    const request = event.Records[0]?.cf.request;
    const passed = await handler(event);
    const { host, 'user-agent': userAgent } = headers;
    expect(passed).toEqual({ ...request, headers: { host, 'user-agent': userAgent } });
    expect(lines).toEqual([]);
  });

  test("any request is forwarded unchanged, but for Signpost's and private headers", async () => {
    const names = fc.oneof(fc.string(), fc.constantFrom('x-signpost-', 'x-signpost-policy-7', 'cookie', 'via'));
    const values = fc.constant<CloudFrontHeaders[string]>([{ value: 'any' }]);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, values), fc.string(), fc.string(), async (sent, querystring, uri) => {
        const event = originRequest({ querystring, uri, headers: sent }, { 'x-signpost-domain': 'acme.example' });
        const passed = await handler(event);
        expect(passed).toMatchObject({ querystring, uri, method: 'GET' });
        expect(Object.keys(passed.headers ?? {}).join(' ')).not.toMatch(/x-signpost-|(^| )(cookie|authorization)( |$)/);
        expect(passed).not.toHaveProperty('status');
      }),
    );
    expect(lines).toEqual([]);
  });

  test('is answered by the edge where CloudFront asks the second origin', async () => {
    expect(await answerTo(originRequest({ querystring: QUERY, headers }))).toMatchObject({ status: '302' });
  });
});

describe('the log line', () => {
  test('is an embedded metric with two dimensions and nothing of the query', async () => {
    await answerTo(originRequest({ querystring: QUERY }));
    expect(lines).toHaveLength(1);
    const line = JSON.parse(lines[0] ?? '');
    expect(line).toEqual({
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'Signpost',
            Dimensions: [['answer', 'family']],
            Metrics: [{ Name: 'Discoveries', Unit: 'Count' }],
          },
        ],
      },
      Discoveries: 1,
      tenant: 'acme',
      rule: 'otherwise',
      answer: 'redirect',
      family: 'iPhone',
      requestId: 'request-1',
    });
    expect(lines[0]).not.toContain('jane');
  });

  test.each([
    ['', 'none'],
    ['model-family=Mac', 'Mac'],
    ['model-family=jane@acme.example', 'other'],
  ])('the query %p is the family %p', async (querystring, family) => {
    await answerTo(originRequest({ querystring }));
    expect(JSON.parse(lines[0] ?? '').family).toBe(family);
  });

  test('a website request has none', async () => {
    await answerTo(originRequest({ uri: '/' }));
    expect(lines).toEqual([]);
  });
});
