import type { StartedCloud } from './started-cloud';

/** Decided by the backend, and by the edge. */
const BACKEND = 'tyrell.example';
const EDGE = 'acme.example';

/** Where a device of the domain is sent, or the status of its answer. */
async function answered({ signpost }: StartedCloud, domain: string): Promise<string> {
  const { stdout } = await signpost('device', `someone@${domain}`, '--os', '17', '--json');
  const [hop] = JSON.parse(stdout).stages[0].hops;
  return hop.location === undefined ? String(hop.status) : new URL(hop.location).host;
}

export function describeOverride(cloud: StartedCloud): void {
  const override = (...args: string[]) => cloud.signpost('override', ...args);

  describe('an override', () => {
    test('the start shows which domains the backend decides', () => {
      const lines = cloud.running.output().split('\n');
      expect(lines.find((line) => line.includes(` ${BACKEND} `))).toMatch(/ backend .*all answered as declared/);
      expect(lines.find((line) => line.includes(` ${EDGE} `))).toMatch(/ edge .*all answered as declared/);
    });

    test('is refused for a domain that the edge decides, with the way out', async () => {
      const refused = await override('set', EDGE, '--absent', '--why', 'a test', '--for', '1h');
      expect(refused.code).toBe(1);
      expect(refused.stdout + refused.stderr).toContain('override.edge-decides');
      expect(await answered(cloud, EDGE)).toBe('na1.mdm.example');
    });

    test('changes the answer for the next device', async () => {
      expect(await answered(cloud, BACKEND)).toBe('eu1.mdm.example');
      const set = await override('set', BACKEND, '--to', 'na1', '--why', 'a test', '--for', '1h');
      expect(set).toMatchObject({ code: 0 });
      expect(await answered(cloud, BACKEND)).toBe('na1.mdm.example');
    });
  });
}

export function describeOverrideAfterRestart(cloud: StartedCloud): void {
  test('an override survives a restart, and ends when it is removed', async () => {
    expect(await answered(cloud, BACKEND)).toBe('na1.mdm.example');
    const shown = await cloud.signpost('override', 'show', BACKEND);
    expect(shown.stdout).toContain('a test');
    expect(await cloud.signpost('override', 'remove', BACKEND)).toMatchObject({ code: 0 });
    expect(await answered(cloud, BACKEND)).toBe('eu1.mdm.example');
  });
}
