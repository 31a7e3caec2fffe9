import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeCheckout } from '../support/checkout';
import { type Running, runSignpost, startLocalCloud, startSignpost } from '../support/signpost';

/** Its domain answers 404, so its devices come by Apple's fallback. */
const PERSON = 'someone@globex-labs.example';

const checkout = makeCheckout();
let running: Running;

async function start(): Promise<void> {
  running = await startLocalCloud(checkout);
}

const signpost = (...args: string[]) => runSignpost(checkout, args);

/** The stage by which a device of the person enrolls, or why it does not. */
async function fate(): Promise<string> {
  const { stdout } = await signpost('device', PERSON, '--os', '18.2', '--json');
  const { enrolls, stages, problem } = JSON.parse(stdout);
  return enrolls ? stages.at(-1).stage : problem.code;
}

interface Document {
  readonly rollUp: string;
  readonly steps: readonly { readonly part: string; readonly subject?: string; readonly state: string }[];
}

/** The state of each step, by its part and subject; and how the command ended. */
async function offboard(...args: string[]) {
  const { code, stdout } = await signpost('offboard', 'globex', '--json', ...args);
  const { rollUp, steps }: Document = JSON.parse(stdout);
  const states = Object.fromEntries(steps.map(({ part, subject = '', state }) => [`${part} ${subject}`.trim(), state]));
  return { code, rollUp, ...states };
}

beforeAll(start, 120_000);
afterAll(() => running.stop());

describe('a tenant that leaves', () => {
  test('is examined first: nothing changes', async () => {
    expect(await offboard()).toEqual({
      code: 1,
      rollUp: 'in-progress',
      'apple main': 'to-do',
      'dns globex-uk.example': 'to-do',
      'dns globex-de.example': 'to-do',
      stack: 'waiting',
      'certificate globex-uk.example': 'done',
      file: 'waiting',
    });
    expect(await fate()).toBe('apple-fallback');
  });

  test('leaves Apple, also where the command is killed on the way', async () => {
    const killed = startSignpost(checkout, ['offboard', 'globex', '--yes', 'globex']);
    await killed.until('Removing the ADDE URL of globex/main from Apple');
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(await offboard('--yes', 'globex')).toMatchObject({ code: 1, 'apple main': 'done', stack: 'waiting' });
    expect((await signpost('adde', 'show', 'globex/main')).stdout).toContain('Apple holds: none');
    expect(await fate()).toBe('response.status');
  });

  test('waits for the record that the customer must remove', async () => {
    const page = (await signpost('offboard', 'globex', '--customer')).stdout;
    expect(page).toMatch(/^globex-uk\.example\. {2}ALIAS {2}d\w+\.cloudfront\.net\.$/m);
    appendFileSync(join(checkout, '.signpost', 'dns.txt'), '- globex-uk.example\n');
    expect(await offboard()).toMatchObject({ 'dns globex-uk.example': 'done', stack: 'to-do', file: 'waiting' });
    const { stdout } = await signpost('offboard', 'globex');
    expect(stdout).toContain('rm tenants/globex.ts');
  });

  test('is gone with its file and the next start, and stays so', async () => {
    await running.stop();
    rmSync(join(checkout, 'tenants', 'globex.ts'));
    await start();
    const { code, stdout } = await signpost('offboard', 'globex');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/released; it answers until 20/)]);
    expect(await offboard('--yes', 'globex')).toMatchObject({ code: 0, rollUp: 'gone', stack: 'done', file: 'done' });
    expect(await fate()).not.toBe('apple-fallback');
  }, 120_000);
});
