import { HostBook } from '../../../lib/adapters/observe/hosts';
import { Tour } from '../../../lib/adapters/observe/tour';
import { ADDRESS, healthyWorld, namesOf, withName } from '../../zoo/world';
import { Zoo } from '../../zoo/zoo';

let zoo: Zoo;
beforeAll(async () => {
  zoo = await Zoo.open();
});
afterAll(() => zoo.close());

/** How often a host is connected to in a second look at it, on the same tour. */
async function connectionsOfSecondLook(slot: string, address: string): Promise<number> {
  const names = namesOf(slot);
  zoo.admit(withName(healthyWorld(names), names.mdm, { A: [address] }));
  const outside = zoo.outside({ timeoutMs: 30_000 });
  let connections = 0;
  const route: typeof outside.route = (...target) => {
    connections += 1;
    return outside.route(...target);
  };
  const tour = new Tour();
  const first = await new HostBook({ ...outside, route }, tour).observe(names.mdm);
  expect(connections).toBeGreaterThan(0);
  connections = 0;
  const second = await new HostBook({ ...outside, route }, tour).observe(names.mdm);
  expect(second).toEqual(first);
  tour.end();
  return connections;
}

describe('a tour', () => {
  test('looks at a host once, where it went well', async () => {
    expect(await connectionsOfSecondLook('tour-fine', ADDRESS.usual)).toBe(0);
  });

  test('looks at a host anew where it did not', async () => {
    expect(await connectionsOfSecondLook('tour-refused', ADDRESS.refused)).toBeGreaterThan(0);
  });
});
