import { createAppleClient } from '../../../lib/adapters/apple/client';
import { tokenFacts } from '../../../lib/adapters/apple/fingerprint';
import { createSessionCache, type Sessions } from '../../../lib/adapters/apple/sessions';
import { createAppleTransport } from '../../../lib/adapters/apple/transport';
import type { AppleClient, Leases } from '../../../lib/backend/registration/ports';
import { parseServerToken, type ServerToken } from '../../../lib/core/registration/server-token';
import { PROFILE_PATH } from '../../../lib/local/simulation/apple/answer-call';
import { type AppleService, createAppleService } from '../../../lib/local/simulation/apple/service';
import { createMemoryStore } from '../../../lib/local/simulation/apple/state';
import { createMemoryLeases, emptyTables } from '../../backend/registration/memory-store';
import { type AppleListener, openAppleListener } from '../../support/apple-listener';

/** The client against the whole of Apple, over real sockets. */

const ENTRY = 'acme/main';
const URL_TEXT = 'https://a.example/discovery';

let now = Date.parse('2026-11-21T08:00:00Z');
let apple: AppleService;
let entryPoint: AppleListener;
let token: ServerToken;
let waits: number[];
let leases: Leases;

let serial = 0;
const randomHex = (length: number) => {
  serial += 1;
  return serial.toString(16).padStart(length, '0');
};

beforeEach(async () => {
  now = Date.parse('2026-11-21T08:00:00Z');
  waits = [];
  leases = createMemoryLeases(emptyTables());
  const organisation = {
    id: 'acme',
    name: 'Acme',
    verifiedDomains: ['acme.example'],
    defaultAssignment: {},
    termsSigned: true,
    supported: true,
  };
  const entry = { id: ENTRY, organisation: 'acme', name: 'Main entry', uuid: 'U1' };
  const store = createMemoryStore({ organisations: { acme: organisation }, entries: { [ENTRY]: entry } });
  apple = createAppleService({ store, clock: () => now, randomHex });
  token = readToken(JSON.stringify(apple.downloadToken(ENTRY)));
  entryPoint = await openAppleListener(apple);
});
afterEach(() => entryPoint.close());

function readToken(text: string): ServerToken {
  const parsed = parseServerToken(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

interface Options {
  readonly sessions?: Sessions;
  /** How far this machine's clock is ahead. */
  readonly skewMs?: number;
  readonly nonce?: () => string;
}

function client({ sessions = createSessionCache(), skewMs = 0, nonce = () => randomHex(8) }: Options = {}) {
  // Apple's requests are signed for its own name, wherever they really go.
  const network = { name: 'test', route: () => ({ host: '127.0.0.1', port: entryPoint.port }) };
  return createAppleClient({
    send: createAppleTransport(network, 'http://apple.test'),
    leases,
    sessions,
    newHolder: () => randomHex(8),
    clock: () => now + skewMs,
    random: () => 0,
    nonce,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
  });
}

const deadline = () => now + 20_000;
const observe = (using = client(), until = deadline()) => using.converse(token, until, (talk) => talk.readAddeUrl());

/** The code of the problem, of the conversation or within it; nothing where all went well. */
async function codeOf(talking: ReturnType<typeof observe>): Promise<string | undefined> {
  const talked = await talking;
  const result = talked.ok ? talked.value : talked;
  return result.ok ? undefined : result.problem.code;
}

describe('a conversation', () => {
  test('signs in once and does all there is', async () => {
    const talked = await client().converse(token, deadline(), async (talk) => [
      await talk.readAccount(),
      // Another sign-in would fail from now on.
      apple.faults.add({ fault: { kind: 'status', status: 500 }, path: '/session' }),
      await talk.readAddeUrl(),
      await talk.setAddeUrl(URL_TEXT),
      await talk.readAddeUrl(),
      await talk.removeAddeUrl(),
      await talk.readAddeUrl(),
    ]);
    expect(talked).toMatchObject({
      ok: true,
      value: [
        { value: { serverName: 'Main entry', offersAddeUrl: true } },
        undefined,
        { value: { kind: 'none' } },
        { ok: true },
        // In the meantime the session has got another name.
        { value: { kind: 'url', url: URL_TEXT, setTime: now } },
        { ok: true },
        { value: { kind: 'none' } },
      ],
    });
  });

  test('uses the session of the one before', async () => {
    const using = client();
    await observe(using);
    apple.faults.add({ fault: { kind: 'status', status: 500 }, path: '/session' });
    expect(await codeOf(observe(using))).toBeUndefined();
  });

  test('signs in again, once, when the session is over', async () => {
    const using = client();
    await observe(using);
    now += 10 * 60_000;
    expect(await codeOf(observe(using))).toBeUndefined();
  });

  test.each([
    [{ kind: 'status', status: 401 } as const],
    [{ kind: 'status', status: 403, word: 'FORBIDDEN' } as const],
  ])('signs in again, once, after %j', async (fault) => {
    apple.faults.add({ fault, path: PROFILE_PATH, times: 1 });
    expect(await codeOf(observe())).toBeUndefined();
    apple.faults.add({ fault, path: PROFILE_PATH });
    expect(await codeOf(observe())).toBe('apple.session-refused');
  });

  test('gives up where another party signs in all the time, and does not fight', async () => {
    apple.faults.add({ fault: { kind: 'foreign-sign-ins' } });
    const sessions = createSessionCache();
    let signIns = 0;
    const using = client({
      // A second goes by before each use of a session.
      sessions: {
        ...sessions,
        get: (fingerprint) => {
          now += 1000;
          return sessions.get(fingerprint);
        },
      },
      nonce: () => {
        signIns += 1;
        return randomHex(8);
      },
    });
    const talked = await using.converse(token, deadline(), async (talk) => {
      const observations = [await talk.readAddeUrl(), await talk.readAddeUrl(), await talk.readAddeUrl()];
      return observations.map((each) => (each.ok ? 'ok' : each.problem.code));
    });
    expect(talked).toEqual({ ok: true, value: ['ok', 'ok', 'apple.session-refused'] });
    expect(signIns).toBe(2);
  });

  test('asks for the account without taking the administrator over', async () => {
    const talked = await client().converse(token, deadline(), (talk) => talk.readAccount());
    expect(JSON.stringify(talked)).not.toContain('@');
  });
});

describe('the lease', () => {
  test.each([
    ['another process', () => client()],
    ['the same process', (own: AppleClient) => own],
  ])('lets one conversation at a time have a token: %s waits', async (_, other) => {
    const own = client();
    const meanwhile = () => codeOf(observe(other(own)));
    // The first one who is refused does not give back what it does not hold.
    const outcome = await own.converse(token, deadline(), async () => [await meanwhile(), await meanwhile()]);
    expect(outcome).toEqual({ ok: true, value: ['adde.busy', 'adde.busy'] });
    expect(await meanwhile()).toBeUndefined();
  });

  test('is prolonged before a request that it might not outlast, and not before others', async () => {
    const hold = jest.spyOn(leases, 'hold');
    await client().converse(token, now + 60_000, async (talk) => {
      await talk.readAddeUrl();
      now += 10_000;
      await talk.readAddeUrl();
      expect(hold).toHaveBeenCalledTimes(1);
      now += 1;
      await talk.readAddeUrl();
    });
    expect(hold).toHaveBeenCalledTimes(2);
    expect(hold).toHaveBeenLastCalledWith(expect.any(String), expect.any(String), now + 30_000, now);
  });

  test('is given back after a defect', async () => {
    const broken = client().converse(token, deadline(), () => Promise.reject(new Error('defect')));
    await expect(broken).rejects.toThrow('defect');
    expect(await codeOf(observe(client()))).toBeUndefined();
  });

  test('stops a conversation that lost it', async () => {
    const talked = await client().converse(token, now + 60_000, async (talk) => {
      now += 31_000;
      await leases.hold(`apple/${tokenFacts(token).entry}`, 'two', now + 30_000, now);
      return talk.setAddeUrl(URL_TEXT);
    });
    expect(talked).toMatchObject({ value: { problem: { code: 'adde.busy' } } });
    expect(apple.store.read().entries[ENTRY]?.url).toBeUndefined();
  });
});

describe('faults of Apple', () => {
  test.each([
    ['a short throttling', { kind: 'status', status: 429, retryAfterSeconds: 3 } as const, [3000]],
    ['an outage of a moment', { kind: 'status', status: 503 } as const, [125]],
    ['half an answer', { kind: 'half-answer' } as const, [125]],
    ['a connection that is reset', { kind: 'reset', done: false } as const, [125]],
  ])('%s is waited for', async (_, fault, expected) => {
    apple.faults.add({ fault, path: PROFILE_PATH, times: 1 });
    apple.overwrite(ENTRY, URL_TEXT);
    expect(await codeOf(observe())).toBeUndefined();
    expect(waits).toEqual(expected);
  });

  test('pauses grow, and end after three attempts', async () => {
    apple.faults.add({ fault: { kind: 'status', status: 500 } });
    expect(await codeOf(observe())).toBe('apple.unavailable');
    expect(waits).toEqual([125, 250]);
  });

  test.each([
    ['than there is time', 3, 2000],
    ['than a few seconds, which are the next visit’s', 120, 240_000],
  ])('a pause is left to the next visit where it is longer %s; the problem holds what Apple asked for', async (_, retryAfterSeconds, patience) => {
    apple.faults.add({ fault: { kind: 'status', status: 429, retryAfterSeconds }, path: PROFILE_PATH });
    const talked = await observe(client(), now + patience);
    expect(talked).toMatchObject({ value: { problem: { code: 'apple.throttled', retryAfterSeconds } } });
    expect(waits).toEqual([]);
  });

  test('an answer that does not come is a time-out', async () => {
    apple.faults.add({ fault: { kind: 'slow', milliseconds: 60_000 }, path: PROFILE_PATH });
    const talked = client().converse(token, now + 60, (talk) => talk.readAddeUrl());
    expect(await codeOf(talked)).toBe('apple.timeout');
  });

  test('a closed port is unreachable', async () => {
    await entryPoint.close();
    expect(await codeOf(observe())).toBe('apple.unreachable');
    entryPoint = await openAppleListener(apple);
  });

  test.each([
    ['T_C_NOT_SIGNED', 'apple.terms-not-signed'],
    ['ACCESS_DENIED', 'apple.access-denied'],
  ])('%s is not tried again', async (word, code) => {
    apple.faults.add({ fault: { kind: 'status', status: 403, word }, path: '/session' });
    expect(await codeOf(observe())).toBe(code);
    expect(waits).toEqual([]);
  });

  test('a rejected token is not tried again', async () => {
    apple.downloadToken(ENTRY);
    expect(await codeOf(observe())).toBe('apple.token-rejected');
    expect(waits).toEqual([]);
  });

  test('an oversized answer is refused', async () => {
    const entry = apple.store.read().entries[ENTRY];
    if (!entry) throw new Error('No such entry.');
    apple.overwrite(ENTRY, `https://a.example/${'x'.repeat(300_000)}`);
    expect(await codeOf(observe())).toBe('apple.answer-unreadable');
  });
});

describe('a clock that is wrong', () => {
  test.each([-3_600_000, 3_600_000])('by %d ms is set right by what Apple says', async (skewMs) => {
    expect(await codeOf(observe(client({ skewMs }), deadline() + skewMs))).toBeUndefined();
  });

  test('is not taken for the reason why a token is rejected', async () => {
    apple.downloadToken(ENTRY);
    expect(await codeOf(observe(client({ skewMs: 3_600_000 }), deadline() + 3_600_000))).toBe('apple.token-rejected');
  });
});
