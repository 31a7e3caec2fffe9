import { type ApiCall, createApiClient } from '../../../lib/adapters/api/client';
import { localNetwork } from '../../../lib/adapters/http/network';
import type { OutgoingResponse } from '../../../lib/local/http-message';
import { json } from '../../../lib/local/simulation/host';
import { type Sites, startSites } from '../../support/sites';

const READ: ApiCall = { method: 'GET', path: '/v1/overview' };
const TOO_MANY = json(429, { message: 'Too Many Requests' });

let sites: Sites;
let refusals: OutgoingResponse[];
let asked: number;
beforeAll(async () => {
  sites = await startSites({
    'id.example': ({ method }) =>
      json(200, method === 'GET' ? { token_endpoint: 'https://id.example/token' } : { access_token: 'x' }),
    'api.example': () => {
      asked += 1;
      return refusals.shift() ?? json(200, { fine: true });
    },
  });
});
afterAll(() => sites.close());
beforeEach(() => {
  asked = 0;
});

/** Calls an API that refuses as often as this; what came of it, and how long it waited each time. */
async function callAfter(given: readonly OutgoingResponse[], call = READ) {
  refusals = [...given];
  const waits: number[] = [];
  const network = localNetwork({ ...sites, httpsPort: sites.port, httpPort: sites.port });
  const patience = {
    now: () => Date.parse('2026-11-21T08:00:00Z'),
    random: () => 0.5,
    sleep: async (milliseconds: number) => waits.push(milliseconds),
  };
  const target = { network, host: 'api.example', issuer: 'https://id.example', client: { id: 'a', secret: 'b' } };
  return { reply: await createApiClient(target, patience)(call), waits };
}

function comeBack(retryAfter: string): OutgoingResponse {
  return { ...TOO_MANY, status: 503, fields: [['Retry-After', retryAfter]] };
}

test('a GET that is throttled is asked again, after waits that double', async () => {
  const { reply, waits } = await callAfter([TOO_MANY, TOO_MANY, TOO_MANY]);
  expect(reply).toMatchObject({ ok: true, value: { body: { fine: true } } });
  expect(waits).toEqual([250, 500, 1000]);
});

test('waits as long as Retry-After says', async () => {
  const { reply, waits } = await callAfter([comeBack('7'), comeBack('Sat, 21 Nov 2026 08:00:20 GMT')]);
  expect(reply.ok).toBe(true);
  expect(waits).toEqual([7000, 20_000]);
});

test('gives up after six times', async () => {
  const { reply, waits } = await callAfter(Array.from({ length: 9 }, () => TOO_MANY));
  expect(reply).toMatchObject({ ok: false, problem: { code: 'api.unreachable' } });
  expect([asked, waits.length]).toEqual([6, 5]);
});

test.each<[string, ApiCall, OutgoingResponse]>([
  ['what changes something', { ...READ, method: 'POST' }, TOO_MANY],
  ['what is to wait longer than a person would', READ, comeBack('31')],
  ['what is broken', READ, { ...TOO_MANY, status: 502 }],
])('asks once: %s', async (_case, call, refusal) => {
  const { reply, waits } = await callAfter([refusal], call);
  expect(reply.ok).toBe(false);
  expect([asked, waits]).toEqual([1, []]);
});
