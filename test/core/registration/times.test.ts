import { parseAppleTime } from '../../../lib/core/registration/apple-time';
import { DAY, dueAfterFault, dueWhenIdle } from '../../../lib/core/registration/due';
import { newRegistration, nextVisit } from '../../../lib/core/registration/registration';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const MINUTE = 60_000;

describe('parseAppleTime', () => {
  test.each([
    '2026-11-21T08:00:00Z',
    '2026-11-21T08:00:00.000Z',
    '2026-11-21T08:00:00.000000Z',
    '2026-11-21T10:00:00+02:00',
    '2026-11-21T10:00:00+0200',
    '2026-11-21 08:00:00',
    '2026-11-21T08:00:00',
    ' 2026-11-21T08:00:00Z ',
    'Sat, 21 Nov 2026 08:00:00 GMT',
    '1795248000',
    '1795248000000',
    1795248000,
    1795248000000,
  ])('reads %j', (value) => expect(parseAppleTime(value)).toBe(NOW));

  test.each(['', 'yesterday', '2026-13-40T00:00:00Z', null, {}, -1, Number.NaN])('reads nothing from %j', (value) => {
    expect(parseAppleTime(value)).toBeUndefined();
  });
});

describe('dueAfterFault', () => {
  const minutes = (
    code: Parameters<typeof dueAfterFault>[0]['code'],
    attempts: number,
    needs: 'time' | 'tenant',
    retry = 0,
  ) => (dueAfterFault({ code, needs, attempts }, { now: NOW, jitter: 0.5 }, retry) - NOW) / MINUTE;

  test('pauses grow up to half an hour', () => {
    expect([1, 2, 3, 6, 7, 8, 100].map((attempts) => minutes('apple.timeout', attempts, 'time'))).toEqual([
      0.5, 1, 2, 16, 30, 30, 30,
    ]);
  });

  test('Apple is never asked before it allows it, but also not forgotten', () => {
    expect(minutes('apple.throttled', 1, 'time', 600)).toBeGreaterThanOrEqual(10);
    expect(minutes('apple.throttled', 1, 'time', 1e9)).toBeLessThanOrEqual(6 * 60 * 1.2);
  });

  test('what a person must fix at Apple is tried once a day, what is on our side more often', () => {
    expect(minutes('apple.terms-not-signed', 9, 'tenant')).toBe(24 * 60);
    expect(minutes('token.missing', 9, 'tenant')).toBe(60);
    expect(minutes('adde.brake', 9, 'tenant')).toBe(5);
    expect([1, 2, 20].map((attempts) => minutes('adde.url-check-failed', attempts, 'tenant'))).toEqual([5, 10, 360]);
  });

  test('jitter spreads', () => {
    const at = (jitter: number) =>
      dueAfterFault({ code: 'apple.timeout', needs: 'time', attempts: 5 }, { now: NOW, jitter });
    expect(at(0)).toBeLessThan(at(1));
  });
});

describe('dueWhenIdle', () => {
  const registration = newRegistration({ tenant: 'acme', server: 'main' }, NOW);
  const at = { now: NOW, jitter: 0.5 };
  const desired = { url: 'https://a.example/', by: 'person', at: NOW };

  test('is an hour where a URL is registered, a day where none is', () => {
    expect(dueWhenIdle({ ...registration, state: 'set', desired }, at) - NOW).toBe(60 * MINUTE);
    expect(dueWhenIdle(registration, at) - NOW).toBe(DAY);
  });

  test.each([
    ['another URL, sent lately', { url: 'https://b.example/', at: NOW - 9 * MINUTE }, 2],
    ['a removal, sent lately', { at: NOW - 9 * MINUTE }, 2],
    ['another URL that has arrived', { url: 'https://b.example/', at: NOW - 9 * MINUTE, arrived: true }, 60],
    ['another URL, long ago', { url: 'https://b.example/', at: NOW - 11 * MINUTE }, 60],
    ['the wanted URL itself', { url: 'https://a.example/', at: NOW }, 60],
  ])('is soon where something of ours may still arrive: %s', (_, sent, expected) => {
    expect(dueWhenIdle({ ...registration, state: 'set', desired, sent: [sent] }, at) - NOW).toBe(expected * MINUTE);
  });

  test('a notice that was not sent is a reason to visit', () => {
    const notice = {
      tenant: 'a',
      server: 'b',
      key: 'k',
      code: 'adde.brake',
      message: '',
      needs: 'time',
      at: NOW,
    } as const;
    const waiting = { ...registration, due: NOW + DAY };
    expect(nextVisit(waiting)).toBe(NOW + DAY);
    expect(nextVisit({ ...waiting, outbox: [notice] })).toBe(NOW + MINUTE);
    expect(nextVisit({ ...waiting, outbox: [{ ...notice, claimedUntil: NOW + 5 * MINUTE }] })).toBe(NOW + 5 * MINUTE);
  });
});
