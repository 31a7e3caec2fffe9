import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadFleet } from '../../../lib/adapters/project/project-files';
import { describeProblem, type Problem } from '../../../lib/core/problems';
import type { Fleet } from '../../../lib/core/tenants/fleet';
import { tenantFile, writeProject } from '../../support/project';

async function load(files: Record<string, string>): Promise<Fleet> {
  const fleet = await loadFleet(writeProject(files));
  if (!fleet.ok) throw new Error(fleet.problems.map(describeProblem).join('\n'));
  return fleet.value;
}

async function problemsOf(files: Record<string, string>): Promise<readonly Problem[]> {
  const fleet = await loadFleet(writeProject(files));
  return fleet.ok ? [] : fleet.problems;
}

const domain = (fields: string) => ({ domains: `{ 'acme.example': { ${fields} } }` });
const discovery = (policy: string) => ({ discovery: policy });
const rule = (when: string) => discovery(`{ rules: [{ when: ${when}, answer: absent() }], otherwise: absent() }`);

describe('loadFleet', () => {
  test('reads tenants by the name of their files, resolved and sorted', async () => {
    const fleet = await load({
      'tenants/zeta.ts': tenantFile({ domains: `{ 'zeta.example': { dns: elsewhere() } }` }),
      'tenants/acme.ts': tenantFile({
        domains: `{ 'B.example': { dns: route53('Z0'), website: redirectTo('https://www.b.example') }, 'a.example': { dns: route53('Z0'), website: none(), discovery: { rules: [], otherwise: redirect('eu1') } } }`,
      }),
    });
    expect(fleet.tenants.map(({ id }) => id)).toEqual(['acme', 'zeta']);
    expect(fleet.tenants[0]?.domains).toMatchObject([
      {
        name: 'a.example',
        policy: { salt: 'acme', otherwise: { kind: 'redirect', url: 'https://eu1.mdm.example/x?realm=eu' } },
      },
      {
        name: 'b.example',
        policy: { otherwise: { url: 'https://na1.mdm.example/.well-known/com.apple.remotemanagement' } },
      },
    ]);
    expect(fleet.tenants[1]?.domains).toMatchObject([{ kind: 'elsewhere', name: 'zeta.example' }]);
  });

  test('reads servers; the fallback is the discovery where none is stated', async () => {
    const servers = `{ main: { token: shared('arn:aws:secretsmanager:eu-west-1:111111111111:secret:mdm-AbCdEf') }, own: { token: owned(), fallback: { rules: [], otherwise: absent() } } }`;
    const fleet = await load({ 'tenants/acme.ts': tenantFile({ servers }) });
    expect(fleet.tenants[0]?.servers).toMatchObject([
      { name: 'main', token: { kind: 'shared' }, fallback: { otherwise: { kind: 'redirect' } } },
      { name: 'own', token: { kind: 'owned' }, fallback: { otherwise: { kind: 'absent' } } },
    ]);
  });

  test.each([
    [
      'a path on the cluster',
      `redirect('eu1', { path: '/t/acme' })`,
      { kind: 'redirect', url: 'https://eu1.mdm.example/t/acme' },
    ],
    [
      'a served document',
      `serve('eu1', { path: '/e?x=1', enrollment: 'adde' })`,
      { kind: 'serve', baseUrl: 'https://eu1.mdm.example/e?x=1', version: 'mdm-adde' },
    ],
    ['a refusal', `refuse('No.')`, { kind: 'refuse', message: 'No.' }],
  ])('resolves %s', async (_case, answer, resolved) => {
    const fleet = await load({ 'tenants/acme.ts': tenantFile(discovery(`{ rules: [], otherwise: ${answer} }`)) });
    expect(fleet.tenants[0]?.domains[0]?.policy.otherwise).toEqual(resolved);
  });

  test('an empty folder of tenants is a fleet without tenants', async () => {
    expect((await load({})).tenants).toEqual([]);
  });
});

describe('loadFleet refuses, with file, path, value and what was wanted', () => {
  test.each<[string, Record<string, string>, string, string, RegExp]>([
    ['an unknown field', { colour: `'red'` }, 'tenant.schema', 'colour', /"colour".*unknown.*name, channel, discovery/],
    [
      'an unknown field within',
      domain(`dns: elsewhere(), color: 1`),
      'tenant.schema',
      'domains["acme.example"].color',
      /"color"/,
    ],
    ['a missing name', { name: 'undefined' }, 'tenant.schema', 'name', /nothing.*organisation's name/],
    [
      'a bad domain',
      { domains: `{ 'acme_example': { dns: elsewhere() } }` },
      'domain.bad-label',
      'domains.acme_example',
      /"acme_example"/,
    ],
    [
      'a URL as a domain',
      { domains: `{ 'https://acme.example': { dns: elsewhere() } }` },
      'domain.bad-character',
      'domains["https://acme.example"]',
      /https/,
    ],
    [
      'a domain twice in one tenant',
      { domains: `{ 'acme.example': { dns: elsewhere() }, 'ACME.example': { dns: elsewhere() } }` },
      'tenant.domain-twice',
      'domains["ACME.example"]',
      /"acme.example"/,
    ],
    [
      'an unknown cluster',
      discovery(`{ rules: [], otherwise: redirect('na2') }`),
      'tenant.cluster-unknown',
      'discovery.otherwise.cluster',
      /"na2" \(did you mean "na1"/,
    ],
    [
      'an unknown cluster in a rule',
      discovery(`{ rules: [{ when: { share: 1 }, answer: redirect('nowhere') }], otherwise: absent() }`),
      'tenant.cluster-unknown',
      'discovery.rules[0].answer.cluster',
      /"nowhere"/,
    ],
    ['a share above 100', rule('{ share: 101 }'), 'tenant.schema', 'discovery.rules[0].when.share', /101.*0 to 100/],
    ['a share below 0', rule('{ share: -1 }'), 'tenant.schema', 'discovery.rules[0].when.share', /-1/],
    [
      'a share that is no number',
      rule('{ share: NaN }'),
      'tenant.schema',
      'discovery.rules[0].when.share',
      /NaN.*0 to 100/,
    ],
    [
      'an unknown family',
      rule(`{ families: ['iPod'] }`),
      'tenant.schema',
      'discovery.rules[0].when.families[0]',
      /"iPod".*AppleTV/,
    ],
    ['a rule without condition', rule('{}'), 'tenant.schema', 'discovery.rules[0].when', /otherwise/],
    [
      'a function instead of data',
      discovery(`{ rules: [], otherwise: () => absent() }`),
      'tenant.schema',
      'discovery.otherwise',
      /a function.*redirect/,
    ],
    [
      'an answer of no kind',
      discovery(`{ rules: [], otherwise: { kind: 'maybe' } }`),
      'tenant.schema',
      'discovery.otherwise',
      /refuse/,
    ],
    [
      'a path that leaves the host',
      discovery(`{ rules: [], otherwise: redirect('na1', { path: '//evil.example' }) }`),
      'tenant.schema',
      'discovery.otherwise.path',
      /evil/,
    ],
    [
      'a path with a backslash',
      discovery(`{ rules: [], otherwise: redirect('na1', { path: '/\\\\evil.example' }) }`),
      'tenant.schema',
      'discovery.otherwise.path',
      /evil/,
    ],
    [
      'a path with #',
      discovery(`{ rules: [], otherwise: redirect('na1', { path: '/a#b' }) }`),
      'tenant.schema',
      'discovery.otherwise.path',
      /#/,
    ],
    [
      'a front without a website',
      domain(`dns: route53('Z0')`),
      'tenant.schema',
      'domains["acme.example"].website',
      /nothing.*none\(\)/,
    ],
    [
      'an elsewhere domain with a website',
      domain(`dns: elsewhere(), website: none()`),
      'tenant.schema',
      'domains["acme.example"].website',
      /elsewhere/,
    ],
    [
      'a website redirect onto itself',
      domain(`dns: route53('Z0'), website: redirectTo('https://acme.example/x')`),
      'tenant.website-loop',
      'domains["acme.example"].website',
      /leads back/,
    ],
    [
      'an http website',
      domain(`dns: route53('Z0'), website: redirectTo('http://www.acme.example')`),
      'tenant.schema',
      'domains["acme.example"].website.to',
      /https URL/,
    ],
    [
      'a website with a query',
      domain(`dns: route53('Z0'), website: redirectTo('https://www.acme.example/?a')`),
      'tenant.schema',
      'domains["acme.example"].website.to',
      /without query/,
    ],
    [
      'a pass-through origin that is the domain itself',
      domain(`dns: route53('Z0'), website: passThrough('ACME.example')`),
      'tenant.website-loop',
      'domains["acme.example"].website',
      /leads back/,
    ],
    [
      'a pass-through origin that is a URL',
      domain(`dns: route53('Z0'), website: passThrough('https://x.example')`),
      'tenant.schema',
      'domains["acme.example"].website.origin',
      /a domain such as/,
    ],
    [
      'a certificate outside us-east-1',
      domain(
        `dns: external({ certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/abc' }), website: none()`,
      ),
      'tenant.schema',
      'domains["acme.example"].dns.certificateArn',
      /eu-west-1.*us-east-1/,
    ],
    [
      'a zone that is no zone id',
      domain(`dns: route53('acme.example'), website: none()`),
      'tenant.schema',
      'domains["acme.example"].dns.zoneId',
      /hosted zone/,
    ],
    ['an unknown channel', { channel: `'beta'` }, 'tenant.schema', 'channel', /"beta".*"canary" or "stable"/],
    [
      'a bad token',
      { servers: `{ main: { token: shared('secret') } }` },
      'tenant.schema',
      'servers.main.token.secretArn',
      /Secrets Manager/,
    ],
    [
      'two servers under rules without their fallback',
      { ...rule('{ share: 1 }'), servers: '{ a1: { token: owned() }, b1: { token: owned() } }' },
      'tenant.fallback-needed',
      'servers.a1',
      /"a1"/,
    ],
    [
      'a policy over the header budget',
      discovery(
        `{ rules: Array.from({ length: 40 }, () => ({ when: { share: 1 }, answer: refuse('x'.repeat(400)) })), otherwise: absent() }`,
      ),
      'tenant.policy-too-large',
      'domains["acme.example"]',
      /10240/,
    ],
    [
      '51 rules',
      discovery(
        `{ rules: Array.from({ length: 51 }, () => ({ when: { share: 1 }, answer: absent() })), otherwise: absent() }`,
      ),
      'tenant.schema',
      'discovery.rules',
      /at most 50/,
    ],
  ])('%s', async (_case, fields, code, path, message) => {
    const problems = await problemsOf({ 'tenants/acme.ts': tenantFile(fields) });
    expect(problems).toContainEqual({
      code,
      message: expect.stringMatching(message),
      where: { file: 'tenants/acme.ts', path },
    });
  });

  test.each([
    ['an http cluster', `{ na1: { url: 'http://na1.mdm.example' } }`, 'na1.url', /https URL/],
    ['a cluster by address', `{ na1: { url: 'https://192.0.2.1' } }`, 'na1.url', /host name/],
    ['a cluster with a fragment', `{ na1: { url: 'https://na1.mdm.example/#x' } }`, 'na1.url', /"#"/],
    ['a cluster with credentials', `{ na1: { url: 'https://u:p@na1.mdm.example' } }`, 'na1.url', /credentials/],
    ['a cluster with a bad name', `{ 'NA 1': { url: 'https://na1.mdm.example' } }`, '["NA 1"]', /NA 1/],
  ])('%s', async (_case, declaration, path, message) => {
    const problems = await problemsOf({ 'clusters.ts': `export default ${declaration};` });
    expect(problems).toEqual([
      { code: 'tenant.schema', message: expect.stringMatching(message), where: { file: 'clusters.ts', path } },
    ]);
  });

  test.each([
    {
      name: "a domain that is the backend's",
      discoveryDomain: 'acme.example',
      expected: { code: 'tenant.domain-twice', where: { file: 'tenants/acme.ts', path: 'domains["acme.example"]' } },
    },
    {
      name: "a cluster that is the backend's",
      discoveryDomain: 'na1.mdm.example',
      expected: { code: 'tenant.cluster-loop', where: { file: 'clusters.ts', path: 'na1.url' } },
    },
  ])('$name', async ({ discoveryDomain, expected }) => {
    const problems = await problemsOf({
      'tenants/acme.ts': tenantFile(),
      'signpost.config.ts': `export default { stage: 'local', discoveryDomain: '${discoveryDomain}' };`,
    });
    expect(problems).toMatchObject([{ ...expected, message: expect.stringContaining('discoveryDomain') }]);
  });

  test('a cluster that is a domain of a tenant', async () => {
    const problems = await problemsOf({
      'tenants/acme.ts': tenantFile(),
      'clusters.ts': `export default { na1: { url: 'https://acme.example/mdm' } };`,
    });
    expect(problems).toMatchObject([{ code: 'tenant.cluster-loop', where: { file: 'clusters.ts', path: 'na1.url' } }]);
  });

  test.each([
    ['no account outside local', `{ stage: 'prod', discoveryDomain: 'd.example' }`, 'account', /"local"/],
    ['no discoveryDomain outside local', `{ stage: 'prod', account: '111111111111' }`, 'discoveryDomain', /"local"/],
    [
      'no discoveryDns outside local',
      `{ stage: 'prod', account: '111111111111', discoveryDomain: 'd.example', openIdIssuer: 'https://id.example' }`,
      'discoveryDns',
      /"local"/,
    ],
    [
      'no openIdIssuer outside local',
      `{ stage: 'prod', account: '111111111111', discoveryDomain: 'd.example', discoveryDns: { kind: 'route53', zoneId: 'Z0' } }`,
      'openIdIssuer',
      /"local"/,
    ],
    [
      'a discoveryDomain whose DNS is elsewhere',
      `{ stage: 'local', discoveryDns: { kind: 'elsewhere' } }`,
      'discoveryDns',
      /route53\(…\) or external\(…\)/,
    ],
    ['a short account', `{ stage: 'local', account: '1111' }`, 'account', /12 digits/],
    ['a version that is no number', `{ stage: 'local', edge: { stable: 'three' } }`, 'edge.stable', /version number/],
    [
      'a topic elsewhere',
      `{ stage: 'local', alarmTopicArn: 'arn:aws:sns:eu-west-1:111111111111:x' }`,
      'alarmTopicArn',
      /us-east-1/,
    ],
    ['a stage with spaces', `{ stage: 'my stage' }`, 'stage', /stage of 2 to 16/],
  ])('%s', async (_case, declaration, path, message) => {
    const problems = await problemsOf({ 'signpost.config.ts': `export default ${declaration};` });
    expect(problems).toContainEqual({
      code: 'tenant.schema',
      message: expect.stringMatching(message),
      where: { file: 'signpost.config.ts', path },
    });
  });

  test('a tenant that CloudFormation could not hand to the backend', async () => {
    const rules = `Array.from({ length: 50 }, () => ({ when: { share: 1 }, answer: refuse('x'.repeat(500)) }))`;
    const discovery = (index: string) => `{ rules: ${rules}, otherwise: refuse('No ' + ${index}) }`;
    const domains = `Object.fromEntries(Array.from({ length: 10 }, (_, index) => [
      'd' + index + '.example', { dns: elsewhere(), discovery: ${discovery('index')} }]))`;
    const problems = await problemsOf({ 'tenants/acme.ts': tenantFile({ domains }) });
    expect(problems).toMatchObject([{ code: 'declaration.too-large', where: { file: 'tenants/acme.ts' } }]);
  });

  test('a domain of two tenants', async () => {
    const problems = await problemsOf({ 'tenants/acme.ts': tenantFile(), 'tenants/zeta.ts': tenantFile() });
    expect(problems).toMatchObject([
      {
        code: 'tenant.domain-twice',
        where: { file: 'tenants/zeta.ts' },
        message: expect.stringContaining('tenants/acme.ts'),
      },
    ]);
  });

  describe('a secret of two servers', () => {
    const arn = (name: string) => `arn:aws:secretsmanager:eu-west-1:111111111111:secret:${name}`;
    const sharing = (...names: readonly string[]) => {
      const servers = names.map((name, index) => `s${index}: { token: shared('${arn(name)}') }`);
      return tenantFile({ domains: '{}', servers: `{ own: { token: owned() }, ${servers.join(', ')} }` });
    };

    test.each([
      ['mdm-AbCdEf', 'mdm-AbCdEf'],
      ['mdm', 'mdm-AbCdEf'],
      ['mdm-AbCdEf', 'mdm'],
    ])('is refused at both places: %s, %s', async (first, second) => {
      const problems = await problemsOf({ 'tenants/acme.ts': sharing(first), 'tenants/beta.ts': sharing('x', second) });
      expect(problems).toMatchObject([
        {
          code: 'tenant.secret-twice',
          where: { file: 'tenants/beta.ts', path: 'servers.s1.token' },
          message: expect.stringContaining('servers.s0.token in tenants/acme.ts'),
        },
      ]);
    });

    test('of one tenant is refused as well', async () => {
      const problems = await problemsOf({ 'tenants/acme.ts': sharing('mdm-AbCdEf', 'mdm-AbCdEf') });
      expect(problems.map(({ code }) => code)).toEqual(['tenant.secret-twice']);
    });

    test('is none where the names only begin alike', async () => {
      const files = { 'tenants/acme.ts': sharing('mdm-server'), 'tenants/beta.ts': sharing('mdm-tokens', 'mdm-a') };
      expect(await problemsOf(files)).toEqual([]);
    });
  });

  test('websites of two tenants that lead to each other', async () => {
    const website = (from: string, to: string) =>
      tenantFile({ domains: `{ '${from}': { dns: route53('Z0'), website: redirectTo('https://${to}') } }` });
    const problems = await problemsOf({
      'tenants/acme.ts': website('a.example', 'b.example'),
      'tenants/zeta.ts': website('b.example', 'a.example'),
    });
    expect(problems.map(({ code }) => code)).toEqual(['tenant.website-loop', 'tenant.website-loop']);
  });

  test('more than 450 fronts', async () => {
    const many = (letter: string) =>
      tenantFile({
        domains: `Object.fromEntries(Array.from({ length: 226 }, (_, i) => ['${letter}' + i + '.example', { dns: route53('Z0'), website: none() }]))`,
      });
    const problems = await problemsOf({ 'tenants/acme.ts': many('a'), 'tenants/zeta.ts': many('z') });
    expect(problems).toMatchObject([{ code: 'tenant.too-many-fronts', message: expect.stringContaining('452') }]);
  });

  test.each(['Acme.ts', '1acme.ts', 'a.ts', 'acme-.ts', 'README.md', 'acme.js'])('a file called %s', async (name) => {
    const problems = await problemsOf({ [`tenants/${name}`]: tenantFile() });
    expect(problems).toMatchObject([{ code: 'tenant.file-name', where: { file: `tenants/${name}` } }]);
  });

  test.each([
    ['a module of Node', `import fs from 'node:fs'; export default fs;`, 'tenant.import', /"node:fs"/],
    ['another tenant', `import other from './zeta'; export default other;`, 'tenant.import', /"\.\/zeta"/],
    ['a package', `import { App } from 'aws-cdk-lib'; export default new App();`, 'tenant.import', /"aws-cdk-lib"/],
    ['a dynamic import', `export default import('node:fs');`, 'tenant.import', /"node:fs"/],
    ['a require', `export default require('node:fs');`, 'tenant.import', /"node:fs"/],
    [
      'a computed import',
      `const name = ['node', 'fs'].join(':'); export default import(name);`,
      'tenant.file-unreadable',
      /Promise/,
    ],
    ['a promise', `export default (async () => { throw new Error('late'); })();`, 'tenant.file-unreadable', /Promise/],
    ['the process', `export default process.env;`, 'tenant.file-unreadable', /process/],
    ['code from text', `export default new Function('return process')();`, 'tenant.file-unreadable', /Code generation/],
    ['a syntax error', `export default {`, 'tenant.file-unreadable', /end of file/],
    ['an exception', `throw new Error('not today'); export default {};`, 'tenant.file-unreadable', /not today/],
    ['an endless loop', `for (;;) {} export default {};`, 'tenant.file-unreadable', /timed out/],
    ['nothing exported', `export const x = 1;`, 'tenant.no-default-export', /export default/],
  ])('a file with %s', async (_case, text, code, message) => {
    const problems = await problemsOf({ 'tenants/acme.ts': text });
    expect(problems[0]).toMatchObject({ code, where: { file: 'tenants/acme.ts' } });
    expect(problems[0]?.message).toMatch(message);
  });

  test('a file that throws, and the others as if it were not there', async () => {
    const problems = await problemsOf({
      'tenants/acme.ts': `throw new Error('not today'); export default {};`,
      'tenants/zeta.ts': tenantFile({ channel: `'beta'` }),
    });
    expect(problems.map(({ code, where }) => `${where?.file} ${code}`)).toEqual([
      'tenants/acme.ts tenant.file-unreadable',
      'tenants/zeta.ts tenant.schema',
    ]);
  });

  test('a missing registry, without calling every cluster unknown', async () => {
    const directory = writeProject({ 'tenants/acme.ts': tenantFile() });
    rmSync(join(directory, 'clusters.ts'));
    expect(await loadFleet(directory)).toMatchObject({
      ok: false,
      problems: [{ code: 'tenant.file-unreadable', where: { file: 'clusters.ts' } }],
    });
  });

  test('all problems of all files in one run', async () => {
    const problems = await problemsOf({
      'tenants/acme.ts': tenantFile({ ...rule('{ share: 200 }'), channel: `'beta'` }),
      'tenants/broken.ts': 'export default {',
      'tenants/fs.ts': `import 'node:fs'; export default {};`,
      'tenants/zeta.ts': tenantFile({
        ...discovery(`{ rules: [], otherwise: redirect('xx') }`),
        domains: `{ 'zeta': { dns: elsewhere() } }`,
      }),
      'tenants/B.ts': tenantFile(),
    });
    expect(problems.map(({ code, where }) => `${where?.file} ${code}`).sort()).toEqual([
      'tenants/B.ts tenant.file-name',
      'tenants/acme.ts tenant.schema',
      'tenants/acme.ts tenant.schema',
      'tenants/broken.ts tenant.file-unreadable',
      'tenants/fs.ts tenant.import',
      'tenants/zeta.ts domain.single-label',
      'tenants/zeta.ts tenant.cluster-unknown',
    ]);
  });
});
