import { LOCAL_DISCOVERY_DOMAIN } from '../../../lib/contract/backend';
import { DOMAIN_HEADER } from '../../../lib/contract/front-settings';
import { keys } from '../../../lib/contract/table';
import { WELL_KNOWN_PATH } from '../../../lib/core/discovery/well-known';
import type { Cloud } from '../../../lib/local/cloud';
import type { DatabaseFault } from '../../../lib/local/database/database';
import { ask } from '../client';
import { at, dynamoDb, EDGE_DEVICE, meets, override, QUERY, tyrellClouds } from './tyrell';

const clouds = tyrellClouds();

describe('where the backend fails, the edge answers as declared', () => {
  let cloud: Cloud;
  let fault: DatabaseFault | undefined;
  beforeAll(async () => {
    cloud = await clouds.start({ disturbDatabase: () => fault });
    // So that the two answers differ.
    expect(await override(cloud)).toMatchObject({ ok: true });
  });
  beforeEach(async () => {
    expect(await meets(cloud)).toBe(at('eu1'));
  });

  test.each(['refuses', 'silent', 'gone'] as const)('as the HTTP API %s', async (broken) => {
    cloud.backend?.break(broken);
    expect(await meets(cloud)).toBe(at('na1'));
    expect(await meets(cloud, EDGE_DEVICE)).toBe(at('na1', QUERY.replace('tyrell', 'acme')));
    cloud.backend?.break(undefined);
    expect(await meets(cloud)).toBe(at('eu1'));
  });

  test.each(['refuse', 'lose', 'throttle'] as const)('as the database meets the fault "%s"', async (each) => {
    fault = each;
    expect(await meets(cloud)).toBe(at('na1'));
    fault = undefined;
    expect(await meets(cloud)).toBe(at('eu1'));
  });

  test('as the process of the function hangs; when it is gone, the next one answers', async () => {
    const processes = () => cloud.backend?.processes.function('signpost-local-discovery') ?? [];
    for (const pid of processes()) process.kill(pid, 'SIGSTOP');
    expect(await meets(cloud)).toBe(at('na1'));
    expect(await meets(cloud)).toBe(at('eu1'));
    for (const pid of processes()) process.kill(pid, 'SIGKILL');
    await meets(cloud);
    expect(await meets(cloud)).toBe(at('eu1'));
  });

  test('as the database is killed, if at all: the next device is answered by the backend', async () => {
    process.kill(cloud.backend?.processes.database() ?? 0, 'SIGKILL');
    expect([at('na1'), at('eu1')]).toContain(await meets(cloud));
    expect(await meets(cloud)).toBe(at('eu1'));
  });

  // The last one: the domain stays unknown.
  test('as the table has lost the domain; that is no server error', async () => {
    const { pk, sk } = keys.domain('tyrell.example');
    expect(await dynamoDb(cloud, 'DeleteItem', { Key: { pk: { S: pk }, sk: { S: sk } } })).toEqual({});
    expect(await meets(cloud)).toBe(at('na1'));
    const address = `https://${LOCAL_DISCOVERY_DOMAIN}${WELL_KNOWN_PATH}`;
    const headers = { [DOMAIN_HEADER]: 'tyrell.example' };
    expect(await ask(cloud, address, { headers, agent: false })).toMatchObject({ status: 400 });
  });
});
