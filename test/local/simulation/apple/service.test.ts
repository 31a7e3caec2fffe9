import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorizationHeader } from '../../../../lib/adapters/apple/oauth';
import { parseServerToken } from '../../../../lib/core/registration/server-token';
import { owned, shared } from '../../../../lib/core/tenants/authoring';
import { type AppleReply, PROFILE_PATH } from '../../../../lib/local/simulation/apple/answer-call';
import { seedApple } from '../../../../lib/local/simulation/apple/seed';
import { type AppleService, createAppleService } from '../../../../lib/local/simulation/apple/service';
import {
  type AppleStore,
  createFileStore,
  createMemoryStore,
  NOTHING_KNOWN,
} from '../../../../lib/local/simulation/apple/state';
import { buildFleet, plainTenant, tenantOf } from '../../../support/fleet';

const SECRET = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:mdm';
const FLEET = buildFleet({
  tenants: {
    acme: {
      ...tenantOf('acme.example', 'mail.acme.example'),
      servers: { main: { token: shared(SECRET) }, tablets: { token: owned() } },
    },
    globex: plainTenant('globex.example'),
  },
});
const URL_TEXT = 'https://discovery.example/t/acme/s/main';

let serial = 0;
const randomHex = (length: number) => {
  serial += 1;
  return serial.toString(16).padStart(length, '0');
};

interface Desk {
  readonly service: AppleService;
  readonly call: (method: string, path: string, options?: { session?: string; body?: string }) => AppleReply;
  readonly signIn: (changes?: SignInChanges) => AppleReply;
  readonly session: () => string;
  now: number;
}

interface SignInChanges {
  readonly nonce?: string;
  readonly timestamp?: number;
  readonly secret?: string;
}

function open(store: AppleStore = createMemoryStore(seedApple(NOTHING_KNOWN, FLEET, { randomHex, now: 0 }))): Desk {
  const desk = { now: Date.parse('1970-02-01T00:00:00Z') };
  const service = createAppleService({ store, clock: () => desk.now, randomHex });
  const request = (method: string, path: string, headers: Record<string, string>, body = '') =>
    service.answer({ method, path, url: `https://mdmenrollment.apple.com${path}`, headers, body });
  const signIn: Desk['signIn'] = ({ nonce = randomHex(8), timestamp = desk.now / 1000, secret } = {}) => {
    const token = parseServerToken(JSON.stringify(store.read().entries['acme/main']?.token));
    if (!token.ok) throw new Error('The entry has no token.');
    const used = { ...token.value, ...(secret === undefined ? {} : { accessSecret: secret }) };
    const to = { method: 'GET', url: 'https://mdmenrollment.apple.com/session' };
    return request('GET', '/session', {
      authorization: authorizationHeader(to, used, { nonce, timestamp: Math.floor(timestamp) }),
    });
  };
  return Object.assign(desk, {
    service,
    signIn,
    session: () => String(JSON.parse(signIn().body).auth_session_token),
    call: (method: string, path: string, { session = '', body }: { session?: string; body?: string } = {}) =>
      request(method, path, { 'x-adm-auth-session': session }, body),
  });
}

describe('signing in', () => {
  test('gives a session for a good signature', () => {
    const reply = open().signIn();
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body)).toEqual({ auth_session_token: expect.stringMatching(/O1O/) });
  });

  test.each<[string, SignInChanges]>([
    ['a wrong secret', { secret: 'wrong' }],
    ['a clock that is an hour behind', { timestamp: Date.parse('1970-01-31T23:00:00Z') / 1000 }],
    ['a clock that is an hour ahead', { timestamp: Date.parse('1970-02-01T01:00:00Z') / 1000 }],
  ])('refuses %s', (_, changes) => expect(open().signIn(changes).status).toBe(401));

  test('refuses a nonce that was used', () => {
    const desk = open();
    expect(desk.signIn({ nonce: 'once' }).status).toBe(200);
    expect(desk.signIn({ nonce: 'once' }).status).toBe(401);
  });

  test('refuses a token that has expired, and one that was replaced', () => {
    const desk = open();
    const before = parseServerToken(JSON.stringify(desk.service.store.read().entries['acme/main']?.token));
    desk.now += 400 * 86_400_000;
    expect(desk.signIn().status).toBe(401);
    desk.service.downloadToken('acme/main');
    expect(desk.signIn().status).toBe(200);
    if (before.ok) expect(desk.signIn({ secret: before.value.accessSecret }).status).toBe(401);
  });

  test('distinguishes a malformed sign-in from a refused one', () => {
    expect(open().call('GET', '/session').status).toBe(400);
  });

  test('refuses everything until the terms are signed', () => {
    const desk = open();
    const session = desk.session();
    desk.service.signTerms('acme', false);
    expect(desk.signIn()).toMatchObject({ status: 403, body: 'T_C_NOT_SIGNED\n' });
    expect(desk.call('GET', PROFILE_PATH, { session })).toMatchObject({ status: 403, body: '"T_C_NOT_SIGNED"' });
    desk.service.signTerms('acme', true);
    expect(desk.call('GET', '/account', { session }).status).toBe(200);
  });
});

describe('a session', () => {
  test('is one of its kind, ends after minutes, and goes on under a new name from time to time', () => {
    const desk = open();
    const first = desk.session();
    const second = desk.session();
    expect(desk.call('GET', '/account', { session: first }).status).toBe(401);
    const replies = Array.from({ length: 4 }, () => desk.call('GET', '/account', { session: second }));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const rotated = new Map(replies.at(-1)?.fields).get('X-ADM-Auth-Session');
    expect(desk.call('GET', '/account', { session: second }).status).toBe(401);
    expect(desk.call('GET', '/account', { session: rotated }).status).toBe(200);
    desk.now += 4 * 60_000;
    expect(desk.call('GET', '/account', { session: rotated }).status).toBe(401);
  });

  test('lasts no second while another party signs in all the time', () => {
    const desk = open();
    desk.service.faults.add({ fault: { kind: 'foreign-sign-ins' }, entry: 'acme/main' });
    const session = desk.session();
    expect(desk.call('GET', '/account', { session }).status).toBe(200);
    desk.now += 1000;
    expect(desk.call('GET', '/account', { session }).status).toBe(401);
  });
});

describe('the ADDE URL', () => {
  const body = JSON.stringify({ mdm_service_discovery_url: URL_TEXT });

  test('is set, shown with its time, replaced and removed', () => {
    const desk = open();
    const session = desk.session();
    expect(desk.call('GET', PROFILE_PATH, { session })).toMatchObject({ status: 404, body: '"NOT_FOUND"' });
    expect(desk.call('POST', PROFILE_PATH, { session, body }).status).toBe(200);
    expect(JSON.parse(desk.call('GET', PROFILE_PATH, { session }).body)).toEqual({
      mdm_service_discovery_url: URL_TEXT,
      last_updated_timestamp: '1970-02-01T00:00:00Z',
    });
    const next = desk.session();
    expect(desk.call('DELETE', PROFILE_PATH, { session: next })).toMatchObject({ status: 200, body: '' });
    expect(desk.call('GET', PROFILE_PATH, { session: next }).status).toBe(404);
  });

  test.each([
    ['', 'MDM_SERVICE_DISCOVERY_URL_REQUIRED'],
    ['{}', 'MDM_SERVICE_DISCOVERY_URL_REQUIRED'],
    ['{"mdm_service_discovery_url":""}', 'MDM_SERVICE_DISCOVERY_URL_REQUIRED'],
    ['{"mdm_service_discovery_url":"http://a.example/"}', 'MDM_SERVICE_DISCOVERY_URL_NOT_VALID'],
    ['{"mdm_service_discovery_url":"nonsense"}', 'MDM_SERVICE_DISCOVERY_URL_NOT_VALID'],
  ])('is refused for the body %j with %s', (text, word) => {
    const desk = open();
    const reply = desk.call('POST', PROFILE_PATH, { session: desk.session(), body: text });
    expect(reply).toMatchObject({ status: 400, body: `"${word}"` });
  });

  test('is not offered to every organisation', () => {
    const desk = open();
    const { organisations, ...rest } = desk.service.store.read();
    const { acme } = organisations;
    if (!acme) throw new Error('No such organisation.');
    desk.service.store.write({ ...rest, organisations: { ...organisations, acme: { ...acme, supported: false } } });
    const session = desk.session();
    expect(desk.call('GET', PROFILE_PATH, { session })).toMatchObject({ status: 400, body: '"ORG_NOT_SUPPORTED"' });
    expect(JSON.parse(desk.call('GET', '/account', { session }).body).urls).toEqual([
      { uri: '/account', http_method: ['GET'] },
    ]);
  });

  test('there is no PUT, and nothing without a session', () => {
    const desk = open();
    expect(desk.call('PUT', PROFILE_PATH, { session: desk.session(), body }).status).toBe(405);
    expect(desk.call('POST', PROFILE_PATH, { session: 'invented', body }).status).toBe(401);
    expect(desk.service.registeredUrl('acme.example', 'iPhone')).toBeUndefined();
  });
});

describe('the fallback', () => {
  test('finds the URL by verified domain and default assignment of the family', () => {
    const { service } = open();
    service.overwrite('acme/main', URL_TEXT);
    expect(service.registeredUrl('acme.example', 'iPhone')).toBe(URL_TEXT);
    expect(service.registeredUrl('mail.acme.example', undefined)).toBe(URL_TEXT);
    expect(service.registeredUrl('globex.example', 'iPhone')).toBeUndefined();
    const { organisations, ...rest } = service.store.read();
    const { acme } = organisations;
    if (!acme) throw new Error('No such organisation.');
    const defaultAssignment = { iPhone: 'acme/main', Mac: 'acme/tablets', iPad: 'built-in' } as const;
    service.store.write({ ...rest, organisations: { ...organisations, acme: { ...acme, defaultAssignment } } });
    expect(service.registeredUrl('acme.example', 'iPhone')).toBe(URL_TEXT);
    expect(service.registeredUrl('acme.example', 'Mac')).toBeUndefined();
    expect(service.registeredUrl('acme.example', 'RealityDevice')).toBeUndefined();
    expect(service.usesBuiltInMdm('acme.example', 'iPad')).toBe(true);
    expect(service.usesBuiltInMdm('acme.example', 'iPhone')).toBe(false);
  });
});

describe('faults on demand', () => {
  test('affect the requests that they are meant for, as often as set', () => {
    const desk = open();
    const session = desk.session();
    desk.service.faults.add({
      fault: { kind: 'status', status: 503, retryAfterSeconds: 7 },
      path: PROFILE_PATH,
      times: 1,
    });
    expect(desk.call('GET', '/account', { session }).status).toBe(200);
    const met = desk.call('GET', PROFILE_PATH, { session });
    expect(met.status).toBe(503);
    expect(new Map(met.fields).get('Retry-After')).toBe('7');
    expect(desk.call('GET', PROFILE_PATH, { session }).status).toBe(404);
  });

  test.each([
    [{ kind: 'slow', milliseconds: 9 }, { delayMs: 9 }, true],
    [{ kind: 'half-answer' }, { broken: 'half' }, true],
    [{ kind: 'reset', done: true }, { broken: 'reset' }, true],
    [{ kind: 'reset', done: false }, { broken: 'reset' }, false],
    [{ kind: 'status', status: 500 }, { status: 500 }, false],
  ] as const)('%j: what was asked is done or not', (fault, expected, done) => {
    const desk = open();
    const session = desk.session();
    desk.service.faults.add({ fault, entry: 'acme/main' });
    const body = JSON.stringify({ mdm_service_discovery_url: URL_TEXT });
    expect(desk.call('POST', PROFILE_PATH, { session, body })).toMatchObject(expected);
    expect(desk.service.registeredUrl('acme.example', 'iPhone') !== undefined).toBe(done);
  });

  test('leave other entries alone, and end when they are cleared', () => {
    const desk = open();
    const session = desk.session();
    desk.service.faults.add({ fault: { kind: 'status', status: 500 }, entry: 'acme/tablets' });
    expect(desk.call('GET', '/account', { session }).status).toBe(200);
    desk.service.faults.add({ fault: { kind: 'status', status: 500 } });
    expect(desk.call('GET', '/account', { session }).status).toBe(500);
    desk.service.faults.clear();
    expect(desk.call('GET', '/account', { session }).status).toBe(200);
  });
});

describe('the state of Apple', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signpost-apple-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is seeded from the fleet: shared tokens exist, owned ones do not', () => {
    const state = seedApple(NOTHING_KNOWN, FLEET, { randomHex, now: 0 });
    expect(Object.keys(state.organisations)).toEqual(['acme']);
    expect(state.organisations['acme']).toMatchObject({
      verifiedDomains: ['acme.example', 'mail.acme.example'],
      defaultAssignment: { iPhone: 'acme/main', Mac: 'acme/main' },
    });
    expect(state.entries['acme/main']?.token?.access_token_expiry).toBe('1971-01-01T00:00:00Z');
    expect(state.entries['acme/tablets']?.token).toBeUndefined();
  });

  test('keeps what it knew when it is seeded again', () => {
    const store = createMemoryStore(seedApple(NOTHING_KNOWN, FLEET, { randomHex, now: 0 }));
    const { service } = open(store);
    service.overwrite('acme/main', URL_TEXT);
    service.signTerms('acme', false);
    const known = store.read();
    expect(seedApple(known, FLEET, { randomHex, now: 1 })).toEqual(known);
  });

  test('survives a restart in a file that only its owner reads', () => {
    const file = join(folder, 'deep', 'apple.json');
    const store = createFileStore(file);
    store.write(seedApple(NOTHING_KNOWN, FLEET, { randomHex, now: 0 }));
    open(store).service.overwrite('acme/main', URL_TEXT);
    expect(createFileStore(file).read()).toEqual(store.read());
    expect(createFileStore(file).read().entries['acme/main']?.url?.url).toBe(URL_TEXT);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test.each(['', 'nonsense', '[]', '{}'])('begins anew where the file holds %j', (text) => {
    const file = join(folder, 'apple.json');
    writeFileSync(file, text);
    expect(createFileStore(file).read()).toEqual(NOTHING_KNOWN);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
