import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublicRecord } from '../../lib/local/name-server';
import { validationRecord } from '../../lib/local/simulation/aws/acm';
import { withOnboarding } from '../support/onboarding';
import { tenantFile, writeProject } from '../support/project';
import { record } from '../support/recording';

const DOMAIN = 'mail.acme.example';
const OLD_ARN = 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-4000-8000-999999999999';
const { name, value } = validationRecord('111111111111', DOMAIN);
const RIGHT: PublicRecord = { name: name.slice(0, -1), type: 'CNAME', value: value.slice(0, -1) };
const NS: PublicRecord = { name: 'acme.example', type: 'NS', value: 'ns1.elsewhere.example' };

const project = (domains = `{ '${DOMAIN}': { dns: external({ certificateArn: '${OLD_ARN}' }), website: none() } }`) =>
  writeProject({ 'tenants/acme.ts': tenantFile({ domains }) });

const request = ['certificate', 'request', DOMAIN, '--every', '0.01'];
const status = ['certificate', 'status', DOMAIN];

describe('signpost certificate', () => {
  test('requests one, with tags, and prints the record with and without the zone', () => {
    const directory = project();
    return withOnboarding(directory, { records: [NS] }, async ({ aws }) => {
      const { code, stdout } = await record(directory, ...request);
      expect(code).toBe(1);
      expect(stdout).toMatch(/^Target: the local cloud$/m);
      expect(stdout).toContain(`${RIGHT.name}.  CNAME  ${RIGHT.value}.`);
      expect(stdout).toContain(`enter the name: ${RIGHT.name.replace('.acme.example', '')}`);
      expect(aws.account.certificates[0]?.tags).toEqual(
        expect.arrayContaining([
          { Key: 'tenant', Value: 'acme' },
          { Key: 'stage', Value: 'local' },
        ]),
      );
    });
  });

  test('continues with an existing certificate', () => {
    const directory = project();
    return withOnboarding(directory, { records: [NS] }, async ({ aws }) => {
      await record(directory, ...request);
      await record(directory, ...request);
      expect(aws.account.certificates).toHaveLength(1);
      expect(aws.calls.filter((call) => call === 'acm:RequestCertificate')).toHaveLength(1);
    });
  });

  test.each<[string, PublicRecord[], string]>([
    ['missing', [], 'no record'],
    ['of another value', [{ ...RIGHT, value: 'wrong.example' }], 'a CNAME to wrong.example'],
    ['with the zone twice', [{ ...RIGHT, name: `${RIGHT.name}.acme.example` }], 'its name contains the zone twice'],
  ])('says that the record is %s', (_name, records, words) => {
    const directory = project();
    return withOnboarding(directory, { records: [NS, ...records] }, async () => {
      await record(directory, ...request);
      const { code, stdout } = await record(directory, ...status);
      expect([code, stdout]).toEqual([1, expect.stringContaining(words)]);
    });
  });

  test('watches until the certificate is issued, and writes it into the file', () => {
    const directory = project();
    return withOnboarding(directory, { records: [NS] }, async ({ dns, aws }) => {
      await record(directory, ...request);
      const watching = record(directory, ...status, '--watch', '--every', '0.01', '--write');
      dns.records.push(RIGHT);
      const { code, stdout, stderr } = await watching;
      expect([code, stdout]).toEqual([0, expect.stringContaining('Issued ')]);
      expect(stderr).toContain('Written to tenants/acme.ts.');
      const arn = aws.account.certificates[0]?.arn ?? 'none';
      expect(readFileSync(join(directory, 'tenants/acme.ts'), 'utf8')).toContain(
        `external({ certificateArn: '${arn}' })`,
      );
    });
  });

  test('finds that the record of an issued certificate is gone', () => {
    const directory = project();
    return withOnboarding(directory, { records: [NS, RIGHT] }, async ({ dns }) => {
      await record(directory, ...request);
      expect((await record(directory, ...status)).code).toBe(0);
      dns.records.splice(0, dns.records.length, NS);
      const { code, stdout } = await record(directory, ...status);
      expect([code, stdout]).toEqual([1, expect.stringContaining('It cannot be renewed')]);
    });
  });

  test('requests another certificate after a failed one', () => {
    const directory = project();
    let now = 0;
    return withOnboarding(directory, { records: [NS], aws: { clock: () => now } }, async ({ aws }) => {
      await record(directory, ...request);
      now = 80 * 3_600_000;
      expect((await record(directory, ...status)).stdout).toContain('Timed out');
      await record(directory, ...request);
      expect(aws.account.certificates.map(({ status: state }) => state)).toEqual([
        'VALIDATION_TIMED_OUT',
        'PENDING_VALIDATION',
      ]);
    });
  });

  test('requests another one as soon as CAA allows Amazon, within the same hour', () => {
    const directory = project();
    const forbidden: PublicRecord = { name: 'acme.example', type: 'CAA', value: 'issue letsencrypt.org' };
    return withOnboarding(directory, { records: [NS, RIGHT, forbidden] }, async ({ dns, aws }) => {
      expect((await record(directory, ...request)).stdout).toContain('Failed: CAA_ERROR');
      expect((await record(directory, ...request)).stdout).toContain('Failed: CAA_ERROR');
      dns.records.pop();
      expect(await record(directory, ...request)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Issued '),
      });
      expect(aws.account.certificates.map(({ status: state }) => state)).toEqual(['FAILED', 'FAILED', 'ISSUED']);
    });
  });

  test('prints JSON', () => {
    const directory = project();
    return withOnboarding(directory, { records: [NS] }, async () => {
      const { stdout } = await record(directory, ...request, '--json');
      expect(JSON.parse(stdout)).toMatchObject({
        version: 1,
        domain: DOMAIN,
        state: 'pending',
        records: [{ type: 'CNAME', name: RIGHT.name, value: RIGHT.value, verdict: { kind: 'missing' } }],
      });
    });
  });

  test.each([
    [
      'a file that says something else',
      `{ '${DOMAIN}': { dns: external({ ['certificateArn']: '${OLD_ARN}' }), website: none() } }`,
      'is not declared as',
    ],
    ['a domain without a tenant', `{ 'other.example': { dns: elsewhere() } }`, 'no tenant has the domain'],
  ])('does not write into %s', (_name, domains, words) => {
    const directory = project(domains);
    return withOnboarding(directory, { records: [NS, RIGHT] }, async () => {
      const { code, stderr } = await record(directory, ...request, '--watch', '--write');
      expect(code).toBe(1);
      expect(stderr).toContain('[onboarding.not-written]');
      expect(stderr).toContain(words);
    });
  });

  test.each([
    [
      'a front whose stack makes the certificate',
      "route53('Z1'), website: none()",
      'route53(…), whose stack creates one',
    ],
    ["a customer's own server", 'elsewhere()', 'elsewhere(), which needs none'],
  ])('requests nothing for %s', (_name, dns, words) => {
    const directory = project(`{ '${DOMAIN}': { dns: ${dns} } }`);
    return withOnboarding(directory, { records: [NS] }, async ({ aws }) => {
      const { code, stderr } = await record(directory, ...request);
      expect([code, stderr]).toEqual([1, expect.stringContaining('[onboarding.certificate-not-needed]')]);
      expect(stderr).toContain(words);
      expect(aws.account.certificates).toEqual([]);
    });
  });

  test('restores a file that would not declare the certificate', () => {
    const directory = project();
    const file = join(directory, 'tenants/acme.ts');
    const text = `// '${DOMAIN}': { dns: external({ certificateArn: 'x' }) }\n${readFileSync(file, 'utf8')}`;
    writeFileSync(file, text);
    return withOnboarding(directory, { records: [NS, RIGHT] }, async () => {
      const { stderr } = await record(directory, ...request, '--watch', '--write');
      expect(stderr).toContain('[onboarding.not-written]');
      expect(readFileSync(file, 'utf8')).toBe(text);
    });
  });

  test.each([
    [
      'a denied request',
      { denied: new Set(['acm:RequestCertificate']) },
      'expected the permission acm:RequestCertificate',
    ],
    ['expired credentials', { credentials: 'expired' as const }, '[aws.credentials-expired]'],
  ])('says what to do about %s', (_name, disturbances, words) => {
    const directory = project();
    return withOnboarding(directory, { records: [NS], aws: { disturbances } }, async () => {
      const { code, stderr } = await record(directory, ...request);
      expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
    });
  });

  test('refuses an invalid domain', async () => {
    expect((await record(project(), 'certificate', 'status', 'acme')).code).toBe(64);
  });
});
