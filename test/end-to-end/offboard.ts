import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startSignpost } from '../support/signpost';
import type { StartedCloud } from './started-cloud';

/** Its domain answers 404, so its devices come by Apple's fallback. */
const PERSON = 'someone@globex-labs.example';

interface OffboardingDocument {
  readonly rollUp: string;
  readonly steps: readonly { readonly part: string; readonly subject?: string; readonly state: string }[];
}

/** After this the checkout and Apple are without the tenant: last of all parts. */
export function describeOffboarding({ checkout, start, stop, signpost, fate }: StartedCloud): void {
  /** The state of each step, by its part and subject; and how the command ended. */
  async function offboard(...args: string[]) {
    const { code, stdout } = await signpost('offboard', 'globex', '--json', ...args);
    const { rollUp, steps }: OffboardingDocument = JSON.parse(stdout);
    const states = Object.fromEntries(
      steps.map(({ part, subject = '', state }) => [`${part} ${subject}`.trim(), state]),
    );
    return { code, rollUp, ...states };
  }

  describe('a tenant that leaves', () => {
    test('is planned first: nothing changes', async () => {
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
      expect(await fate(PERSON, '18.2')).toBe('apple-fallback');
    });

    test('leaves Apple, also where the command is killed on the way', async () => {
      const killed = startSignpost(checkout, ['offboard', 'globex', '--yes', 'globex']);
      await killed.until('Removing the ADDE URL of globex/main from Apple');
      killed.child.kill('SIGKILL');
      await killed.ended;
      expect(await offboard('--yes', 'globex')).toMatchObject({ code: 1, 'apple main': 'done', stack: 'waiting' });
      expect((await signpost('adde', 'show', 'globex/main')).stdout).toContain('Apple holds: none');
      expect(await fate(PERSON, '18.2')).toBe('response.status');
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
      await stop();
      rmSync(join(checkout, 'tenants', 'globex.ts'));
      await start();
      const { code, stdout } = await signpost('offboard', 'globex');
      expect([code, stdout]).toEqual([0, expect.stringMatching(/released; it answers until 20/)]);
      expect(await offboard('--yes', 'globex')).toMatchObject({ code: 0, rollUp: 'gone', stack: 'done', file: 'done' });
      expect(await fate(PERSON, '18.2')).not.toBe('apple-fallback');
    });
  });
}
