import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BackendBundles, buildBackendBundles } from '../../lib/adapters/bundles/backend-bundles';
import type { FunctionBundle } from '../../lib/adapters/bundles/function-bundle';
import { createRegistrationStore } from '../../lib/adapters/dynamodb/registrations';
import { createTenantRepository } from '../../lib/adapters/dynamodb/tenants';
import { BACKEND_FUNCTIONS } from '../../lib/contract/backend';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';
import { newRegistration } from '../../lib/core/registration/registration';
import { definitions } from '../../lib/infra/backend/functions';
import { VARIABLES } from '../../lib/infra/backend/functions/definition';
import { backendBundlesFor } from '../support/bundles';
import { makeCheckout } from '../support/checkout';
import { type Engine, startDynoxide } from '../support/dynamodb';
import { domainRecord, serverRecord } from '../support/tenant-records';

const SERVER = { tenant: 'acme', server: 'main' };
const CLUSTERS = [{ name: 'na1', url: 'https://na1.mdm.example' }];

let bundles: BackendBundles;
let engine: Engine;
let table: string;
beforeAll(async () => {
  [bundles, engine] = await Promise.all([backendBundlesFor(CLUSTERS), startDynoxide()]);
  table = await engine.createTable();
  const record = domainRecord('acme.example', 'acme');
  await createTenantRepository(engine.client, table).commit([
    { kind: 'domain', record },
    { kind: 'server', record: serverRecord(SERVER.server, SERVER.tenant) },
  ]);
  const registration = { ...newRegistration(SERVER, 0), version: 1 };
  await createRegistrationStore(engine.client, table).commit(0, { registration, events: [] });
});
afterAll(() => engine.close());

/** Calls the built function in a process of its own that has what the template gives it, and nothing more. */
function invoke(name: (typeof BACKEND_FUNCTIONS)[number], event: unknown) {
  const values = {
    table,
    stage: 'local',
    issuer: 'https://id.invalid',
    audience: 'signpost',
    alarmTopic: 'arn:aws:sns:us-east-1:111111111111:alarms',
    discoveryDomain: 'discovery.signpost.example',
    // Neither of the two words that it knows.
    initialWrites: 'true',
  };
  const environment = Object.fromEntries(definitions[name].environment.map((each) => [VARIABLES[each], values[each]]));
  const url = pathToFileURL(join(bundles[name].directory, 'index.mjs')).href;
  const script = `import(${JSON.stringify(url)}).then(({ handler }) => handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 60_000 }))
    .then((result) => console.error('RESULT' + JSON.stringify(result ?? null)), (error) => console.error('ERROR' + error.message))`;
  const child = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], {
    env: {
      ...environment,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
      // No server listens there.
      AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:1',
    },
    encoding: 'utf8',
  });
  return { stdout: child.stdout, stderr: child.stderr };
}

const httpEvent = (rawPath: string, rawQueryString = '') => ({
  rawPath,
  rawQueryString,
  headers: {},
  requestContext: { requestId: 'r', http: { method: 'GET' } },
});

function codeOf({ directory }: FunctionBundle): Buffer {
  return readFileSync(join(directory, 'index.mjs'));
}

describe('the built functions', () => {
  test('discovery holds neither zod nor CDK nor anything that is not ours or the SDK', () => {
    const { sources } = bundles.discovery.parts;
    const packages = sources.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]).filter(Boolean);
    const others = packages.filter(
      (name) => !/^@(aws-sdk|smithy|aws|aws-crypto)\/|^(tslib|bowser|mnemonist|obliterator)$/.test(name ?? ''),
    );
    expect([...new Set(others)]).toEqual([]);
    expect(sources.filter((file) => file.includes('lib/infra'))).toEqual([]);
  });

  test.each(BACKEND_FUNCTIONS)('%s has no CDK, imports nothing but Node, and is no giant', (name) => {
    const { sources, imports } = bundles[name].parts;
    expect(sources.filter((file) => /node_modules\/(aws-cdk-lib|constructs|cdk-nag)/.test(file))).toEqual([]);
    expect(imports.filter((path) => !path.startsWith('node:') && !NODE_MODULES.includes(path))).toEqual([]);
    expect(bundles[name].bytes).toBeLessThan(2_000_000);
  });

  test('are the same, byte for byte, when built elsewhere', async () => {
    const again = await buildBackendBundles(makeCheckout(), CLUSTERS);
    for (const name of BACKEND_FUNCTIONS) expect(codeOf(again[name]).equals(codeOf(bundles[name]))).toBe(true);
  });

  test('discovery answers from the table', () => {
    const { stdout, stderr } = invoke('discovery', httpEvent(WELL_KNOWN_PATH, 'user-identifier=jane@acme.example'));
    const location = 'https://na1.mdm.example/discovery?user-identifier=jane@acme.example';
    expect(JSON.parse(stderr.split('RESULT')[1] ?? '')).toMatchObject({ statusCode: 302, headers: { location } });
    expect(JSON.parse(stdout)).toMatchObject({ tenant: 'acme', answer: 'redirect' });
    expect(stdout).not.toContain('jane');
  });

  test('api refuses requests without a token', () => {
    const { stdout, stderr } = invoke('api', httpEvent('/v1/tenants'));
    expect(JSON.parse(stderr.split('RESULT')[1] ?? '')).toMatchObject({ statusCode: 401 });
    expect(JSON.parse(stdout)).toMatchObject({ code: 'api.unauthenticated', status: 401 });
  });

  test('reconcile visits what is due, stores what it observed, and writes its line', async () => {
    const { stdout, stderr } = invoke('reconcile', {});
    // There is no topic here that could be notified that a new stage only observes.
    const summary = { visited: 1, defects: 0, unsent: 1, complete: true };
    expect(JSON.parse(stderr.split('RESULT')[1] ?? '')).toEqual(summary);
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 'error', failed: 'to send a message' }),
      expect.objectContaining({ ...summary, stage: 'local', ReconcileDefects: 1 }),
    ]);
    const store = createRegistrationStore(engine.client, table);
    expect((await store.get(SERVER))?.registration.fault?.code).toBe('token.store-unavailable');
    // Only the one word allows a new stage to write to Apple.
    expect(await store.readControls()).toMatchObject({ appleWrites: 'observeOnly', because: 'new-stage' });
  });

  test('check finds nothing due in a table without tenants', () => {
    const { stdout, stderr } = invoke('check', {});
    expect(JSON.parse(stderr.split('RESULT')[1] ?? '')).toMatchObject({ visited: 0, complete: true });
    expect(JSON.parse(stdout)).toMatchObject({ visited: 0, complete: true, stage: 'local', CheckDefects: 0 });
  });

  test('declare throws where no answer can be sent', () => {
    expect(invoke('declare', {}).stderr).toContain('ERRORCannot answer');
  });
});

/** Modules of Node that the SDK still imports by their old names. */
const NODE_MODULES = [
  'assert',
  'async_hooks',
  'buffer',
  'child_process',
  'crypto',
  'events',
  'fs',
  'fs/promises',
  'http',
  'http2',
  'https',
  'net',
  'os',
  'path',
  'process',
  'stream',
  'tls',
  'url',
  'util',
  'zlib',
];
