import { none, route53 } from '../../../lib/core/tenants/authoring';
import type { TenantDeclaration } from '../../../lib/core/tenants/declaration';
import type { Fleet } from '../../../lib/core/tenants/fleet';
import { type Cloud, startCloud } from '../../../lib/local/cloud';
import type { DisturbDatabase } from '../../../lib/local/database/database';
import { plainTenant } from '../../support/fleet';
import { chooseSeed, LONG } from '../../support/seed';
import { newFolder, synthesized } from '../synthesized';
import { at, clientOf, FLEET, fleetOf, KIOSK, meets, override, TYRELL, withCloud } from './tyrell';

const FAULTS = ['refuse', 'lose'] as const;

/** Every step meets one of the faults, the seed decides which; in the long run every step meets each of them. */
function stepsOf(calls: number, fault: (typeof FAULTS)[number]): readonly number[] {
  const turn = (chooseSeed() + FAULTS.indexOf(fault)) % FAULTS.length;
  return Array.from({ length: calls }, (_, step) => step).filter((step) => LONG || step % FAULTS.length === turn);
}

describe('deployments of tenants', () => {
  const stateOf = async (cloud: Cloud, tenant: string) => {
    const shown = await clientOf(cloud)({ method: 'GET', path: `/v1/tenants/${tenant}` });
    return shown.ok ? shown.value.body : shown.problem.code;
  };

  async function deployed(fleet: Fleet, stateDirectory: string) {
    const assemblyDirectory = await synthesized(fleet);
    return startCloud({ assemblyDirectory, fleet, stateDirectory });
  }

  test('release a tenant that is gone, and move its domain to another one', async () => {
    const state = newFolder('state');
    const domains = (...names: readonly string[]): TenantDeclaration =>
      plainTenant('x', {
        domains: Object.fromEntries(
          names.map((name) => [name, { dns: route53('Z0123456789ABC'), website: none(), decide: 'backend' }]),
        ),
      });
    const before = fleetOf({
      one: domains('one.example', 'moving.example'),
      two: domains('two.example'),
      gone: domains('gone.example'),
    });
    await withCloud(deployed(before, state), async (cloud) => {
      expect(await stateOf(cloud, 'gone')).toMatchObject({ state: 'active' });
    });
    // The tenant that gets the domain comes first in the alphabet: it has to wait for the other.
    const after = fleetOf({
      one: domains('one.example'),
      two: domains('two.example'),
      alpha: domains('moving.example'),
    });
    await withCloud(deployed(after, state), async (cloud) => {
      expect(await stateOf(cloud, 'gone')).toMatchObject({ state: 'released' });
      expect(await stateOf(cloud, 'alpha')).toMatchObject({ domains: [{ name: 'moving.example' }] });
    });
  });

  test('that the backend refuses stop the start with its message, and change nothing', async () => {
    const state = newFolder('state');
    await withCloud(deployed(FLEET, state), async (cloud) => {
      expect(await override(cloud)).toMatchObject({ ok: true });
    });
    const edge = { ...TYRELL, domains: { 'tyrell.example': { dns: route53('Z0123456789ABC'), website: none() } } };
    const refused = await deployed(fleetOf({ acme: plainTenant('acme.example'), tyrell: edge, kiosk: KIOSK }), state);
    const problems = refused.ok ? [] : refused.problems;
    expect(problems).toMatchObject([{ code: 'local.custom-resource' }]);
    expect(problems[0]?.message).toMatch(
      /^Cannot deploy the stack "Signpost-local-Tenant-tyrell": .*override-in-force/,
    );
    await withCloud(deployed(FLEET, state), async (cloud) => {
      expect(await meets(cloud)).toBe(at('eu1'));
    });
  });

  test.each(
    FAULTS,
  )('that meet the fault "%s" of the database at any step are complete after the next start', async (fault) => {
    const fleet = fleetOf({ tyrell: TYRELL });
    const assemblyDirectory = await synthesized(fleet);
    const start = (stateDirectory: string, disturbDatabase?: DisturbDatabase) =>
      startCloud({ assemblyDirectory, fleet, stateDirectory, disturbDatabase });
    let calls = 0;
    const count = () => {
      calls += 1;
      return undefined;
    };
    await withCloud(start(newFolder('state'), count), async () => {});
    expect(calls).toBeGreaterThan(2);
    for (const step of stepsOf(calls, fault)) {
      const state = newFolder('state');
      let call = 0;
      // From this call on everything fails, as where the database has died for good.
      const failing = await start(state, () => (call++ >= step ? fault : undefined));
      expect(failing.ok ? [] : failing.problems.map(({ code }) => code)).toEqual(['local.custom-resource']);
      await withCloud(start(state), async (cloud) => {
        expect(await meets(cloud)).toBe(at('na1'));
        expect(await stateOf(cloud, 'tyrell')).toMatchObject({ state: 'active' });
      });
    }
  });
});
