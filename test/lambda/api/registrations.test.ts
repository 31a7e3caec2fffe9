import { tokenFacts } from '../../../lib/adapters/apple/fingerprint';
import { reconcile } from '../../../lib/backend/registration/reconcile';
import { changeControls } from '../../../lib/backend/registration/record';
import { type Api, claims, NOW, type Provider, startApi, startProvider } from '../../support/api';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { serverRecord, tenantRecord } from '../../support/tenant-records';

const ADDE = '/v1/tenants/acme/servers/main/adde-url';
const TOKEN = '/v1/tenants/acme/servers/main/token';
const DEFAULT_URL = 'https://discovery.signpost.example/t/acme/s/main/.well-known/com.apple.remotemanagement';

let engine: Engine;
let provider: Provider;
let api: Api;
beforeAll(async () => {
  [engine, provider] = await Promise.all([startDynoxide(), startProvider()]);
});
afterAll(() => engine.close());
beforeEach(async () => {
  api = await startApi(engine, provider);
  await api.repository.commit([
    { kind: 'tenant', record: tenantRecord('acme', { servers: ['main'] }) },
    { kind: 'server', record: serverRecord('main', 'acme') },
  ]);
});

async function ask(method: string, path: string, body?: unknown, who: object = claims.acme, ifMatch?: string) {
  const headers: Record<string, string> = ifMatch === undefined ? {} : { 'if-match': ifMatch };
  return api.ask({ method, path, body, token: await provider.token({ ...who }), headers });
}

/** The token as Apple gives it out, in the clear. */
function upload(force = true) {
  const token = JSON.stringify(api.registrations.apple.downloadToken('acme/main'));
  return ask('PUT', TOKEN, { file: Buffer.from(token).toString('base64'), force });
}

describe('the ADDE URL of a server', () => {
  test('is unknown at first, and says what it would be', async () => {
    expect((await ask('GET', ADDE)).json).toMatchObject({
      state: 'none',
      defaultUrl: DEFAULT_URL,
      observed: { kind: 'unknown' },
    });
  });

  test("is configured: 200, with Apple's set time; twice the same", async () => {
    await upload();
    const configured = await ask('PUT', ADDE, {});
    expect(configured.status).toBe(200);
    expect(configured.json).toMatchObject({
      state: 'set',
      wanted: { url: DEFAULT_URL },
      observed: { kind: 'url', url: DEFAULT_URL, setTime: '2026-11-21T12:00:00.000Z' },
    });
    const again = await ask('PUT', ADDE, {});
    expect(again.json).toMatchObject({ state: 'set' });
    expect((await ask('GET', ADDE)).headers['etag']).toBe(again.headers['etag']);
  });

  test('is stored where it cannot be done yet: 202, who acts next, and when it is retried', async () => {
    const accepted = await ask('PUT', ADDE, {});
    expect(accepted.status).toBe(202);
    expect(accepted.json).toMatchObject({
      state: 'failed',
      fault: { code: 'token.missing', needs: 'tenant', remedy: expect.stringContaining('signpost token key') },
      nextCheck: expect.any(String),
    });
  });

  test('is not reported as reached where Apple cannot be asked: 202, and why', async () => {
    await upload();
    await ask('PUT', ADDE, {});
    api.registrations.apple.overwrite('acme/main', 'https://other.example/');
    api.registrations.apple.signTerms('acme', false);
    expect(await ask('PUT', ADDE, {})).toMatchObject({
      status: 202,
      json: { state: 'set', fault: { code: 'apple.terms-not-signed' } },
    });
  });

  test.each([
    ['PUT', ADDE, {}],
    ['POST', `${ADDE}/refresh`, undefined],
    ['DELETE', ADDE, undefined],
  ])('is not reported as reached while another process holds the lease: %s %s', async (method, path, body) => {
    await upload();
    await ask('PUT', ADDE, {});
    const { registrations, now } = api;
    const token = registrations.owned.get('acme/main')?.token;
    const lease = `apple/${token && tokenFacts(token).entry}`;
    await registrations.ports.leases.hold(lease, 'a process that died', now + 30_000, now);
    expect(await ask(method, path, body)).toMatchObject({
      status: 202,
      json: { fault: { code: 'adde.busy', needs: 'time' } },
    });
    await registrations.ports.leases.release(lease, 'a process that died');
    const done = await ask(method, path, body);
    expect(done.status).toBe(200);
    expect(done.json).not.toHaveProperty('fault');
  });

  test('is removed, and checked again', async () => {
    await upload();
    await ask('PUT', ADDE, {});
    api.registrations.apple.overwrite('acme/main', 'https://other.example/');
    expect((await ask('POST', `${ADDE}/refresh`)).json).toMatchObject({
      state: 'overwritten',
      observed: { url: 'https://other.example/' },
    });
    expect((await ask('PUT', ADDE, {})).json).toMatchObject({ state: 'set' });
    expect((await ask('DELETE', ADDE)).json).toMatchObject({ state: 'none', observed: { kind: 'none' } });
  });

  test("may be another host's for the platform team alone", async () => {
    await upload();
    const body = { url: 'https://mdm.example/discovery' };
    const refused = await ask('PUT', ADDE, body);
    expect(refused).toMatchObject({ status: 403, json: { code: 'adde.url-not-ours' } });
    expect((await ask('PUT', ADDE, body, claims.platform)).json).toMatchObject({ state: 'set', wanted: body });
  });

  test.each([{ url: 7 }, { url: 'https://a.example/', extra: 1 }, []])('is refused for the body %j', async (body) => {
    expect((await ask('PUT', ADDE, body)).status).toBe(400);
  });

  test('of a server that is not declared is not found', async () => {
    for (const [method, path] of [
      ['GET', ADDE],
      ['DELETE', ADDE],
      ['GET', TOKEN],
    ] as const) {
      expect((await ask(method, path.replace('main', 'other'))).json['code']).toBe('api.not-found');
    }
  });

  test("is part of the tenant's history, with who asked", async () => {
    await upload();
    await ask('PUT', ADDE, {});
    const { json } = await ask('GET', '/v1/tenants/acme/events');
    const actions = (json['items'] as { action: string }[]).map(({ action }) => action);
    expect(actions).toEqual(['registration.set', 'registration.requested']);
  });
});

describe('If-Match of the ADDE URL', () => {
  const OTHER = { url: 'https://mdm.example/discovery' };
  const etagOf = async () => (await ask('GET', ADDE)).headers['etag'];

  test.each([
    ['PUT', {}, 'set'],
    ['DELETE', undefined, 'none'],
  ])('is the one that was read: %s', async (method, body, state) => {
    await upload();
    await ask('PUT', ADDE, OTHER, claims.platform);
    expect(await ask(method, ADDE, body, claims.acme, await etagOf())).toMatchObject({ status: 200, json: { state } });
  });

  test.each([
    ['PUT', {}],
    ['DELETE', undefined],
  ])('of what was changed meanwhile: 412 with the change and the current state, and nothing is written: %s', async (method, body) => {
    await upload();
    const seen = await etagOf();
    const theirs = await ask('PUT', ADDE, OTHER, claims.platform);
    const answer = await ask(method, ADDE, body, claims.acme, seen);
    expect(answer).toMatchObject({ status: 412, json: { code: 'adde.changed-meanwhile', current: theirs.json } });
    expect(answer.headers['etag']).toBe(theirs.headers['etag']);
    const changes = answer.json['changes'] as { action: string; by: string }[];
    expect(changes.map(({ action }) => action)).toEqual(['registration.set', 'registration.requested']);
    expect(changes[1]?.by).toBe('person:person-1');
    expect(await etagOf()).toBe(theirs.headers['etag']);
    expect((await ask(method, ADDE, body, claims.acme, answer.headers['etag'])).status).toBe(200);
  });

  test.each(['x', '"x"', '7', 'W/"1"', ''])('%p is not an ETag of the API: 412', async (etag) => {
    const answer = await ask('PUT', ADDE, {}, claims.acme, etag);
    expect(answer).toMatchObject({ status: 412, json: { changes: [], current: { state: 'none' } } });
  });

  test('may be left out, or be any: the request counts whatever was there before', async () => {
    await upload();
    await ask('PUT', ADDE, OTHER, claims.platform);
    expect(await ask('PUT', ADDE, {}, claims.acme, '*')).toMatchObject({ json: { wanted: { url: DEFAULT_URL } } });
    expect(await ask('DELETE', ADDE)).toMatchObject({ status: 200, json: { state: 'none' } });
  });

  test('of a server that is not declared is not found', async () => {
    expect((await ask('DELETE', ADDE.replace('main', 'other'), undefined, claims.acme, '"1"')).status).toBe(404);
  });

  test("says nothing of what became of the server's fallback", async () => {
    const override = '/v1/tenants/acme/servers/main/fallback/override';
    const desired = {
      policy: { rules: [], otherwise: { kind: 'absent' } },
      why: 'test',
      until: '2026-11-22T12:00:00Z',
    };
    await ask('PUT', override, desired, claims.platform, '"1"');
    await ask('PUT', ADDE, {});
    const late = await ask('DELETE', ADDE, undefined, claims.acme, '"0"');
    const actions = (late.json['changes'] as { action: string }[]).map(({ action }) => action);
    expect(new Set(actions)).toEqual(new Set(['registration.failed', 'registration.requested']));
  });
});

describe('an owned token', () => {
  test('is asked about at Apple until 10 seconds after the request came in, however long the sign-in took', async () => {
    const slow: Provider = {
      ...provider,
      fetch: (url) => {
        api.now += 3000;
        return provider.fetch(url);
      },
    };
    api = await startApi(engine, slow);
    await api.repository.commit([{ kind: 'server', record: serverRecord('main', 'acme') }]);
    const converse = jest.spyOn(api.registrations.ports.apple, 'converse');
    expect((await upload()).status).toBe(200);
    expect(api.now).toBe(NOW + 6000);
    expect(new Set(converse.mock.calls.map(([, deadline]) => deadline))).toEqual(new Set([NOW + 10_000]));
  });

  test('is deleted by the platform team once Apple holds no URL of ours, and is not known any more', async () => {
    await upload();
    await ask('PUT', ADDE, {});
    expect(await ask('DELETE', TOKEN, undefined, claims.platform)).toMatchObject({
      status: 409,
      json: { code: 'token.in-use' },
    });
    await ask('DELETE', ADDE);
    expect((await ask('DELETE', TOKEN)).status).toBe(403);
    expect(api.registrations.owned.size).toBe(1);
    const deleted = await ask('DELETE', TOKEN, undefined, claims.platform);
    expect(deleted).toMatchObject({ status: 200, json: { kind: 'owned', state: 'unknown' } });
    expect(deleted.json).not.toHaveProperty('expires');
    expect(api.registrations.owned.size).toBe(0);
  });

  test('that is shared is none of ours', async () => {
    const token = {
      kind: 'shared',
      secretArn: 'arn:aws:secretsmanager:us-east-1:222222222222:secret:mdm-Ab1Cd2',
    } as const;
    await api.repository.commit([{ kind: 'server', record: serverRecord('mdm', 'acme', { token }) }]);
    const refused = await ask('DELETE', TOKEN.replace('main', 'mdm'), undefined, claims.platform);
    expect(refused).toMatchObject({ status: 409, json: { code: 'token.shared-read-only' } });
  });
});

describe('the server token', () => {
  test('is known by its expiry and entry, and never shown', async () => {
    expect((await ask('GET', TOKEN)).json).toMatchObject({ kind: 'owned', state: 'unknown', confirmation: 'main' });
    const uploaded = await upload();
    expect(uploaded.json).toMatchObject({ state: 'good', entry: 'Entry acme', expires: '2027-11-21T12:00:00.000Z' });
    const shown = await ask('GET', TOKEN);
    expect(shown.text + uploaded.text + api.lines.join('')).not.toMatch(/[CA][KST]_0/);
  });

  test('continues at once what waited for it', async () => {
    expect((await ask('PUT', ADDE, {})).json).toMatchObject({ fault: { code: 'token.missing' } });
    await upload();
    const { json } = await ask('GET', ADDE);
    expect(json).toMatchObject({ state: 'set', observed: { url: DEFAULT_URL } });
    expect(json).not.toHaveProperty('fault');
  });

  test('needs the name of the entry before a key is made, and says what stops', async () => {
    const refused = await ask('POST', `${TOKEN}/key`, { confirm: 'yes' });
    expect(refused).toMatchObject({ status: 409, json: { code: 'token.confirm-name' } });
    expect(refused.json['detail']).toContain('stops the MDM that uses the entry "main"');
    const made = await ask('POST', `${TOKEN}/key`, { confirm: 'main' });
    expect(made.json).toEqual({ certificate: expect.stringContaining('BEGIN CERTIFICATE') });
    const again = await ask('POST', `${TOKEN}/key`, { confirm: 'main' });
    expect(again.json).toEqual({ ...made.json, waitingSince: '2026-11-21T12:00:00.000Z' });
    const another = await ask('POST', `${TOKEN}/key`, { confirm: 'main', replace: true });
    expect(another.json).toEqual({ certificate: expect.stringContaining('BEGIN CERTIFICATE') });
    expect(another.json['certificate']).not.toBe(made.json['certificate']);
    expect(made.text + again.text).not.toContain('PRIVATE');
  });

  test('in the clear must be meant', async () => {
    expect(await upload(false)).toMatchObject({ status: 409, json: { code: 'token.plain-not-forced' } });
  });

  test.each([
    ['bm90IGEgZmlsZQ==', 409],
    ['not base64!', 400],
    ['A'.repeat(60_004), 400],
  ])('is refused for the file %.20s', async (file, status) => {
    expect((await ask('PUT', TOKEN, { file })).status).toBe(status);
  });
});

describe('the controls of the stage', () => {
  test('block every write, and allow it again', async () => {
    await upload();
    const held = await ask('PUT', '/v1/controls', { appleWrites: 'observeOnly' }, claims.platform);
    expect(held.json).toMatchObject({ appleWrites: 'observeOnly', because: 'person' });
    expect(await ask('PUT', ADDE, {})).toMatchObject({ status: 202, json: { fault: { code: 'adde.observe-only' } } });
    expect(api.registrations.apple.store.read().entries['acme/main']?.url).toBeUndefined();
    await ask('PUT', '/v1/controls', { appleWrites: 'on' }, claims.platform);
    expect(await ask('PUT', ADDE, {})).toMatchObject({ status: 200, json: { state: 'set' } });
    const { decisions } = (await ask('GET', '/v1/controls', undefined, claims.platform)).json as {
      decisions: { what: string }[];
    };
    expect(decisions.map(({ what }) => what)).toEqual(['observe-only', 'writes-on']);
  });

  const CONTROLS = '/v1/controls';
  const etagOf = async () => (await ask('GET', CONTROLS, undefined, claims.platform)).headers['etag'];

  test('are changed by a caller who has read the last decision', async () => {
    const seen = await etagOf();
    const theirs = await ask('PUT', CONTROLS, { appleWrites: 'observeOnly' }, claims.platform, seen);
    expect(theirs.status).toBe(200);
    const late = await ask('PUT', CONTROLS, { appleWrites: 'on' }, claims.platform, seen);
    expect(late).toMatchObject({ status: 412, json: { code: 'api.precondition-failed', current: theirs.json } });
    expect(late.headers['etag']).toBe(theirs.headers['etag']);
    expect(await etagOf()).toBe(theirs.headers['etag']);
    const meant = await ask('PUT', CONTROLS, { appleWrites: 'on' }, claims.platform, late.headers['etag']);
    expect(meant).toMatchObject({ status: 200, json: { appleWrites: 'on' } });
  });

  test('have an ETag of what is decided: neither runs nor changes that are counted make another', async () => {
    const seen = await etagOf();
    await upload();
    await ask('PUT', ADDE, {});
    await reconcile(api.registrations.ports, {
      deadline: api.now,
      hardDeadline: api.now,
      parallel: 1,
      onDefect: (_, error) => {
        throw error;
      },
    });
    expect(await etagOf()).toBe(seen);
  });

  test('let a brake be released only by a caller who has read that it is on', async () => {
    const seen = await etagOf();
    await changeControls(api.registrations.ports, (now) => ({ ...now, brakeSince: api.now }));
    const late = await ask('POST', `${CONTROLS}/release-brake`, undefined, claims.platform, seen);
    expect(late).toMatchObject({ status: 412, json: { current: { brakeSince: '2026-11-21T12:00:00.000Z' } } });
    const meant = await ask('POST', `${CONTROLS}/release-brake`, undefined, claims.platform, late.headers['etag']);
    expect(meant.json).not.toHaveProperty('brakeSince');
  });
});
