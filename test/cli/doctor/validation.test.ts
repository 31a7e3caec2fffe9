import { reportSchema } from '../../../lib/core/doctor/report';
import type { PublicRecord } from '../../../lib/local/name-server';
import { type AcmCertificate, emptyAccount } from '../../../lib/local/simulation/aws/account';
import { validationRecord } from '../../../lib/local/simulation/aws/acm';
import type { ControlPlaneOptions } from '../../../lib/local/simulation/aws/control-plane';
import { withOnboarding } from '../../support/onboarding';
import { tenantFile, writeProject } from '../../support/project';
import { record } from '../../support/recording';

const ACCOUNT = '111111111111';
const DOMAINS = ['acme.example', 'acme-uk.example'];
const project = () =>
  writeProject({
    'tenants/acme.ts': tenantFile({
      domains: `{
        'acme.example': { dns: route53('Z0123'), website: none() },
        'acme-uk.example': { dns: route53('Z0123'), website: none() },
        'acme-de.example': { dns: elsewhere() },
      }`,
    }),
  });

const certificates = [...DOMAINS, 'acme-de.example'].map(
  (domainName, index): AcmCertificate => ({
    arn: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/00000000-0000-4000-8000-00000000000${index}`,
    domainName,
    keyAlgorithm: 'RSA_2048',
    tags: [],
    record: validationRecord(ACCOUNT, domainName),
    createdAt: 0,
    issuedAt: 0,
    inUseBy: [],
    status: 'ISSUED',
    described: 1,
  }),
);

const status = (domain: string, changes: Partial<PublicRecord> = {}): PublicRecord => {
  const { name, value } = validationRecord(ACCOUNT, domain);
  return { name: name.slice(0, -1), type: 'CNAME', value: value.slice(0, -1), ...changes };
};

const ZONE: PublicRecord = { name: 'acme.example', type: 'NS', value: 'ns1.dns-host.example' };
const DOUBLED = `${status('acme.example').name}.acme.example`;

/** What the doctor finds of validation records, by domain, and what it asked AWS. */
async function observe(records: readonly PublicRecord[], aws: ControlPlaneOptions, ...argv: readonly string[]) {
  const directory = project();
  const account = { ...emptyAccount(ACCOUNT), certificates: certificates.map((each) => ({ ...each })) };
  return withOnboarding(directory, { records, aws: { account, ...aws } }, async ({ aws: { calls } }) => {
    const { stdout } = await record(directory, 'doctor', ...argv, '--json');
    const { domains } = reportSchema.parse(JSON.parse(stdout));
    const found = domains.flatMap(({ domain, findings }) =>
      findings.filter(({ code }) => code === 'dns.validation-record').map((each) => [domain, each.found]),
    );
    const unchecked = domains.flatMap((each) => each.unchecked.map(({ what }) => what));
    return { found, unchecked, calls };
  });
}

describe('signpost doctor with credentials', () => {
  test('finds the record that is gone, of every front, and lists the certificates once', async () => {
    const { found, calls } = await observe([status('acme.example')], { pageSize: 1 }, '--all');
    expect(found).toEqual([['acme-uk.example', 'no record']]);
    // One for each page, and none for the domain that is answered elsewhere.
    expect(calls.filter((call) => call === 'acm:ListCertificates')).toHaveLength(3);
    expect(calls.filter((call) => call === 'acm:DescribeCertificate')).toHaveLength(2);
    expect(new Set(calls)).toEqual(new Set(['acm:ListCertificates', 'acm:DescribeCertificate']));
  });

  test.each<[string, PublicRecord, string]>([
    ['of another value', status('acme.example', { value: 'old.example' }), 'a CNAME to old.example'],
    [
      'with the zone twice',
      status('acme.example', { name: DOUBLED }),
      `the record is at ${DOUBLED}: its name contains the zone twice`,
    ],
  ])('finds the record %s', async (_case, present, words) => {
    expect(await observe([ZONE, present], {}, 'acme.example')).toMatchObject({ found: [['acme.example', words]] });
  });

  test('reports nothing where all records exist', async () => {
    expect(
      await observe(
        DOMAINS.map((domain) => status(domain)),
        {},
        '--all',
      ),
    ).toMatchObject({ found: [] });
  });

  test('asks for no certificates of a foreign domain', async () => {
    expect(await observe([], {}, 'foreign.example')).toMatchObject({ found: [], calls: [] });
  });

  test('names what it may not ask, and finds nothing', async () => {
    const { found, unchecked } = await observe(
      [],
      { disturbances: { denied: new Set(['acm:ListCertificates']) } },
      'acme.example',
    );
    expect(found).toEqual([]);
    expect(unchecked).toContain('records that renew the certificate');
  });
});

test('signpost doctor without credentials asks no one and reports nothing about it', async () => {
  const directory = project();
  await withOnboarding(directory, {}, async ({ aws }) => {
    delete process.env['AWS_ACCESS_KEY_ID'];
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/nowhere';
    const { stdout } = await record(directory, 'doctor', 'acme.example', '--json');
    delete process.env['AWS_SHARED_CREDENTIALS_FILE'];
    expect(stdout).not.toContain('renew');
    expect(aws.calls).toEqual([]);
  });
});
