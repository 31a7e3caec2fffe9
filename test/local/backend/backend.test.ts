import { LOCAL_DISCOVERY_DOMAIN } from '../../../lib/contract/backend';
import { serverDiscoveryPath } from '../../../lib/contract/routes';
import { keys } from '../../../lib/contract/table';
import { WELL_KNOWN_PATH } from '../../../lib/core/discovery/well-known';
import type { Cloud } from '../../../lib/local/cloud';
import type { LogEntry } from '../../../lib/local/log';
import { ask } from '../client';
import { newFolder } from '../synthesized';
import { signIn } from './sign-in';
import { at, clientOf, DEVICE, dynamoDb, EDGE_DEVICE, meets, override, QUERY, tyrellClouds } from './tyrell';

const clouds = tyrellClouds();

describe('the backend in the local cloud', () => {
  let cloud: Cloud;
  const log: LogEntry[] = [];
  let onScheduled: (entry: LogEntry) => void = () => {};
  const scheduled = new Promise<LogEntry>((resolve) => {
    onScheduled = resolve;
  });
  beforeAll(async () => {
    const registeredUrl = () => `https://${LOCAL_DISCOVERY_DOMAIN}${serverDiscoveryPath('tyrell', 'main')}`;
    const hear = (entry: LogEntry) => {
      log.push(entry);
      if (entry.source === 'schedule') onScheduled(entry);
    };
    cloud = await clouds.start({ registeredUrl, log: hear });
  });

  test.each<[string, string, string]>([
    ['a device of a domain that it decides, through the edge', DEVICE, at('na1')],
    ['a device that asks it directly', `https://${LOCAL_DISCOVERY_DOMAIN}${WELL_KNOWN_PATH}${QUERY}`, at('na1')],
    [
      'a device of an unknown domain',
      `https://${LOCAL_DISCOVERY_DOMAIN}${WELL_KNOWN_PATH}?user-identifier=u@unknown.example`,
      '404 No device enrollment is configured here.',
    ],
    ['a device of a domain that the edge decides', EDGE_DEVICE, at('na1', QUERY.replace('tyrell', 'acme'))],
    [
      'a browser at the website of a domain that it decides',
      'https://tyrell.example/a',
      '301 https://www.tyrell.example/a',
    ],
    ['a request without a token', `https://${LOCAL_DISCOVERY_DOMAIN}/v1/tenants`, '401 {"message":"Unauthorized"}'],
  ])('%s', async (_name, address, expected) => {
    expect(await meets(cloud, address)).toBe(expected);
  });

  test('answers a device that uses Apple’s fallback', async () => {
    const apple = await ask(
      cloud,
      'https://axm-servicediscovery.apple.com/mdmBaseURL?user-identifier=u@tyrell.example',
    );
    expect(apple.headers.location).toBe(`https://${LOCAL_DISCOVERY_DOMAIN}${serverDiscoveryPath('tyrell', 'main')}`);
    expect(await meets(cloud, apple.headers.location ?? '')).toBe(at('na1', ''));
  });

  test('is not reached by http, nor by a name that is disabled', async () => {
    expect(await meets(cloud, `http://${LOCAL_DISCOVERY_DOMAIN}/v1/tenants`)).toBe('ECONNRESET');
    const direct = cloud.hosts.find((host) => /^[a-z0-9]{10}\.execute-api\./.test(host));
    expect(await meets(cloud, `https://${direct}${WELL_KNOWN_PATH}${QUERY}`)).toBe('404 {"message":"Not Found"}');
  });

  test('has every tenant, also one without a front', async () => {
    const listed = await clientOf(cloud)({ method: 'GET', path: '/v1/tenants' });
    const items = ['acme', 'kiosk', 'tyrell'].map((id) => ({ id, state: 'active' }));
    expect(listed).toMatchObject({ ok: true, value: { body: { items } } });
  });

  test('refuses an override where the edge decides, with the way out', async () => {
    const refused = await override(cloud, 'acme', 'acme.example');
    expect(refused).toMatchObject({ ok: false, problem: { code: 'override.edge-decides' } });
    expect(refused.ok ? '' : refused.problem.message).toContain("decide: 'backend'");
  });

  const scopes = 'openid signpost/read signpost/write';
  test.each<[string, string, string, number]>([
    ['the platform team any tenant', 'platform', 'acme', 200],
    ['an administrator their own tenant', 'admin-tyrell', 'tyrell', 200],
    ['an administrator no other tenant', 'admin-tyrell', 'acme', 404],
  ])('shows %s', async (_name, person, tenant, status) => {
    const { access_token: token } = await signIn(cloud, person, scopes);
    const headers = { authorization: `Bearer ${token}` };
    const answer = await ask(cloud, `https://${LOCAL_DISCOVERY_DOMAIN}/v1/tenants/${tenant}`, { headers });
    expect(answer.status).toBe(status);
  });

  test('calls the reconciler by its schedule once everything is deployed', async () => {
    expect(await scheduled).toEqual({ source: 'schedule', function: 'signpost-local-reconcile', outcome: 'done' });
  });

  test('sends a notice to the topic where only a person can act', async () => {
    const path = '/v1/tenants/tyrell/servers/main/adde-url';
    expect(await clientOf(cloud)({ method: 'PUT', path, body: {} })).toMatchObject({
      value: { body: { state: 'failed', fault: { code: 'token.missing' } } },
    });
    expect(log).toContainEqual({ source: 'topic', topic: expect.stringMatching(/^arn:aws:sns:us-east-1:/) });
  });

  test('has no identifier in anything that it logs', () => {
    expect(log.length).toBeGreaterThan(10);
    expect(JSON.stringify(log)).not.toContain('u@');
  });
});

describe('an override', () => {
  test('changes at once what a device meets, survives a restart, and is ignored once it has ended', async () => {
    const stateDirectory = newFolder('state');
    const first = await clouds.start({ stateDirectory });
    expect(await meets(first)).toBe(at('na1'));
    expect(await override(first)).toMatchObject({ ok: true });
    expect(await meets(first)).toBe(at('eu1'));
    await first.close();

    const second = await clouds.start({ stateDirectory });
    expect(await meets(second)).toBe(at('eu1'));

    // As the table has it when the override has ended but is not removed yet.
    const { pk, sk } = keys.domain('tyrell.example');
    const changed = await dynamoDb(second, 'UpdateItem', {
      Key: { pk: { S: pk }, sk: { S: sk } },
      UpdateExpression: 'SET #o.#u = :t',
      ExpressionAttributeNames: { '#o': 'override', '#u': 'until' },
      ExpressionAttributeValues: { ':t': { S: new Date(Date.now() - 1000).toISOString() } },
    });
    expect(changed).toEqual({});
    expect(await meets(second)).toBe(at('na1'));
  });
});
