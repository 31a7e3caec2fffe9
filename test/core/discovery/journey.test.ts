import type { Device } from '../../../lib/core/discovery/device';
import { parseIdentifier } from '../../../lib/core/discovery/identifier';
import { type Ask, runJourney } from '../../../lib/core/discovery/journey';
import { reportJourney } from '../../../lib/core/discovery/journey-report';
import { problem } from '../../../lib/core/problems';

const USER = 'jane.doe+test@acme.example';
const DOCUMENT = JSON.stringify({ Servers: [{ Version: 'mdm-adde', BaseURL: 'https://mdm.example/enroll' }] });

type Reply = { status: number; location?: string; body?: string; type?: string } | 'unreachable';

/** Servers by host; hosts that are not named answer 404. */
function environment(replies: Record<string, Reply>): Ask & { asked: string[] } {
  const asked: string[] = [];
  const ask: Ask = async ({ url }) => {
    asked.push(url);
    const reply = replies[new URL(url).host] ?? { status: 404 };
    if (reply === 'unreachable')
      return { kind: 'failure', problem: problem('network.name-not-found', 'Cannot find it'), milliseconds: 1 };
    const headers = {
      'content-type': reply.type ?? 'application/json',
      ...(reply.location === undefined ? {} : { location: reply.location }),
    };
    return {
      kind: 'response',
      response: { status: reply.status, headers, body: new TextEncoder().encode(reply.body ?? '') },
      milliseconds: 1,
    };
  };
  return Object.assign(ask, { asked });
}

function device(family: Device['family'] = 'iPhone', os: readonly number[] = [18, 2]): Device {
  const identifier = parseIdentifier(USER);
  if (!identifier.ok) throw new Error('The test gives no valid identifier.');
  return { identifier: identifier.value, family, os };
}

const CARRIED = `user-identifier=${USER}&model-family=iPhone`;
const MDM = { 'mdm.example': { status: 200, body: DOCUMENT } } as const;

describe('runJourney', () => {
  test('follows a redirect and enrolls', async () => {
    const ask = environment({ ...MDM, 'acme.example': { status: 302, location: `https://mdm.example/wk?${CARRIED}` } });
    const journey = await runJourney(device(), ask);
    expect(journey.outcome).toMatchObject({ ok: true, value: { enrollment: 'adde', stage: 'domain' } });
    expect(journey.stages[0]?.hops.map(({ carries }) => carries)).toEqual([
      { identifier: true, family: true },
      { identifier: true, family: true },
    ]);
  });

  test('adds nothing to a Location that dropped the query', async () => {
    const ask = environment({ ...MDM, 'acme.example': { status: 302, location: 'https://mdm.example/wk' } });
    await runJourney(device(), ask);
    expect(ask.asked[1]).toBe('https://mdm.example/wk');
  });

  test('follows a relative Location', async () => {
    const ask = environment({ 'acme.example': { status: 302, location: '/elsewhere' } });
    await runJourney(device('iPhone', [17]), ask);
    expect(ask.asked[1]).toBe('https://acme.example/elsewhere');
  });

  test.each([301, 302, 303, 307, 308])('follows %p', async (status) => {
    const ask = environment({ ...MDM, 'acme.example': { status, location: 'https://mdm.example/' } });
    expect((await runJourney(device(), ask)).outcome.ok).toBe(true);
  });

  test("goes through Apple's fallback to the registered URL when the domain fails", async () => {
    const ask = environment({
      ...MDM,
      'axm-servicediscovery.apple.com': { status: 302, location: 'https://mdm.example/t/acme' },
    });
    const { outcome, stages } = await runJourney(device(), ask);
    expect(outcome).toMatchObject({ ok: true, value: { stage: 'apple-fallback' } });
    expect(stages.map(({ stage }) => stage)).toEqual(['domain', 'apple-fallback']);
  });

  test('ends at the third stage, and names the problem of the first', async () => {
    const { outcome, stages } = await runJourney(device(), environment({ 'acme.example': 'unreachable' }));
    expect(stages.map(({ stage }) => stage)).toEqual(['domain', 'apple-fallback', 'apple-mdm']);
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'network.name-not-found' } });
  });

  test('has no fallback before iOS 18.2', async () => {
    const ask = environment({
      ...MDM,
      'axm-servicediscovery.apple.com': { status: 302, location: 'https://mdm.example/' },
    });
    const { outcome, stages } = await runJourney(device('iPhone', [18, 1]), ask);
    expect(stages).toHaveLength(1);
    expect(outcome.ok).toBe(false);
  });

  test('a usable document ends the chain even where the OS cannot enroll that way', async () => {
    const { outcome, stages } = await runJourney(
      device('iPhone', [16, 7]),
      environment({ 'acme.example': { status: 200, body: DOCUMENT } }),
    );
    expect(stages).toHaveLength(1);
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'device.enrollment-unsupported' } });
  });

  test.each([
    ['Watch', [11], 'device.family-unsupported'],
    ['iPhone', [14, 8], 'device.os-too-old'],
  ] as const)('%s %p sends no request', async (family, os, code) => {
    const ask = environment(MDM);
    expect((await runJourney(device(family, os), ask)).outcome).toMatchObject({ ok: false, problem: { code } });
    expect(ask.asked).toEqual([]);
  });

  test.each([
    ['no Location', { status: 302 }, 'redirect.no-location'],
    ['a Location that is no URL', { status: 302, location: 'https://[broken' }, 'redirect.bad-location'],
    ['http', { status: 302, location: 'http://mdm.example/' }, 'redirect.not-https'],
    [
      'a circle',
      { status: 302, location: `https://acme.example/.well-known/com.apple.remotemanagement?${CARRIED}` },
      'redirect.loop',
    ],
  ])('fails at a redirect with %s', async (_case, reply, code) => {
    const { outcome } = await runJourney(device(), environment({ 'acme.example': reply }));
    expect(outcome).toMatchObject({ ok: false, problem: { code } });
  });

  test('gives up after 20 redirects', async () => {
    let count = 0;
    const endless: Ask = async () => {
      count += 1;
      return {
        kind: 'response',
        response: { status: 302, headers: { location: `/${count}` }, body: new Uint8Array() },
        milliseconds: 1,
      };
    };
    const { outcome } = await runJourney(device('iPhone', [17]), endless);
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'redirect.too-many' } });
    expect(count).toBe(21);
  });
});

describe('reportJourney', () => {
  test.each([
    [
      'found at the domain',
      { 'acme.example': { status: 200, body: DOCUMENT } },
      'enrolls at mdm.example by device enrollment (mdm-adde).',
    ],
    [
      'found by the fallback',
      { 'axm-servicediscovery.apple.com': { status: 200, body: DOCUMENT } },
      "found by Apple's fallback.",
    ],
    [
      'refused',
      {
        'acme.example': {
          status: 403,
          body: JSON.stringify({ code: 'com.apple.well-known.failed', message: 'Call us.' }),
        },
      },
      'At best the person reads "Call us."',
    ],
    ['not found', {}, 'does not enroll: status is not 200. Apple was asked as well, in vain.'],
  ])('says in one sentence how the person fares: %s', async (_case, replies, sentence) => {
    expect(reportJourney(await runJourney(device(), environment(replies))).sentence).toContain(sentence);
  });

  test('holds the identifier in no form', async () => {
    const location = `https://mdm.example/${encodeURIComponent(USER)}?user-identifier=${USER}&x=${USER}`;
    const report = JSON.stringify(
      reportJourney(await runJourney(device(), environment({ ...MDM, 'acme.example': { status: 302, location } }))),
    );
    expect(report).not.toContain('jane.doe');
    expect(report).toContain('user-identifier=<identifier>');
  });
});
