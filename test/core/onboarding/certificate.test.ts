import type { ValidationLookup } from '../../../lib/core/doctor/facts';
import { absentFact, observed } from '../../../lib/core/observation';
import { bestCertificate, coversDomain } from '../../../lib/core/onboarding/certificate';
import { formatCertificateReport, reportCertificate } from '../../../lib/core/onboarding/certificate-report';
import type { AcmCertificateFacts } from '../../../lib/core/onboarding/facts';
import { formatRecord, recordToAdd } from '../../../lib/core/onboarding/records';
import { replaceCertificateArn } from '../../../lib/core/onboarding/write-arn';

const RECORD = { name: '_x.mail.acme.example', value: '_y.acm-validations.aws' };
const ZONE = 'acme.example';
const lookup = (changes: Partial<ValidationLookup> = {}): ValidationLookup => ({
  record: RECORD,
  atName: absentFact,
  doubled: absentFact,
  ...changes,
});
const certificate = (changes: Partial<AcmCertificateFacts> = {}): AcmCertificateFacts => ({
  arn: 'arn:1',
  names: ['mail.acme.example'],
  state: 'pending',
  records: [RECORD],
  requestedAt: '2026-01-01T00:00:00.000Z',
  inUse: false,
  ...changes,
});

describe('coversDomain', () => {
  test.each([
    ['the name itself', ['acme.example'], 'acme.example', true],
    ['another spelling', ['ACME.example'], 'acme.example', true],
    ['a wildcard for one label below', ['*.acme.example'], 'mail.acme.example', true],
    ['no wildcard for the bare domain', ['*.acme.example'], 'acme.example', false],
    ['no wildcard for two labels below', ['*.acme.example'], 'a.b.acme.example', false],
    ['no other domain', ['acne.example'], 'acme.example', false],
  ])('%s', (_name, names, domain, covered) => expect(coversDomain(names, domain)).toBe(covered));
});

describe('bestCertificate', () => {
  test('prefers what is issued, then what is newest', () => {
    const certificates = [
      certificate({ arn: 'lost', state: 'timed-out', requestedAt: '2026-05-01T00:00:00.000Z' }),
      certificate({ arn: 'old' }),
      certificate({ arn: 'new', requestedAt: '2026-02-01T00:00:00.000Z' }),
    ];
    expect(bestCertificate(certificates)?.arn).toBe('new');
    expect(bestCertificate([...certificates, certificate({ arn: 'good', state: 'issued' })])?.arn).toBe('good');
    expect(bestCertificate([])).toBeUndefined();
  });
});

describe('a record to add', () => {
  test.each([
    ['below the zone', '_x.mail.acme.example', '_x.mail'],
    ['the zone itself', 'acme.example', '@'],
    ['outside of the zone', 'acme.test', 'acme.test'],
  ])('%s', (_name, name, nameInZone) => expect(recordToAdd('CNAME', name, 'v', ZONE).nameInZone).toBe(nameInZone));

  test('is shown with and without the zone', () => {
    expect(formatRecord(recordToAdd('CNAME', RECORD.name, RECORD.value, ZONE))).toEqual([
      '_x.mail.acme.example.  CNAME  _y.acm-validations.aws.',
      '  (if the DNS console adds the zone itself, enter the name: _x.mail)',
    ]);
  });
});

describe('reportCertificate', () => {
  const report = (
    certificates: readonly AcmCertificateFacts[],
    lookups: readonly ValidationLookup[],
    now = '2026-01-02T00:00:00Z',
  ) => reportCertificate({ domain: 'mail.acme.example', zone: ZONE, certificates, lookups, now: new Date(now) });

  test.each<[string, readonly AcmCertificateFacts[], readonly ValidationLookup[], string, boolean]>([
    ['none yet', [], [], 'npx signpost certificate request mail.acme.example', false],
    ['pending, the record missing', [certificate()], [lookup()], '48 hours left', false],
    [
      'pending, the record there',
      [certificate()],
      [lookup({ atName: observed(RECORD.value) })],
      'ACM validates it within minutes',
      false,
    ],
    [
      'pending, the zone twice',
      [certificate()],
      [lookup({ doubled: observed(RECORD.value) })],
      'its name contains the zone twice',
      false,
    ],
    [
      'pending, the record not known yet',
      [certificate({ records: [] })],
      [],
      'repeat the command in a few seconds',
      false,
    ],
    ['issued', [certificate({ state: 'issued' })], [lookup({ atName: observed(RECORD.value) })], 'Issued.', true],
    ['issued, the record gone', [certificate({ state: 'issued' })], [lookup()], 'It cannot be renewed', false],
    ['timed out', [certificate({ state: 'timed-out' })], [lookup()], 'Request it again', false],
    [
      'forbidden',
      [certificate({ state: 'failed', failure: 'CAA_ERROR' })],
      [lookup()],
      'allows amazon.com first',
      false,
    ],
  ])('%s', (_name, certificates, lookups, words, settled) => {
    const judged = report(certificates, lookups);
    expect(formatCertificateReport(judged).join('\n')).toContain(words);
    expect(judged.settled).toBe(settled);
  });

  test('does not count hours below none', () => {
    expect(report([certificate()], [lookup()], '2026-02-01T00:00:00Z').sentences[0]).toContain(': 0 hours left');
  });
});

describe('replaceCertificateArn', () => {
  const OLD = 'arn:aws:acm:us-east-1:111111111111:certificate/old';
  const NEW = 'arn:aws:acm:us-east-1:111111111111:certificate/new';
  const file = (dns: string) => `domains: {
    'a.example': { dns: external({ certificateArn: '${OLD}' }), website: none() },
    'b.example': { website: redirectTo('https://x.example/{a}'), dns: ${dns} },
  }`;

  test('changes the one domain', () => {
    const changed = replaceCertificateArn(file(`external({ certificateArn: "${OLD}" })`), 'b.example', NEW);
    expect(changed).toBe(file(`external({ certificateArn: '${NEW}' })`));
  });

  test('changes a declaration over several lines', () => {
    const changed = replaceCertificateArn(
      file(`external({\n      certificateArn: '${OLD}',\n    })`),
      'b.example',
      NEW,
    );
    expect(changed).toBe(file(`external({ certificateArn: '${NEW}' })`));
  });

  test.each([
    ['another kind of DNS', `route53('Z1')`, 'b.example'],
    ['a constant', 'external(CERTIFICATE)', 'b.example'],
    ['a domain that is not there', `external({ certificateArn: '${OLD}' })`, 'c.example'],
    ['a name that is only similar', `external({ certificateArn: '${OLD}' })`, 'aXexample'],
  ])('leaves %s alone', (_name, dns, domain) => expect(replaceCertificateArn(file(dns), domain, NEW)).toBeUndefined());
});
