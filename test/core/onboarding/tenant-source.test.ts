import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadFleet } from '../../../lib/adapters/project/project-files';
import { parseWebsite } from '../../../lib/core/onboarding/draft';
import { renderTenantSource, type TenantDraft } from '../../../lib/core/onboarding/tenant-source';
import { writeProject } from '../../support/project';

const ARN = 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-4000-8000-000000000001';
const LONG = '/a/rather/long/path/that/goes/on/and/on/until/the/line/is/full/.well-known/com.apple.remotemanagement';
const PLAIN = { rules: [], otherwise: { kind: 'redirect', cluster: 'na1' } } as const;

const DRAFTS: Readonly<Record<string, TenantDraft>> = {
  'a zone in Route 53': {
    name: 'Acme',
    discovery: PLAIN,
    domains: [['acme.example', { dns: { kind: 'route53', zoneId: 'Z1' }, website: { kind: 'none' } }]],
  },
  'a certificate, which is long': {
    name: `Acme's "Sons"`,
    discovery: PLAIN,
    domains: [
      [
        'acme.example',
        {
          dns: { kind: 'external', certificateArn: ARN },
          website: { kind: 'redirect', to: 'https://www.acme.example/' },
        },
      ],
    ],
  },
  'an apostrophe in a name': {
    name: "Wally's Workshop",
    discovery: PLAIN,
    domains: [['wally.example', { dns: { kind: 'elsewhere' } }]],
  },
  'names in double quotes and other letters': {
    name: 'Die "Bären" \\ Ünïversum',
    discovery: PLAIN,
    domains: [['a.example', { dns: { kind: 'elsewhere' } }]],
  },
  'rules, long ones as well': {
    name: 'Acme',
    remark: 'Taken over from a redirect made by hand.',
    discovery: {
      rules: [
        {
          when: { families: ['Mac', 'iPad', 'RealityDevice'] },
          answer: { kind: 'redirect', cluster: 'eu1', path: LONG },
        },
        { when: { share: 25 }, answer: { kind: 'refuse', message: 'Not yet.' } },
        { when: { families: ['Mac'] }, answer: { kind: 'absent' } },
      ],
      otherwise: { kind: 'serve', cluster: 'na1', path: '/enroll', enrollment: 'byod' },
    },
    domains: [
      ['acme.example', { dns: { kind: 'elsewhere' } }],
      [
        'xn--bcher-kva.example',
        {
          dns: { kind: 'elsewhere' },
          discovery: { rules: [], otherwise: { kind: 'redirect', cluster: 'na1', path: LONG } },
        },
      ],
      [
        'passed.example',
        { dns: { kind: 'route53', zoneId: 'Z1' }, website: { kind: 'passThrough', origin: 'origin.acme.test' } },
      ],
    ],
  },
};

describe.each(Object.entries(DRAFTS))('the file of a tenant with %s', (_name, draft) => {
  const source = renderTenantSource(draft);

  test('is left alone by formatter and linter', () => {
    const directory = mkdtempSync(join(tmpdir(), 'signpost-source-'));
    mkdirSync(join(directory, 'tenants'));
    const file = join(directory, 'tenants', 'acme.ts');
    writeFileSync(file, source);
    const configuration = JSON.parse(readFileSync('biome.json', 'utf8'));
    writeFileSync(
      join(directory, 'biome.json'),
      JSON.stringify({ ...configuration, $schema: undefined, vcs: undefined }),
    );
    const { status, stdout, stderr } = spawnSync(resolve('node_modules/.bin/biome'), ['check', 'tenants'], {
      cwd: directory,
      encoding: 'utf8',
    });
    expect({ status, said: status === 0 ? '' : stdout + stderr + source }).toEqual({ status: 0, said: '' });
  });

  test('passes the schema', async () => {
    const fleet = await loadFleet(writeProject({ 'tenants/acme.ts': source }));
    expect(fleet.ok ? [] : fleet.problems).toEqual([]);
    expect(fleet.ok && fleet.value.tenants[0]?.name).toBe(draft.name);
  });
});

describe('parseWebsite', () => {
  test.each([
    ['none', { kind: 'none' }],
    ['https://www.acme.example', { kind: 'redirect', to: 'https://www.acme.example' }],
    ['Origin.Acme.example', { kind: 'passThrough', origin: 'origin.acme.example' }],
    ['http://www.acme.example', undefined],
    ['https://', undefined],
    ['nothing', undefined],
  ])('%s', (word, website) => expect(parseWebsite(word)).toEqual(website));
});
