import { spawnSync } from 'node:child_process';
import vm from 'node:vm';
import { decide } from '../../../lib/core/discovery/decide';
import { percentDecode } from '../../../lib/core/discovery/percent';
import type { ResolvedPolicy } from '../../../lib/core/discovery/policy';
import { parseQuery } from '../../../lib/core/discovery/query';
import { render } from '../../../lib/core/discovery/render';
import { WELL_KNOWN_PATH } from '../../../lib/core/discovery/well-known';
import { type SnippetServerName, writeSnippet } from '../../../lib/core/onboarding/snippet/snippet';
import { SNIPPET_DOMAIN, SNIPPET_POLICIES, SNIPPET_QUERIES, withoutCounting } from '../../support/snippet-policies';
import { describeWith } from '../../support/tools';

const POLICIES = Object.entries(SNIPPET_POLICIES);

/** What an answer comes to, however a host writes it. */
interface Judged {
  readonly status: number;
  readonly location?: string;
  readonly type?: string;
  readonly document?: unknown;
}

function judged(status: number, headers: Readonly<Record<string, string | undefined>>, body: string): Judged {
  const json = headers['content-type'] === 'application/json';
  return { status, location: headers['location'], document: json && body !== '' ? JSON.parse(body) : undefined };
}

function expected(policy: ResolvedPolicy, rawQuery: string, method: string): Judged {
  const { status, headers, body } = render(decide(withoutCounting(policy), parseQuery(rawQuery)).answer, {
    method,
    rawQuery,
  });
  return judged(status, headers, body);
}

function textOf(policy: ResolvedPolicy, server: SnippetServerName): string {
  return writeSnippet(SNIPPET_DOMAIN, policy, server).parts[0]?.text ?? '';
}

/** What CloudFront hands over: parameters by name, encoded as they came, and the raw query as a method. [documented] */
const HARNESS = `
function callWith(asked) {
  const parameters = {};
  (asked.query || '').split('&').forEach((pair) => {
    const at = pair.indexOf('=');
    if (at > 0 && !parameters[pair.slice(0, at)]) parameters[pair.slice(0, at)] = { value: pair.slice(at + 1) };
  });
  const request = { method: asked.method, uri: asked.uri, querystring: parameters, headers: {}, cookies: {} };
  request.rawQueryString = () => asked.query;
  const answer = handler({ version: '1.0', context: {}, viewer: {}, request: request });
  return answer === request ? 'passed on' : answer;
}
`;

const ASKED = [
  ...SNIPPET_QUERIES.map((query) => ({ method: 'GET', uri: WELL_KNOWN_PATH, query })),
  { method: 'GET', uri: WELL_KNOWN_PATH, query: undefined },
  { method: 'HEAD', uri: WELL_KNOWN_PATH, query: 'model-family=iPhone' },
  { method: 'POST', uri: WELL_KNOWN_PATH, query: '' },
];

function judgeFunctionAnswers(policy: ResolvedPolicy, answers: readonly FunctionAnswer[]): void {
  for (const [index, { method, query = '' }] of ASKED.entries()) {
    const { statusCode, headers, body } = answers[index] ?? { statusCode: 0, headers: {}, body: { data: '' } };
    const flat = Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value]));
    expect({ query, method, ...judged(statusCode, flat, body.data) }).toEqual({
      query,
      method,
      ...expected(policy, query, method),
    });
  }
}

interface FunctionAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, { readonly value: string }>>;
  readonly body: { readonly data: string };
}

describe('the CloudFront Function', () => {
  const run = (policy: ResolvedPolicy, expression: string): string =>
    vm.runInNewContext(`${textOf(policy, 'cloudfront-function')}\n${HARNESS}\nJSON.stringify(${expression})`, {});

  test.each(POLICIES)('answers %s as the core does', (_name, policy) => {
    judgeFunctionAnswers(policy, JSON.parse(run(policy, `${JSON.stringify(ASKED)}.map(callWith)`)));
  });

  test('passes every other path on', () => {
    const asked = JSON.stringify({ method: 'GET', uri: `${WELL_KNOWN_PATH}/`, query: '' });
    for (const [, policy] of POLICIES) expect(run(policy, `callWith(${asked})`)).toBe('"passed on"');
  });

  test.each(POLICIES)('stays far below the 10 KB of a function with %s', (_name, policy) => {
    expect(textOf(policy, 'cloudfront-function').length).toBeLessThan(5000);
  });
});

describeWith('njs')("the CloudFront Function, in CloudFront's own engine", () => {
  test.each(POLICIES)('answers %s as the core does', (_name, policy) => {
    // One line per answer: njs breaks long ones.
    const loop = `${JSON.stringify(ASKED)}.forEach((asked) => console.log(JSON.stringify(callWith(asked))))`;
    const script = `${textOf(policy, 'cloudfront-function')}\n${HARNESS}\n${loop}`;
    const { status, stdout, stderr } = spawnSync('njs', ['-c', script], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const answers = stdout.trim().split('\n');
    judgeFunctionAnswers(
      policy,
      answers.map((line) => JSON.parse(line)),
    );
  });
});

describe.each([
  'cloudflare',
  'netlify',
  'vercel',
] as const)('the function for %s, on the web standard alone', (server) => {
  test.each(POLICIES)('answers %s as the core does', async (_name, policy) => {
    const script = textOf(policy, server)
      .replace(/^export const config/m, 'const config')
      .replace('export default', 'result =');
    const context = { Response, URL, result: undefined };
    vm.runInNewContext(
      `let exported; ${script.replace('result =', 'exported =')}\nresult = exported.fetch || exported;`,
      context,
    );
    const respond: unknown = context.result;
    if (typeof respond !== 'function') throw new Error('nothing was exported');
    for (const { method, query = '' } of ASKED) {
      const url = `https://${SNIPPET_DOMAIN}${WELL_KNOWN_PATH}${query === '' ? '' : `?${query}`}`;
      const request = new Request(url, { method });
      // The web's URLs spell an apostrophe %27.
      const spelled = new URL(url).search.slice(1);
      const answer: Response = await respond(request);
      const headers = Object.fromEntries(answer.headers);
      expect({ query, method, ...judged(answer.status, headers, await answer.text()) }).toEqual({
        query,
        method,
        ...expected(policy, spelled, method),
      });
      expect(percentDecode(spelled)).toBe(percentDecode(query));
    }
  });
});
