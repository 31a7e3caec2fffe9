import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { join } from 'node:path';
import { encodeFrontSettings } from '../../lib/contract/front-settings';
import { edgeStackName, tenantStackName } from '../../lib/contract/names';
import { absent, passThrough, redirect, redirectTo, route53 } from '../../lib/core/tenants/authoring';
import { startCloud } from '../../lib/local/cloud';
import { SETTINGS } from '../support/edge-event';
import { buildFleet, plainTenant } from '../support/fleet';
import { ask, outcome } from './client';
import { type Change, mutatedCopy } from './mutated';
import { Clouds, newFolder, synthesized } from './synthesized';

const FLEET = buildFleet({
  tenants: {
    acme: plainTenant('acme.example', {
      discovery: { rules: [{ when: { families: ['Mac'] }, answer: absent() }], otherwise: redirect('na1') },
      domains: {
        'acme.example': { dns: route53('Z0123456789ABC'), website: redirectTo('https://www.acme.example') },
      },
    }),
    stark: plainTenant('stark.example', {
      domains: {
        'stark.example': { dns: route53('Z0123456789ABC'), website: passThrough('origin.stark-web.example') },
      },
    }),
  },
});

const EDGE = edgeStackName('local');
const ACME = tenantStackName('local', 'acme');
const STARK = tenantStackName('local', 'stark');
const CONFIG = ['Resources', ':AWS::CloudFront::Distribution', 'Properties', 'DistributionConfig'];
const DISCOVERY = [...CONFIG, 'CacheBehaviors', 0];
const WEBSITE = [...CONFIG, 'DefaultCacheBehavior'];
const ALL_METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'];

let original: string;
const state = newFolder('state');
const clouds = new Clouds();
beforeAll(async () => {
  original = await synthesized(FLEET);
});
afterEach(() => clouds.close());

const mutated = (changes: readonly Change[]) => mutatedCopy(original, changes);
const options = (assemblyDirectory: string) => ({ assemblyDirectory, fleet: FLEET, stateDirectory: state });

const DEVICE = 'https://acme.example/.well-known/com.apple.remotemanagement?user-identifier=u@acme.example';
const QUERY = '?user-identifier=u@acme.example';
const CLUSTER = 'https://na1.mdm.example/.well-known/com.apple.remotemanagement';
const STARK_DEVICE = DEVICE.replaceAll('acme', 'stark');
const MAC_FIRST = [`${DEVICE}&model-family=Mac`, `${DEVICE}&model-family=iPhone`];
const OTHER = {
  ...SETTINGS,
  policy: { ...SETTINGS.policy, otherwise: { kind: 'redirect' as const, url: 'https://na2.mdm.example/x' } },
};
const OTHER_HEADERS = Object.entries(encodeFrontSettings(OTHER)).map(([HeaderName, HeaderValue]) => ({
  HeaderName,
  HeaderValue,
}));

interface Mutation {
  readonly name: string;
  readonly changes: readonly Change[];
  /** Asked in this order; the last answer counts. */
  readonly ask: readonly string[];
  readonly options?: RequestOptions;
  readonly before: string;
  readonly after: string;
}

const MUTATIONS: readonly Mutation[] = [
  {
    name: 'the path pattern',
    changes: [{ stack: STARK, path: [...DISCOVERY, 'PathPattern'], value: '/.well-known/other' }],
    ask: [STARK_DEVICE],
    before: `302 ${CLUSTER}?user-identifier=u@stark.example`,
    after: '404 The website origin.stark-web.example has no such page.',
  },
  {
    name: 'the value of the policy header',
    changes: [{ stack: ACME, path: [...CONFIG, 'Origins', 0, 'OriginCustomHeaders'], value: OTHER_HEADERS }],
    ask: [DEVICE],
    before: `302 ${CLUSTER}${QUERY}`,
    after: `302 https://na2.mdm.example/x${QUERY}`,
  },
  {
    name: 'the method list',
    changes: [{ stack: ACME, path: [...DISCOVERY, 'AllowedMethods'], value: ALL_METHODS }],
    ask: [DEVICE],
    options: { method: 'POST' },
    before: '403 <!DOCTYPE html>',
    after: '405 Only GET and HEAD are answered here.',
  },
  {
    name: 'the origin-request policy',
    changes: [{ stack: ACME, path: [...DISCOVERY, 'OriginRequestPolicyId'] }],
    ask: [DEVICE],
    before: `302 ${CLUSTER}${QUERY}`,
    after: `302 ${CLUSTER}`,
  },
  {
    name: 'the alias',
    changes: [{ stack: ACME, path: [...CONFIG, 'Aliases'], value: ['other.example'] }],
    ask: [DEVICE],
    before: `302 ${CLUSTER}${QUERY}`,
    after: 'ERR_TLS_CERT_ALTNAME_INVALID',
  },
  {
    name: 'the function association',
    changes: [{ stack: ACME, path: [...DISCOVERY, 'LambdaFunctionAssociations'] }],
    ask: [DEVICE],
    before: `302 ${CLUSTER}${QUERY}`,
    after: '404 <?xml version="1.0" encoding="UTF-8"?>',
  },
  {
    name: 'the viewer protocol policy',
    changes: [{ stack: ACME, path: [...DISCOVERY, 'ViewerProtocolPolicy'], value: 'allow-all' }],
    ask: [DEVICE.replace('https', 'http')],
    before: '403 <!DOCTYPE html>',
    after: `302 ${CLUSTER}${QUERY}`,
  },
  {
    name: 'the names of the certificate',
    changes: [
      {
        stack: ACME,
        path: ['Resources', ':AWS::CertificateManager::Certificate', 'Properties', 'DomainName'],
        value: 'www.acme.example',
      },
    ],
    ask: [DEVICE],
    before: `302 ${CLUSTER}${QUERY}`,
    after: 'ERR_TLS_CERT_ALTNAME_INVALID',
  },
  {
    name: 'the records',
    // Both address records: each of them makes the name resolve.
    changes: [
      { stack: ACME, path: ['Resources', ':AWS::Route53::RecordSet'] },
      { stack: ACME, path: ['Resources', ':AWS::Route53::RecordSet'] },
    ],
    ask: [DEVICE],
    before: `302 ${CLUSTER}${QUERY}`,
    after: 'name not found',
  },
  {
    name: 'the error caching',
    changes: [{ stack: ACME, path: [...CONFIG, 'CustomErrorResponses'] }],
    ask: MAC_FIRST,
    before: `302 ${CLUSTER}${QUERY}&model-family=iPhone`,
    after: '404 No device enrollment is configured here.',
  },
  {
    name: 'the cache policy',
    changes: [{ stack: ACME, path: [...WEBSITE, 'CachePolicyId'], value: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' }],
    ask: ['https://acme.example/a?b=1'],
    before: '301 https://www.acme.example/a?b=1',
    after: '301 https://www.acme.example/a',
  },
  {
    name: 'the domain name of the origin',
    changes: [{ stack: ACME, path: [...CONFIG, 'Origins', 0, 'DomainName'], value: 'origin.invalid' }],
    ask: [DEVICE],
    before: `302 ${CLUSTER}${QUERY}`,
    after: '502 <!DOCTYPE html>',
  },
  {
    name: 'the switch of the distribution',
    changes: [{ stack: ACME, path: [...CONFIG, 'Enabled'], value: false }],
    ask: [DEVICE],
    before: `302 ${CLUSTER}${QUERY}`,
    after: '403 <!DOCTYPE html>',
  },
  {
    name: 'the TLS floor',
    changes: [{ stack: ACME, path: [...CONFIG, 'ViewerCertificate', 'MinimumProtocolVersion'], value: 'TLSv1.3_2025' }],
    ask: [DEVICE],
    options: { maxVersion: 'TLSv1.2' },
    before: `302 ${CLUSTER}${QUERY}`,
    after: 'ECONNRESET',
  },
  {
    name: 'the handler of the function',
    changes: [
      { stack: EDGE, path: ['Resources', ':AWS::Lambda::Function', 'Properties', 'Handler'], value: 'index.other' },
    ],
    ask: [DEVICE],
    before: `302 ${CLUSTER}${QUERY}`,
    after: '503 <!DOCTYPE html>',
  },
];

async function observed(assemblyDirectory: string, mutation: Mutation): Promise<string> {
  const cloud = await clouds.start(options(assemblyDirectory));
  let last = '';
  for (const address of mutation.ask) last = await outcome(ask(cloud, address, { ...mutation.options, agent: false }));
  return last;
}

describe('what is in the template decides the answer', () => {
  test.each(MUTATIONS)('$name', async (mutation) => {
    expect(await observed(original, mutation)).toBe(mutation.before);
    expect(await observed(mutated(mutation.changes), mutation)).toBe(mutation.after);
  });

  test('the SSM value: another function answers', async () => {
    const code = "export const handler = async () => ({ status: '200', body: 'another function' });";
    const other = {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: { S3Key: 'other.zip' }, FunctionName: 'other', Handler: 'index.handler' },
    };
    const version = { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Other' } } };
    const template = JSON.parse(readFileSync(join(original, `${EDGE}.template.json`), 'utf8'));
    const stable = Object.entries<{ Properties?: { Name?: string } }>(template.Resources).find(
      ([, resource]) => resource.Properties?.Name === '/signpost/local/edge/stable',
    );
    const directory = mutated([
      { stack: EDGE, path: ['Resources', 'Other'], value: other },
      { stack: EDGE, path: ['Resources', 'OtherVersion'], value: version },
      { stack: EDGE, path: ['Resources', stable?.[0] ?? '', 'Properties', 'Value'], value: { Ref: 'OtherVersion' } },
    ]);
    mkdirSync(join(directory, 'asset.other'));
    writeFileSync(join(directory, 'asset.other', 'index.mjs'), code);
    const manifest = join(directory, `${EDGE}.assets.json`);
    const assets = JSON.parse(readFileSync(manifest, 'utf8'));
    assets.files.other = { source: { path: 'asset.other' }, destinations: { here: { objectKey: 'other.zip' } } };
    writeFileSync(manifest, JSON.stringify(assets));
    const cloud = await clouds.start(options(directory));
    expect(await outcome(ask(cloud, DEVICE))).toBe('200 another function');
  });
});

describe('what is not known stops the start', () => {
  const TYPE = { stack: ACME, path: ['Resources', 'Bucket'], value: { Type: 'AWS::S3::Bucket' } };
  const PROPERTY = { stack: ACME, path: [...CONFIG, 'WebACLId'], value: 'x' };
  const INTRINSIC = { stack: ACME, path: [...CONFIG, 'Comment'], value: { 'Fn::Base64': 'x' } };
  const LATEST = 'arn:aws:lambda:us-east-1:111111111111:function:signpost-local-edge:$LATEST';
  const FUNCTION = [...WEBSITE, 'LambdaFunctionAssociations', 0, 'LambdaFunctionARN'];
  test.each<[string, readonly Change[], readonly string[]]>([
    ['a resource type', [TYPE], ['local.resource-type']],
    ['a property', [PROPERTY], ['local.property']],
    ['an intrinsic', [INTRINSIC], ['local.intrinsic']],
    ['a function without a numbered version', [{ stack: ACME, path: FUNCTION, value: LATEST }], ['local.function']],
    ['all of it at once', [TYPE, PROPERTY, INTRINSIC], ['local.property', 'local.resource-type', 'local.intrinsic']],
  ])('%s', async (_name, changes, codes) => {
    const started = await startCloud(options(mutated(changes)));
    expect(started.ok ? [] : started.problems.map(({ code }) => code)).toEqual(codes);
    expect(started.ok ? '' : (started.problems[0]?.where?.file ?? `${ACME}.template.json`)).toBe(
      `${ACME}.template.json`,
    );
  });

  test('a folder without an assembly', async () => {
    const started = await startCloud(options(newFolder('empty')));
    expect(started.ok ? [] : started.problems.map(({ code }) => code)).toEqual(['local.assembly']);
  });

  test('a tenant without the Edge stack that it reads from', async () => {
    const directory = mutated([]);
    const file = join(directory, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    delete manifest.artifacts[EDGE];
    delete manifest.artifacts[STARK];
    writeFileSync(file, JSON.stringify(manifest));
    const started = await startCloud(options(directory));
    const messages = started.ok ? [] : started.problems.map(({ message }) => message);
    expect(messages.join('\n')).toContain(
      '"/signpost/local/edge/stable" that it reads; expected "Signpost-local-Edge"',
    );
  });
});
