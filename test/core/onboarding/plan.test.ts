import { caaAllowsAmazon } from '../../../lib/core/doctor/caa-records';
import type { Finding } from '../../../lib/core/doctor/finding';
import { absentFact, observed, unknown } from '../../../lib/core/observation';
import { renderCustomerPage } from '../../../lib/core/onboarding/customer-page';
import { type AcmCertificateFacts, NOT_ASKED, type PlanFacts, unknownAws } from '../../../lib/core/onboarding/facts';
import { planDomain } from '../../../lib/core/onboarding/plan';
import type { StepId } from '../../../lib/core/onboarding/step';
import { elsewhere, external, none, passThrough, redirectTo, route53 } from '../../../lib/core/tenants/authoring';
import {
  DOMAIN,
  declared,
  diagnosis,
  EMPTY_ACCOUNT,
  FUNCTION,
  front,
  planFacts,
  seenFacts,
  zone,
} from '../../support/plan-facts';

const ARN = 'arn:aws:acm:us-east-1:111111111111:certificate/1';
const RECORD = { name: '_x.acme.example', value: '_y.acm-validations.aws' };
const EXTERNAL = declared({ dns: external({ certificateArn: ARN }), website: none() });

const certificate = (state: AcmCertificateFacts['state']): AcmCertificateFacts => ({
  arn: ARN,
  names: [DOMAIN],
  state,
  records: [RECORD],
  requestedAt: '2026-01-01T00:00:00.000Z',
  issuedAt: '2026-01-01T01:00:00.000Z',
  inUse: false,
});

const account = (changes: Partial<PlanFacts['aws']>) => ({ aws: { ...EMPTY_ACCOUNT, ...changes } });
const stepOf = (changes: Partial<PlanFacts>, id: StepId) =>
  planDomain(planFacts(changes)).steps.find((step) => step.id === id);
const delegated = (...zones: ReturnType<typeof zone>[]) =>
  ({ delegations: new Map(zones.map((each) => [each.name, observed(each.nameServers)])) }) as const;

describe('the plan for a new customer with a website and DNS elsewhere', () => {
  const plan = planDomain(planFacts());

  test('has every step in order, and says whose move it is', () => {
    expect(plan.steps.map(({ id, mover, state }) => `${id} ${mover} ${state}`)).toEqual([
      'credentials platform done',
      'zone customer done',
      'quotas platform done',
      'alias platform done',
      'website customer to-do',
      'caa customer done',
      'certificate platform to-do',
      'declaration platform to-do',
      'deployment platform waiting',
      'new-record customer waiting',
      'apple apple unknown',
      'serving wait waiting',
    ]);
    expect(plan.next).toEqual([
      { mover: 'customer', title: 'The website' },
      { mover: 'platform', title: 'A certificate' },
    ]);
    expect([plan.dns, plan.rollUp]).toEqual(['external', 'in-progress']);
  });

  test('is the same for the same facts', () => expect(planDomain(planFacts())).toEqual(plan));
});

describe('without credentials', () => {
  const blind = { aws: unknownAws('no credentials') };
  const plan = planDomain(planFacts(blind));

  test('plans from outside and marks the rest', () => {
    const unknowns = plan.steps.filter(({ state }) => state === 'unknown').map(({ id }) => id);
    expect(unknowns).toEqual(['credentials', 'zone', 'quotas', 'alias', 'certificate', 'deployment', 'apple']);
    expect(plan.steps.find(({ id }) => id === 'website')?.state).toBe('to-do');
    expect(plan.steps.find(({ id }) => id === 'zone')?.found).toBe('could not check: no credentials');
  });

  test('asks for them next, where nothing else is open', () => {
    const platform = [{ mover: 'platform', title: 'Credentials for AWS' }];
    expect(planDomain(planFacts({ ...blind, declared: EXTERNAL })).next).toEqual(platform);
    const serving = { ...blind, declared: EXTERNAL, diagnosis: diagnosis('serving') };
    expect(planDomain(planFacts(serving)).next).toEqual(platform);
    expect(plan.next).toEqual([
      { mover: 'customer', title: 'The website' },
      { mover: 'platform', title: "The tenant's file" },
    ]);
  });
});

describe('a front that is seen from outside alone', () => {
  const tenant = { id: 'acme', servers: ['main'] };
  const front = { tenant, domain: { kind: 'front' } } as const;
  const statesOf = (changes: Partial<PlanFacts> = {}) =>
    planDomain(planFacts({ aws: NOT_ASKED, declared: front, ...changes })).steps.map(
      ({ id, state }) => `${id} ${state}`,
    );

  test('says of each step that AWS or its file alone knows that it could not be checked', () => {
    expect(statesOf()).toEqual([
      'zone unknown',
      'quotas unknown',
      'alias unknown',
      'website unknown',
      'caa done',
      'certificate unknown',
      'declaration done',
      'deployment unknown',
      'new-record unknown',
      'apple unknown',
      'serving waiting',
    ]);
  });

  test('knows that devices get there, and that no address leads there', () => {
    expect(statesOf({ diagnosis: diagnosis('serving') })).toEqual(
      expect.arrayContaining(['new-record done', 'serving done', 'deployment unknown']),
    );
    const unreachable = { host: DOMAIN, a: absentFact, aaaa: absentFact, serviceBindings: absentFact, endpoints: [] };
    expect(statesOf({ seen: seenFacts({ hosts: [unreachable] }) })).toContain('new-record to-do');
    expect(statesOf({ diagnosis: diagnosis('unknown') })).toContain('new-record unknown');
    const unseen = { ...unreachable, a: unknown('no reply') };
    expect(statesOf({ seen: seenFacts({ hosts: [unseen] }) })).toContain('new-record unknown');
    const v6 = { ...unreachable, aaaa: observed({ status: 'answer' as const, aliases: [], records: ['2001:db8::1'] }) };
    expect(statesOf({ seen: seenFacts({ hosts: [v6] }) })).toContain('new-record unknown');
  });

  test('asks the platform team to act where devices find a fault: waiting does not fix it', () => {
    const { next } = planDomain(planFacts({ aws: NOT_ASKED, declared: front, diagnosis: diagnosis('stuck') }));
    expect(next).toEqual([{ mover: 'platform', title: 'Devices find their MDM' }]);
  });

  test('says where its DNS is, and which stack knows the records', () => {
    const { steps, dns } = planDomain(
      planFacts({ aws: NOT_ASKED, declared: front, names: { edgeFunction: FUNCTION, stack: 'Stack-acme' } }),
    );
    expect(dns).toBe('unknown');
    expect(steps.find(({ id }) => id === 'zone')?.notes).toEqual(['Name servers in DNS: ns1.elsewhere.example.']);
    expect(steps.find(({ id }) => id === 'new-record')?.notes.join()).toContain('Stack-acme');
    expect(steps.flatMap(({ paste }) => paste)).toEqual(['npx cdk deploy Stack-acme -c tenant=acme']);
  });

  test("needs its customer's web server alone where that answers", () => {
    expect(statesOf({ declared: { tenant, domain: { kind: 'elsewhere' } } })).toEqual([
      'zone unknown',
      'declaration done',
      'server done',
      'apple unknown',
      'serving waiting',
    ]);
  });
});

describe('the steps', () => {
  const z1 = zone('Z1');
  const z2 = zone('Z2');

  test.each<[string, StepId, Partial<PlanFacts>, string, string]>([
    [
      'another account',
      'credentials',
      account({ account: observed('222222222222') }),
      'blocked',
      'account 222222222222',
    ],
    [
      'a zone that is in use',
      'zone',
      { ...account({ zones: observed([z1]) }), ...delegated(z1) },
      'done',
      'acme.example delegated to the zone Z1',
    ],
    [
      'a zone that is not in use',
      'zone',
      account({ zones: observed([z1]) }),
      'done',
      'DNS elsewhere (name servers ns1.elsewhere.example)',
    ],
    [
      'a declared zone that is not in use',
      'zone',
      {
        ...account({ zones: observed([z1]) }),
        delegations: new Map([[DOMAIN, observed(['ns1.elsewhere.example'])]]),
        declared: declared({ dns: route53('Z1'), website: none() }),
      },
      'to-do',
      'name servers ns1.elsewhere.example',
    ],
    [
      'a declared zone of another account',
      'zone',
      { ...account({ zones: observed([z2]) }), declared: declared({ dns: route53('Z1'), website: none() }) },
      'blocked',
      'this account has no such zone',
    ],
    [
      'a name server that does not answer',
      'zone',
      {
        ...account({ zones: observed([z1]) }),
        delegations: new Map([[DOMAIN, unknown('no reply')]]),
        declared: declared({ dns: route53('Z1'), website: none() }),
      },
      'unknown',
      'could not check: no reply',
    ],
    [
      'no room',
      'quotas',
      account({ distributionQuota: observed({ used: 500, limit: 500 }) }),
      'blocked',
      '500 of 500 distributions',
    ],
    [
      'no room, where the front is there already',
      'quotas',
      account({ distributions: observed([front()]), distributionQuota: observed({ used: 500, limit: 500 }) }),
      'done',
      'the front exists',
    ],
    [
      "no room, where another's front covers the name",
      'quotas',
      account({
        distributions: observed([front({ functionVersions: [] })]),
        distributionQuota: observed({ used: 500, limit: 500 }),
      }),
      'blocked',
      '500 of 500 distributions',
    ],
    [
      'no room for a certificate',
      'quotas',
      account({ certificateQuota: observed({ used: 2500, limit: 2500 }) }),
      'blocked',
      '2500 of 2500 certificates',
    ],
    [
      'no room for a certificate, where it is there already',
      'quotas',
      account({
        certificates: observed([certificate('pending')]),
        certificateQuota: observed({ used: 2500, limit: 2500 }),
      }),
      'done',
      '3 of 500 distributions',
    ],
    ['a denied quota', 'quotas', account({ certificateQuota: unknown('denied') }), 'unknown', 'denied'],
    ['our own front', 'alias', account({ distributions: observed([front()]) }), 'done', 'on the front E1'],
    [
      'a distribution of something else',
      'alias',
      account({ distributions: observed([front({ functionVersions: [] })]) }),
      'blocked',
      'acme.example is on the distribution E1 of this account',
    ],
    [
      'a wildcard on another distribution',
      'alias',
      account({ distributions: observed([front({ functionVersions: [], aliases: ['*.example'] })]) }),
      'blocked',
      'a wildcard over it is on the distribution E1',
    ],
    [
      'a distribution of another account',
      'alias',
      {
        seen: seenFacts({
          hosts: [
            {
              host: DOMAIN,
              a: observed({ status: 'answer', aliases: ['d9.cloudfront.net'], records: ['192.0.2.9'] }),
              aaaa: absentFact,
              serviceBindings: absentFact,
              endpoints: [],
            },
          ],
        }),
      },
      'blocked',
      'd9.cloudfront.net',
    ],
    ['no CAA record', 'caa', {}, 'done', 'no CAA record'],
    [
      'CAA records for another authority',
      'caa',
      {
        seen: seenFacts({
          delegation: {
            zone: observed(DOMAIN),
            nameServers: absentFact,
            caa: observed({ name: 'example', records: [{ tag: 'issue', value: 'letsencrypt.org', critical: false }] }),
          },
        }),
      },
      'to-do',
      'CAA at example: issue letsencrypt.org',
    ],
    ['a certificate to request', 'certificate', {}, 'to-do', 'none'],
    [
      'a pending one',
      'certificate',
      {
        ...account({ certificates: observed([certificate('pending')]) }),
        lookups: [{ record: RECORD, atName: absentFact, doubled: absentFact }],
      },
      'to-do',
      '48 hours left',
    ],
    [
      'a pending one whose record is correct',
      'certificate',
      {
        ...account({ certificates: observed([certificate('pending')]) }),
        lookups: [{ record: RECORD, atName: observed(RECORD.value), doubled: absentFact }],
      },
      'waiting',
      'Pending since',
    ],
    [
      'an issued one',
      'certificate',
      {
        ...account({ certificates: observed([certificate('issued')]) }),
        lookups: [{ record: RECORD, atName: observed(RECORD.value), doubled: absentFact }],
      },
      'done',
      'Issued ',
    ],
    [
      'an issued one whose record has gone',
      'certificate',
      {
        ...account({ certificates: observed([certificate('issued')]) }),
        lookups: [{ record: RECORD, atName: absentFact, doubled: absentFact }],
      },
      'to-do',
      'Issued ',
    ],
    [
      'one that the file names and the account does not have',
      'certificate',
      { ...account({ certificates: observed([{ ...certificate('issued'), arn: 'arn:other' }]) }), declared: EXTERNAL },
      'blocked',
      'which this account does not have',
    ],
    [
      'a lost one',
      'certificate',
      account({ certificates: observed([certificate('timed-out')]) }),
      'to-do',
      'Timed out',
    ],
    [
      'a stack to deploy',
      'deployment',
      { ...account({ certificates: observed([certificate('issued')]) }), declared: EXTERNAL },
      'to-do',
      'not deployed',
    ],
    [
      'a stack that needs its certificate',
      'deployment',
      { declared: EXTERNAL },
      'waiting',
      'the certificate comes first',
    ],
    [
      'a deployed stack',
      'deployment',
      { ...account({ distributions: observed([front()]) }), declared: EXTERNAL },
      'done',
      'distribution E1',
    ],
    [
      'the last record',
      'new-record',
      { ...account({ distributions: observed([front()]) }), declared: EXTERNAL },
      'to-do',
      'A 192.0.2.1',
    ],
    [
      'the last record, where the front cannot be seen',
      'new-record',
      { ...account({ distributions: unknown('denied') }), declared: EXTERNAL },
      'unknown',
      'denied',
    ],
    [
      'devices that get there',
      'serving',
      { ...account({ distributions: observed([front()]) }), declared: EXTERNAL, diagnosis: diagnosis('serving') },
      'done',
      'serving',
    ],
    ['an unreachable domain', 'serving', { diagnosis: diagnosis('unknown') }, 'unknown', 'could not check'],
  ])('judge %s', (_name, id, changes, state, found) => {
    const step = stepOf(changes, id);
    expect([step?.state, step?.found]).toEqual([state, expect.stringContaining(found)]);
  });

  test('call a domain that serves so, however full the account is', () => {
    const full = observed({ used: 500, limit: 500 });
    const lookups = [{ record: RECORD, atName: observed(RECORD.value), doubled: absentFact }];
    const plan = planDomain(
      planFacts({
        ...account({
          distributions: observed([front()]),
          certificates: observed([certificate('issued')]),
          distributionQuota: full,
          certificateQuota: full,
        }),
        lookups,
        declared: EXTERNAL,
        diagnosis: diagnosis('serving'),
      }),
    );
    expect(plan.rollUp).toBe('serving');
  });

  test('name several zones of one name and the private ones', () => {
    const changes = {
      ...account({ zones: observed([z1, z2, zone('Z3', { private: true, nameServers: [] })]) }),
      ...delegated(z2),
    };
    const step = stepOf(changes, 'zone');
    expect(step?.expected).toContain('Z2');
    expect(step?.notes).toEqual([
      'Several zones could hold it: Z1 (acme.example, not in use), Z2 (acme.example, in use).',
      'Z3 is a private zone of acme.example: devices on the internet never ask it.',
    ]);
  });

  test('list old records in a zone of ours, but not our own alias', () => {
    const recordSet = { Name: 'acme.example.', TTL: 60, SetIdentifier: "Jane's" };
    const records = [
      { type: 'A', values: ['192.0.2.1'], recordSet },
      { type: 'MX', values: ['10 mail'], recordSet: {} },
    ];
    const zones = observed([zone('Z1', { records })]);
    const step = stepOf({ ...account({ zones }), ...delegated(z1) }, 'old-records');
    expect(step).toMatchObject({ state: 'to-do', found: 'A 192.0.2.1' });
    const [, batch = ''] = /^aws .* --hosted-zone-id Z1 --change-batch '([^']*)'$/.exec(step?.paste.join() ?? '') ?? [];
    expect(JSON.parse(batch)).toEqual({ Changes: [{ Action: 'DELETE', ResourceRecordSet: recordSet }] });
    const alias = { type: 'A', values: [], alias: 'd1.cloudfront.net', recordSet: {} };
    const ours = observed([zone('Z1', { records: [alias] })]);
    const after = { ...account({ zones: ours, distributions: observed([front()]) }), ...delegated(z1) };
    expect(stepOf(after, 'old-records')?.state).toBe('done');
  });
});

describe('the website', () => {
  const root = (status: number, location?: string) => observed({ status, ...(location ? { location } : {}) });
  const noAddress = seenFacts({
    hosts: [{ host: DOMAIN, a: absentFact, aaaa: absentFact, serviceBindings: absentFact, endpoints: [] }],
  });
  const aasa = { path: '/.well-known/apple-app-site-association', what: 'universal links of iOS apps' };

  test.each<[string, Partial<PlanFacts>, string]>([
    [
      'no address: none',
      { seen: noAddress, website: { root: absentFact, www: absentFact, residents: [] } },
      'website: none()',
    ],
    [
      'a redirect to www: the same',
      { website: { root: root(301, 'https://www.acme.example/en'), www: root(200), residents: [] } },
      "website: redirectTo('https://www.acme.example')",
    ],
    [
      'a redirect to another port: the same',
      { website: { root: root(301, 'https://www.acme.example:8443/'), www: absentFact, residents: [] } },
      "website: redirectTo('https://www.acme.example:8443')",
    ],
    [
      'a redirect to another port without TLS: the host with it',
      { website: { root: root(301, 'http://www.acme.example:8080/'), www: absentFact, residents: [] } },
      "website: redirectTo('https://www.acme.example')",
    ],
    [
      'a redirect elsewhere: the same',
      { website: { root: root(302, 'https://acme.test/'), www: absentFact, residents: [] } },
      "website: redirectTo('https://acme.test')",
    ],
    [
      'a site on both: www',
      { website: { root: root(200), www: root(200), residents: [] } },
      "website: redirectTo('https://www.acme.example')",
    ],
    [
      'a site on the apex that www leads to: passed through',
      { website: { root: root(200), www: root(301, `https://${DOMAIN}/`), residents: [] } },
      'passThrough(',
    ],
    [
      'a redirect within the domain: passed through',
      { website: { root: root(302, '/en/'), www: absentFact, residents: [] } },
      'passThrough(',
    ],
    [
      'a service that would be missed: passed through',
      { website: { root: root(301, 'https://www.acme.example/'), www: root(200), residents: [aasa] } },
      'passThrough(',
    ],
    ['404: none', { website: { root: root(404), www: absentFact, residents: [] } }, 'website: none()'],
  ])('%s', (_name, changes, words) => expect(stepOf(changes, 'website')?.paste.join()).toContain(words));

  test.each([
    ['https://www.acme.example:8443/de/', [expect.stringContaining("redirectTo('https://www.acme.example:8443/de/')")]],
    ['https://www.acme.example/', []],
  ])('a redirect to %s: what becomes of the path', (location, notes) => {
    const website = { root: root(301, location), www: absentFact, residents: [] };
    expect(stepOf({ website }, 'website')?.notes).toEqual(notes);
  });

  test('that does not answer is not decided', () => {
    const website = { root: unknown('timeout: 192.0.2.1'), www: absentFact, residents: [] };
    expect(stepOf({ website }, 'website')).toMatchObject({
      state: 'unknown',
      found: expect.stringContaining('timeout'),
    });
  });

  test.each([
    ['a redirect over a service that would be missed', redirectTo('https://www.acme.example'), 'blocked'],
    ['a passed-through one', passThrough('origin.acme.test'), 'done'],
  ])('as declared: %s', (_name, website, state) => {
    const changes = {
      declared: declared({ dns: external({ certificateArn: ARN }), website }),
      website: { root: root(200), www: root(200), residents: [aasa] },
    };
    expect(stepOf(changes, 'website')?.state).toBe(state);
  });
});

describe('a domain that keeps its own server', () => {
  const finding: Finding = {
    code: 'response.content-type',
    severity: 'error',
    title: 'Wrong content type',
    host: DOMAIN,
    expected: 'application/json',
    found: 'text/plain',
    meaning: 'm',
    remedy: 'Set it.',
    steps: [],
    devices: [],
    source: 's',
    folded: [],
  };
  const changes = { declared: declared({ dns: elsewhere() }) };

  test('needs nothing of AWS', () => {
    const plan = planDomain(planFacts({ ...changes, diagnosis: diagnosis('serving') }));
    expect(plan.steps.map(({ id }) => id)).toEqual([
      'credentials',
      'zone',
      'declaration',
      'server',
      'apple',
      'serving',
    ]);
    expect(plan.rollUp).toBe('serving');
  });

  test('says what is wrong with it', () => {
    const step = stepOf({ ...changes, diagnosis: diagnosis('stuck', [finding]) }, 'server');
    expect(step).toMatchObject({ state: 'to-do', found: 'Wrong content type: text/plain', notes: ['Set it.'] });
  });
});

describe('caaAllowsAmazon', () => {
  const issue = (value: string) => ({ tag: 'issue', value, critical: false });
  test.each([
    ['no issue record', [{ tag: 'iodef', value: 'mailto:x@acme.example', critical: false }], true],
    ['wildcards alone', [{ tag: 'issuewild', value: ';', critical: false }], true],
    ['Amazon with parameters', [issue('amazon.com; account=1')], true],
    ['another spelling', [issue('AmazonTrust.com')], true],
    ['one of several', [issue('letsencrypt.org'), issue('awstrust.com')], true],
    ['another authority', [issue('letsencrypt.org')], false],
    ['no authority', [issue(';')], false],
  ])('%s', (_name, records, allowed) => expect(caaAllowsAmazon(records)).toBe(allowed));
});

describe('the page for the customer', () => {
  test('has the records with and without the zone, what changes, and the rule for their server', () => {
    const lookups = [{ record: RECORD, atName: absentFact, doubled: absentFact }];
    const facts = planFacts({
      ...account({ certificates: observed([certificate('pending')]) }),
      lookups,
      declared: EXTERNAL,
    });
    const page = renderCustomerPage(planDomain(facts), EXTERNAL.domain.policy);
    for (const words of [
      '_x.acme.example.  CNAME  _y.acm-validations.aws.',
      'enter the name: _x)',
      '**Does not change:** mail',
      'location = /.well-known/com.apple.remotemanagement {',
    ])
      expect(page).toContain(words);
    for (const words of ['cdk deploy', 'arn:aws', '111111111111', 'us-east-1']) expect(page).not.toContain(words);
    expect(page).not.toMatch(/\.\.$|the record below/m);
  });

  test('has the rule alone where they keep their server', () => {
    const known = declared({ dns: elsewhere() });
    const page = renderCustomerPage(planDomain(planFacts({ declared: known })), known.domain.policy);
    expect(page).toContain('## The rule for your web server');
    expect(page).not.toContain('What changes');
  });

  test('needs no policy', () => {
    expect(renderCustomerPage(planDomain(planFacts()), undefined)).not.toContain('nginx');
  });
});
