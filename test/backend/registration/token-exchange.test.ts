import { X509Certificate } from 'node:crypto';
import { configureAddeUrl, refreshAddeUrl, removeAddeUrl } from '../../../lib/backend/registration/commands';
import { deleteToken, isKept, makeTokenKey, uploadToken } from '../../../lib/backend/registration/token-exchange';
import { problem } from '../../../lib/core/problems';
import { failed } from '../../../lib/core/result';
import { encryptToken } from '../../support/token-file';
import { describeWith } from '../../support/tools';
import { createSimulation, DISCOVERY_DOMAIN } from './simulation';

const OWN = { tenant: 'acme', server: 'own' };
const SHARED = { tenant: 'acme', server: 'main' };
const ENTRY = 'acme/own';
const DAY = 86_400_000;

function open() {
  const simulation = createSimulation([{ ...OWN, owned: true }, SHARED]);
  const ports = simulation.start();
  const upload = (file: Uint8Array, force = false) =>
    uploadToken(ports, OWN, { file, force, by: 'machine:cli', deadline: simulation.now + 20_000 });
  const newToken = () => JSON.stringify(simulation.apple.downloadToken(ENTRY));
  const makeKey = async (confirmation = 'own', replace = false) => {
    const made = await makeTokenKey(ports, OWN, { confirmation, replace });
    if (!made.ok) throw new Error(made.problem.message);
    return made.value.certificate;
  };
  return { simulation, ports, upload, newToken, makeKey };
}

describe('makeTokenKey', () => {
  test.each([
    undefined,
    '',
    'Own',
    'main',
  ])('wants the name of the entry, and says what will stop: %j', async (name) => {
    const { ports, simulation } = open();
    const refused = await makeTokenKey(ports, OWN, { confirmation: name, replace: false });
    expect(refused).toMatchObject({ ok: false, problem: { code: 'token.confirm-name' } });
    expect(refused.ok || refused.problem.message).toContain('stops the MDM that uses the entry "own"');
    expect(simulation.owned.size).toBe(0);
  });

  test('gives out the certificate, and the key to the secret store alone', async () => {
    const { makeKey, simulation } = open();
    const certificate = await makeKey();
    expect(new X509Certificate(certificate).subject).toBe('CN=Signpost acme/own');
    expect(certificate).not.toContain('PRIVATE');
    expect(simulation.owned.get(ENTRY)?.staged?.privateKey).toContain('PRIVATE KEY');
    expect(JSON.stringify([...simulation.tables.servers.values()])).not.toContain('PRIVATE');
  });

  test('gives the key that waits again, and makes another one only on request', async () => {
    const { ports, simulation } = open();
    const first = await makeTokenKey(ports, OWN, { confirmation: 'own', replace: false });
    const made = simulation.owned.get(ENTRY);
    simulation.now += DAY;
    const again = await makeTokenKey(ports, OWN, { confirmation: 'own', replace: false });
    expect(again).toEqual({ ok: true, value: { ...(first.ok && first.value), waitingSince: expect.any(Number) } });
    const since = again.ok ? (again.value.waitingSince ?? 0) : 0;
    expect(Math.abs(since - (simulation.now - DAY))).toBeLessThan(1000);
    expect(simulation.owned.get(ENTRY)).toEqual(made);
    const another = await makeTokenKey(ports, OWN, { confirmation: 'own', replace: true });
    expect(another).toEqual({
      ok: true,
      value: { certificate: expect.not.stringContaining(made?.staged?.certificate ?? '') },
    });
  });

  test('is nothing for a shared token, nor for a server that is not declared', async () => {
    const { ports } = open();
    expect(await makeTokenKey(ports, SHARED, { confirmation: 'main', replace: false })).toMatchObject({
      problem: { code: 'token.shared-read-only' },
    });
    const undeclared = { tenant: 'acme', server: 'x' };
    expect(await makeTokenKey(ports, undeclared, { confirmation: 'x', replace: false })).toMatchObject({
      problem: { code: 'adde.server-not-found' },
    });
  });

  test('is done by one process at a time', async () => {
    const { ports, simulation } = open();
    await ports.leases.hold('token/acme/own', 'other', simulation.now + 1000, simulation.now);
    expect(await makeTokenKey(ports, OWN, { confirmation: 'own', replace: false })).toMatchObject({
      problem: { code: 'adde.busy' },
    });
  });
});

describeWith('openssl')('uploadToken', () => {
  test('puts the token into use once Apple knows it, and the ADDE URL can be set', async () => {
    const { makeKey, upload, newToken, simulation, ports } = open();
    const file = encryptToken(await makeKey(), newToken());
    expect(await upload(file)).toMatchObject({
      ok: true,
      value: { token: { account: { serverName: `Entry ${ENTRY}` } } },
    });
    expect(simulation.owned.get(ENTRY)?.staged).toBeUndefined();
    const asking = { by: 'machine:cli', role: 'platform', deadline: simulation.now + 20_000 } as const;
    expect(await configureAddeUrl(ports, OWN, undefined, asking)).toMatchObject({ value: { state: 'set' } });
  });

  test('renews without a gap: until the new token is proved, the old one stays', async () => {
    const { makeKey, upload, newToken, simulation } = open();
    await upload(encryptToken(await makeKey(), newToken()));
    const first = simulation.owned.get(ENTRY)?.token;
    simulation.now += 300 * DAY;
    const certificate = await makeKey(`Entry ${ENTRY}`);
    expect(simulation.owned.get(ENTRY)).toMatchObject({ token: first });
    const file = encryptToken(certificate, newToken());
    simulation.apple.faults.add({ fault: { kind: 'status', status: 503 } });
    expect(await upload(file)).toMatchObject({ problem: { code: 'apple.unavailable' } });
    expect(simulation.owned.get(ENTRY)).toMatchObject({ token: first, staged: {} });
    simulation.apple.faults.clear();
    expect((await upload(file)).ok).toBe(true);
    expect(simulation.owned.get(ENTRY)?.token?.expiresAt).toBeGreaterThan((first?.expiresAt ?? 0) + 299 * DAY);
    expect(simulation.tables.events.map(({ what }) => what)).toContain('token-changed');
  });

  test('asks for the name that the entry has at Apple, once that is known', async () => {
    const { makeKey, upload, newToken, ports } = open();
    await upload(encryptToken(await makeKey(), newToken()));
    expect(await makeTokenKey(ports, OWN, { confirmation: 'own', replace: false })).toMatchObject({
      problem: { code: 'token.confirm-name' },
    });
    expect((await makeTokenKey(ports, OWN, { confirmation: `Entry ${ENTRY}`, replace: false })).ok).toBe(true);
  });

  test('refuses a file for another key', async () => {
    const { makeKey, upload, newToken, simulation } = open();
    const old = await makeKey();
    await makeKey('own', true);
    expect(await upload(encryptToken(old, newToken()))).toMatchObject({ problem: { code: 'token.file-other-key' } });
    expect(simulation.owned.get(ENTRY)?.token).toBeUndefined();
  });

  test('takes the file for a key that another person asked for again', async () => {
    const { makeKey, upload, newToken } = open();
    const file = encryptToken(await makeKey(), newToken());
    await makeKey();
    expect(await upload(file)).toMatchObject({ ok: true });
  });

  test('refuses a file where no key waits', async () => {
    const { upload } = open();
    expect(await upload(Buffer.from('MIME-Version: 1.0\n\nAAAA'))).toMatchObject({
      problem: { code: 'token.no-staged-key' },
    });
  });

  test('refuses a token that Apple does not know any more', async () => {
    const { makeKey, upload, newToken, simulation } = open();
    const file = encryptToken(await makeKey(), newToken());
    newToken();
    expect(await upload(file)).toMatchObject({ problem: { code: 'apple.token-rejected' } });
    expect(simulation.owned.get(ENTRY)?.token).toBeUndefined();
  });

  test('refuses an expired token without asking Apple', async () => {
    const { makeKey, upload, newToken, simulation } = open();
    const file = encryptToken(await makeKey(), newToken());
    simulation.now += 370 * DAY;
    expect(await upload(file)).toMatchObject({ problem: { code: 'token.expired' } });
    expect(simulation.requests).toEqual([]);
  });

  test('takes a token of another entry only by force', async () => {
    const { makeKey, upload, newToken, simulation } = open();
    await upload(encryptToken(await makeKey(), newToken()));
    const other = simulation.secrets.get('acme/main') ?? '';
    const certificate = await makeKey(`Entry ${ENTRY}`);
    const file = encryptToken(certificate, other);
    expect(await upload(file)).toMatchObject({ problem: { code: 'token.other-entry' } });
    expect(await upload(file, true)).toMatchObject({
      value: { token: { account: { serverName: 'Entry acme/main' } } },
    });
  });
});

describe('a token of another entry', () => {
  const atOwn = ({ apple }: ReturnType<typeof createSimulation>) => apple.store.read().entries[ENTRY]?.url?.url;
  const start = async () => {
    const desk = open();
    await desk.upload(Buffer.from(desk.newToken()), true);
    const asking = () => ({ by: 'machine:cli', role: 'platform', deadline: desk.simulation.now + 20_000 }) as const;
    await configureAddeUrl(desk.ports, OWN, undefined, asking());
    const uploadOther = () => desk.upload(Buffer.from(desk.simulation.secrets.get('acme/main') ?? ''), true);
    return { ...desk, asking, uploadOther };
  };

  test('is not taken as long as the one in use opens our URL at Apple, not even by force', async () => {
    const { simulation, ports, asking, uploadOther } = await start();
    const kept = simulation.owned.get(ENTRY);
    expect(await uploadOther()).toMatchObject({ ok: false, problem: { code: 'token.in-use' } });
    expect(simulation.owned.get(ENTRY)).toEqual(kept);
    await removeAddeUrl(ports, OWN, asking());
    expect(atOwn(simulation)).toBeUndefined();
    expect(await uploadOther()).toMatchObject({ ok: true, value: { state: 'none', observed: { kind: 'unknown' } } });
  });

  test('is taken where Apple has rejected the one in use: it opens nothing', async () => {
    const { simulation, ports, asking, newToken, uploadOther } = await start();
    newToken();
    simulation.now += DAY;
    expect(await removeAddeUrl(ports, OWN, asking())).toMatchObject({
      value: { state: 'removing', fault: { code: 'apple.token-rejected' } },
    });
    expect(await uploadOther()).toMatchObject({
      ok: true,
      value: { state: 'removing', observed: { kind: 'unknown' } },
    });
    expect(await refreshAddeUrl(ports, OWN, asking())).toMatchObject({ value: { state: 'none' } });
  });

  test('is taken where nothing was ever sent to the entry before, and the wanted URL is set at the new one', async () => {
    const { simulation, ports, upload, newToken } = open();
    const asking = { by: 'machine:cli', role: 'platform', deadline: simulation.now + 20_000 } as const;
    await upload(Buffer.from(newToken()), true);
    simulation.apple.faults.add({ fault: { kind: 'status', status: 403, word: 'ACCESS_DENIED' }, entry: ENTRY });
    expect(await configureAddeUrl(ports, OWN, undefined, asking)).toMatchObject({ value: { state: 'failed' } });
    const other = Buffer.from(simulation.secrets.get('acme/main') ?? '');
    expect(await upload(other, true)).toMatchObject({ ok: true, value: { token: expect.anything() } });
    expect(await refreshAddeUrl(ports, OWN, asking)).toMatchObject({ value: { state: 'set' } });
    expect(atOwn(simulation)).toBeUndefined();
  });

  test('in a shared secret makes the URL be set there; what stays behind is reported, not an overwriting', async () => {
    const { simulation, ports } = open();
    const asking = () => ({ by: 'machine:cli', role: 'platform', deadline: simulation.now + 20_000 }) as const;
    await configureAddeUrl(ports, SHARED, undefined, asking());
    simulation.secrets.set('acme/main', JSON.stringify(simulation.apple.downloadToken(ENTRY)));
    expect(await refreshAddeUrl(ports, SHARED, asking())).toMatchObject({ value: { state: 'set' } });
    expect(atOwn(simulation)).toContain('/t/acme/s/main/');
    expect(simulation.tables.events.map(({ what, state }) => [what, state.to])).toEqual([
      ['requested', 'pending'],
      ['set', 'set'],
      ['token-changed', 'pending'],
      ['set', 'set'],
    ]);
    expect(simulation.notified.map(({ code }) => code)).toEqual(['token.other-entry']);
    expect(simulation.notified[0]?.message).toContain('/t/acme/s/main/');
  });
});

describe('isKept', () => {
  test('counts a token and a key as stored, until they are deleted', async () => {
    const { ports, makeKey, upload, newToken } = open();
    expect(await isKept(ports, OWN)).toBe(false);
    await makeKey();
    expect(await isKept(ports, OWN)).toBe(true);
    await upload(Buffer.from(newToken()), true);
    expect(await isKept(ports, OWN)).toBe(true);
    await deleteToken(ports, OWN, 'machine:cli');
    expect(await isKept(ports, OWN)).toBe(false);
  });

  test.each([
    ['token.deleted', false],
    ['token.malformed', true],
    ['token.store-unavailable', true],
  ] as const)('counts what cannot be read, unless it is deleted: %s', async (code, kept) => {
    const { ports } = open();
    const readOwned = async () => failed(problem(code, 'Cannot read it: refused; expected its value'));
    expect(await isKept({ ...ports, vault: { ...ports.vault, readOwned } }, OWN)).toBe(kept);
  });
});

describe('deleteToken', () => {
  const by = 'machine:cli';

  test('waits until Apple holds no URL of ours, and forgets the token then', async () => {
    const { simulation, ports, upload, newToken } = open();
    await upload(Buffer.from(newToken()), true);
    const asking = { by, role: 'platform', deadline: simulation.now + 20_000 } as const;
    await configureAddeUrl(ports, OWN, undefined, asking);
    const refused = await deleteToken(ports, OWN, by);
    expect(refused).toMatchObject({ ok: false, problem: { code: 'token.in-use' } });
    expect(refused).toMatchObject({ problem: { message: expect.stringContaining('is "set"') } });
    expect(simulation.owned.get(ENTRY)?.token).toBeDefined();
    await removeAddeUrl(ports, OWN, asking);
    expect(await deleteToken(ports, OWN, by)).toMatchObject({ ok: true, value: { state: 'none', token: {} } });
    expect(simulation.owned.has(ENTRY)).toBe(false);
    expect(simulation.tables.events.at(-1)).toMatchObject({ what: 'token-deleted', by });
  });

  test('changes nothing the second time', async () => {
    const { simulation, ports, upload, newToken } = open();
    await upload(Buffer.from(newToken()), true);
    await deleteToken(ports, OWN, by);
    const events = simulation.tables.events.length;
    expect(await deleteToken(ports, OWN, by)).toMatchObject({ ok: true });
    expect(simulation.tables.events).toHaveLength(events);
  });

  test('keeps the token where Apple still holds our URL from before a restore', async () => {
    const { simulation, ports, upload, newToken } = open();
    await upload(Buffer.from(newToken()), true);
    const asking = { by, role: 'platform', deadline: simulation.now + 20_000 } as const;
    simulation.apple.overwrite(
      ENTRY,
      `https://${DISCOVERY_DOMAIN}/t/acme/s/own/.well-known/com.apple.remotemanagement`,
    );
    await refreshAddeUrl(ports, OWN, asking);
    expect(await deleteToken(ports, OWN, by)).toMatchObject({ problem: { code: 'token.in-use' } });
    simulation.apple.overwrite(ENTRY, 'https://other.example/discovery');
    await refreshAddeUrl(ports, OWN, asking);
    expect(await deleteToken(ports, OWN, by)).toMatchObject({ ok: true });
  });

  test('touches no shared token, and waits for the holder of the lease', async () => {
    const { simulation, ports } = open();
    expect(await deleteToken(ports, SHARED, by)).toMatchObject({ problem: { code: 'token.shared-read-only' } });
    expect(await deleteToken(ports, { tenant: 'acme', server: 'no' }, by)).toMatchObject({
      problem: { code: 'adde.server-not-found' },
    });
    await ports.leases.hold('token/acme/own', 'other', simulation.now + 1000, simulation.now);
    expect(await deleteToken(ports, OWN, by)).toMatchObject({ problem: { code: 'adde.busy' } });
  });
});

describe('a token in the clear', () => {
  test('is taken only by force', async () => {
    const { upload, newToken, simulation } = open();
    const file = Buffer.from(newToken());
    expect(await upload(file)).toMatchObject({ problem: { code: 'token.plain-not-forced' } });
    expect((await upload(file, true)).ok).toBe(true);
    const secret = simulation.owned.get(ENTRY)?.token?.accessSecret ?? '';
    expect(secret).toMatch(/^AS_/);
    expect(
      JSON.stringify([[...simulation.tables.servers.values()], simulation.tables.events, simulation.notified]),
    ).not.toContain(secret);
  });
});
