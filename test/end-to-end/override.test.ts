import { makeCheckout } from '../support/checkout';
import { type Running, runSignpost, startLocalCloud } from '../support/signpost';

/** Decided by the backend, and by the edge. */
const BACKEND = 'tyrell.example';
const EDGE = 'acme.example';

const checkout = makeCheckout();
let running: Running;

async function start(): Promise<void> {
  running = await startLocalCloud(checkout);
}

/** Where a device of the domain is sent, or the status it meets. */
async function met(domain: string): Promise<string> {
  const { stdout } = await runSignpost(checkout, ['device', `someone@${domain}`, '--os', '17', '--json']);
  const [hop] = JSON.parse(stdout).stages[0].hops;
  return hop.location === undefined ? String(hop.status) : new URL(hop.location).host;
}

const override = (...args: string[]) => runSignpost(checkout, ['override', ...args]);

beforeAll(start);
afterAll(() => running.stop());

describe('an override', () => {
  test('the start shows which domains the backend decides', () => {
    const lines = running.output().split('\n');
    expect(lines.find((line) => line.includes(` ${BACKEND} `))).toMatch(/ backend .*all answered as declared/);
    expect(lines.find((line) => line.includes(` ${EDGE} `))).toMatch(/ edge .*all answered as declared/);
  });

  test('changes what the next device meets, survives a restart, and ends when it is removed', async () => {
    expect(await met(BACKEND)).toBe('eu1.mdm.example');
    expect(await override('set', BACKEND, '--to', 'na1', '--why', 'a test', '--for', '1h')).toMatchObject({ code: 0 });
    expect(await met(BACKEND)).toBe('na1.mdm.example');
    await running.stop();
    await start();
    expect(await met(BACKEND)).toBe('na1.mdm.example');
    const shown = await override('show', BACKEND);
    expect(shown.stdout).toContain('a test');
    expect(await override('remove', BACKEND)).toMatchObject({ code: 0 });
    expect(await met(BACKEND)).toBe('eu1.mdm.example');
  });

  test('is refused for a domain that the edge decides, with the way out', async () => {
    const refused = await override('set', EDGE, '--absent', '--why', 'a test', '--for', '1h');
    expect(refused.code).toBe(1);
    expect(refused.stdout + refused.stderr).toContain('override.edge-decides');
    expect(await met(EDGE)).toBe('na1.mdm.example');
  });
});
