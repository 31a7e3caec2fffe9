import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backendStackName, LOCAL_DISCOVERY_DOMAIN } from '../../../lib/contract/backend';
import { edgeStackName, tenantStackName } from '../../../lib/contract/names';
import { WELL_KNOWN_PATH } from '../../../lib/core/discovery/well-known';
import { startCloud } from '../../../lib/local/cloud';
import { type Change, mutatedCopy, type Path } from '../mutated';
import { Clouds, newFolder, synthesized } from '../synthesized';
import { at, clientOf, DEVICE, FLEET, meets, override, QUERY } from './tyrell';

const BACKEND = backendStackName('local');
const TYRELL = tenantStackName('local', 'tyrell');
const CONFIG = ['Resources', ':AWS::CloudFront::Distribution', 'Properties', 'DistributionConfig'];
const GROUP = [...CONFIG, 'OriginGroups', 'Items', 0];
const DIRECT = `https://${LOCAL_DISCOVERY_DOMAIN}${WELL_KNOWN_PATH}${QUERY}`;

const of = (type: string, ...path: Path): Path => ['Resources', `:AWS::${type}`, 'Properties', ...path];
const functionOf = (name: string, ...path: Path): Path => [
  'Resources',
  (json) => json.includes(`"FunctionName":"signpost-local-${name}"`) && json.includes('"Handler"'),
  'Properties',
  ...path,
];
const change = (path: Path, value?: unknown, stack = BACKEND): Change => ({ stack, path, value });

let original: string;
const clouds = new Clouds();
beforeAll(async () => {
  original = await synthesized(FLEET);
});
afterEach(() => clouds.close());

/** Where an override is in force: what the backend answers differs from what is declared. */
const start = (assemblyDirectory: string) =>
  clouds.start({ assemblyDirectory, fleet: FLEET, stateDirectory: overridden });

async function observed(assemblyDirectory: string, address: string): Promise<string> {
  const cloud = await start(assemblyDirectory);
  return meets(cloud, address).finally(() => clouds.close());
}

let overridden: string;
beforeAll(async () => {
  overridden = newFolder('state');
  const cloud = await start(original);
  expect(await override(cloud)).toMatchObject({ ok: true });
  await clouds.close();
});

describe('what is in the template decides what a device meets', () => {
  const NOT_FOUND = '404 {"message":"Not Found"}';
  test.each<[string, readonly Change[], string, string]>([
    ['nothing changed, through the edge', [], DEVICE, at('eu1')],
    ['nothing changed, directly', [], DIRECT, at('eu1')],
    ['the key of a route', [change(of('ApiGatewayV2::Route', 'RouteKey'), 'GET /other')], DIRECT, NOT_FOUND],
    [
      'the mapping of the custom domain',
      [change(['Resources', ':AWS::ApiGatewayV2::ApiMapping'])],
      DEVICE,
      '403 {"message":"Forbidden"}',
    ],
    ['the stage', [change(['Resources', ':AWS::ApiGatewayV2::Stage'])], DIRECT, NOT_FOUND],
    [
      'the records of the custom domain',
      [change(['Resources', ':AWS::Route53::RecordSet']), change(['Resources', ':AWS::Route53::RecordSet'])],
      DEVICE,
      at('na1'),
    ],
    [
      'the certificate of the custom domain',
      [change(of('CertificateManager::Certificate', 'DomainName'), 'other.example')],
      DIRECT,
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    [
      'the environment of the function',
      [change(functionOf('discovery', 'Environment', 'Variables', 'SIGNPOST_TABLE'), 'another-table')],
      DEVICE,
      at('na1'),
    ],
    [
      'the members of the origin group',
      [change([...GROUP, 'Members', 'Items'], [{ OriginId: 'edge' }, { OriginId: 'backend' }], TYRELL)],
      DEVICE,
      at('na1'),
    ],
    [
      'the header with the domain',
      [
        change(
          [...CONFIG, 'Origins', (json) => json.includes('"Id":"backend"'), 'OriginCustomHeaders', 0, 'HeaderValue'],
          'unknown.example',
          TYRELL,
        ),
      ],
      DEVICE,
      at('na1'),
    ],
  ])('%s', async (_name, changes, address, expected) => {
    expect(await observed(mutatedCopy(original, changes), address)).toBe(expected);
  });

  test('the statuses of the origin group: what is not listed reaches the device', async () => {
    const broken = change(functionOf('discovery', 'Environment', 'Variables', 'SIGNPOST_TABLE'), 'another-table');
    const statuses = change([...GROUP, 'FailoverCriteria', 'StatusCodes', 'Items'], [500], TYRELL);
    expect(await observed(mutatedCopy(original, [broken, statuses]), DEVICE)).toMatch(/^503 /);
  });

  test('the code of the function: one that ends its process leaves the edge to answer', async () => {
    const directory = newFolder('code');
    writeFileSync(join(directory, 'index.mjs'), 'export const handler = () => process.exit(1);');
    const mutated = mutatedCopy(original, [change(functionOf('discovery', 'Code', 'S3Key'), 'crash.zip')]);
    cpSync(directory, join(mutated, 'asset.crash'), { recursive: true });
    const manifest = join(mutated, `${BACKEND}.assets.json`);
    const assets = JSON.parse(readFileSync(manifest, 'utf8'));
    assets.files.crash = { source: { path: 'asset.crash' }, destinations: { here: { objectKey: 'crash.zip' } } };
    writeFileSync(manifest, JSON.stringify(assets));
    expect(await observed(mutated, DEVICE)).toBe(at('na1'));
    expect(await observed(mutated, DIRECT)).toBe('500 {"message":"Internal Server Error"}');
  });

  test('the audience of the authorizer: the token of the command line is for another', async () => {
    const mutated = mutatedCopy(original, [
      change(of('ApiGatewayV2::Authorizer', 'JwtConfiguration', 'Audience'), ['another']),
    ]);
    const listed = await clientOf(await start(mutated))({ method: 'GET', path: '/v1/tenants' });
    expect(listed).toMatchObject({ ok: false, problem: { message: expect.stringContaining('status 401') } });
  });
});

describe('what is not known, or leads nowhere, stops the start', () => {
  test.each<[string, readonly Change[], string]>([
    [
      'a property of the table',
      [change(of('DynamoDB::GlobalTable', 'StreamSpecification'), { a: 1 })],
      'local.property',
    ],
    ['another billing mode', [change(of('DynamoDB::GlobalTable', 'BillingMode'), 'PROVISIONED')], 'local.value'],
    ['another payload format', [change(of('ApiGatewayV2::Integration', 'PayloadFormatVersion'), '1.0')], 'local.value'],
    ['CORS', [change(of('ApiGatewayV2::Api', 'CorsConfiguration'), { AllowOrigins: ['*'] })], 'local.property'],
    ['an integration that is gone', [change(of('ApiGatewayV2::Route', 'Target'), 'integrations/x')], 'local.route'],
    ['a function that is gone', [change(of('ApiGatewayV2::Integration', 'IntegrationUri'), 'arn:x')], 'local.function'],
    [
      'a custom resource for a function that is gone',
      [change(['Resources', ':Custom::SignpostTenant', 'Properties', 'ServiceToken'], 'arn:x', TYRELL)],
      'local.function',
    ],
    [
      'an origin group with an origin that is gone',
      [change([...GROUP, 'Members', 'Items', 0, 'OriginId'], 'x', TYRELL)],
      'local.origin',
    ],
    [
      'variables of an edge function',
      [
        change(
          ['Resources', ':AWS::Lambda::Function', 'Properties', 'Environment'],
          { Variables: { AB: 'x' } },
          edgeStackName('local'),
        ),
      ],
      'local.function',
    ],
  ])('%s', async (_name, changes, code) => {
    const started = await startWithProblems(mutatedCopy(original, changes));
    expect(started.ok ? [] : [...new Set(started.problems.map((each) => each.code))]).toEqual([code]);
  });

  test('a tenant stack without the Backend stack that it reads from', async () => {
    const directory = mutatedCopy(original, []);
    const file = join(directory, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    delete manifest.artifacts[BACKEND];
    writeFileSync(file, JSON.stringify(manifest));
    const started = await startWithProblems(directory);
    const messages = started.ok ? [] : started.problems.map(({ message }) => message);
    expect(messages.join('\n')).toContain(
      `"/signpost/local/backend/declare-function" that it reads; expected "${BACKEND}"`,
    );
  });
});

function startWithProblems(assemblyDirectory: string) {
  return startCloud({ assemblyDirectory, fleet: FLEET, stateDirectory: newFolder('state') });
}
