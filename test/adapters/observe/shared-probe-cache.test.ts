import { HostProber } from '../../../lib/adapters/observe/hosts';
import { SharedProbeCache } from '../../../lib/adapters/observe/shared-probe-cache';
import { ADDRESS, healthyEnvironment, namesOf, withName } from '../../fault-catalogue/environment';
import { SimulatedInternet } from '../../fault-catalogue/simulated-internet';

let simulated: SimulatedInternet;
beforeAll(async () => {
  simulated = await SimulatedInternet.open();
});
afterAll(() => simulated.close());

/** How often a host is connected to when it is observed a second time, with the same cache. */
async function connectionsOfSecondObservation(slot: string, address: string): Promise<number> {
  const names = namesOf(slot);
  simulated.admit(withName(healthyEnvironment(names), names.mdm, { A: [address] }));
  const access = simulated.access({ timeoutMs: 30_000 });
  let connections = 0;
  const route: typeof access.route = (...target) => {
    connections += 1;
    return access.route(...target);
  };
  const probeCache = new SharedProbeCache();
  const first = await new HostProber({ ...access, route }, probeCache).observe(names.mdm);
  expect(connections).toBeGreaterThan(0);
  connections = 0;
  const second = await new HostProber({ ...access, route }, probeCache).observe(names.mdm);
  expect(second).toEqual(first);
  probeCache.end();
  return connections;
}

describe('a shared cache', () => {
  test('remembers a host where all went well', async () => {
    expect(await connectionsOfSecondObservation('cache-fine', ADDRESS.usual)).toBe(0);
  });

  test('forgets a host where something failed', async () => {
    expect(await connectionsOfSecondObservation('cache-refused', ADDRESS.refused)).toBeGreaterThan(0);
  });
});
