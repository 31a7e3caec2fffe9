import { absentFact, observed, unknown } from '../../../lib/core/observation';
import { renderRemovals } from '../../../lib/core/offboarding/customer-page';
import type {
  AddeStatus,
  AnswerFacts,
  DomainFacts,
  OffboardFacts,
  ServerFacts,
  TaggedCertificate,
} from '../../../lib/core/offboarding/facts';
import { actionsOf, type OffboardPlan, planOffboarding } from '../../../lib/core/offboarding/plan';
import type { Part } from '../../../lib/core/offboarding/step';

const URL = 'https://discovery.example/t/acme/s/main/.well-known/com.apple.remotemanagement';
const ARN = 'arn:aws:acm:us-east-1:111111111111:certificate/1';
const FRONT = {
  id: 'E1',
  domainName: 'd1.cloudfront.net',
  aliases: ['acme.example'],
  enabled: true,
  functionVersions: ['arn:aws:lambda:us-east-1:111111111111:function:signpost-prod-edge:7'],
};
const RECORD = { name: '_a.acme.example', value: '_b.acm-validations.aws' };

/** A tenant of which nothing is left, but for what a test says. */
function facts(changes: Partial<OffboardFacts> = {}): OffboardFacts {
  return {
    tenant: 'acme',
    target: 'account',
    stage: 'prod',
    stack: 'Signpost-prod-Tenant-acme',
    hasFile: true,
    servers: [],
    gate: 'open',
    domains: [],
    distributions: observed([]),
    edgeFunction: 'signpost-prod-edge',
    clusterHosts: ['na1.mdm.example'],
    ...changes,
  };
}

const ACTIVE = { backend: { state: 'active' } } as const;
const RELEASED = { backend: { state: 'released', graceUntil: '2026-11-28T00:00:00.000Z' } } as const;

function server(adde: Partial<AddeStatus>, changes: Partial<ServerFacts> = {}): ServerFacts {
  const status: AddeStatus = { state: 'none', defaultUrl: URL, observed: { kind: 'none' }, ...adde };
  return { name: 'main', token: 'shared', hasToken: true, ...changes, adde: status };
}

function domain(changes: Partial<DomainFacts> = {}): DomainFacts {
  return {
    name: 'acme.example',
    zone: 'acme.example',
    way: 'external',
    addresses: absentFact,
    answer: absentFact,
    certificates: observed([]),
    ...changes,
  };
}

function certificate(changes: Partial<TaggedCertificate> = {}): TaggedCertificate {
  return {
    arn: ARN,
    names: ['acme.example'],
    state: 'issued',
    records: [RECORD],
    inUse: false,
    tags: { stage: 'prod', tenant: 'acme' },
    lookups: [{ record: RECORD, atName: absentFact, doubled: absentFact }],
    ...changes,
  };
}

const cname = (...aliases: string[]) => observed({ aliases, addresses: [] });
const a = (...addresses: string[]) => observed({ aliases: [], addresses });
const answers = (changes: Partial<AnswerFacts> = {}) =>
  observed({ status: 302, trusted: true, byCloudFront: false, ...changes });
const status = observed(RECORD.value);
const recordAt = (atName: TaggedCertificate['lookups'][number]['atName']) => [
  { record: RECORD, atName, doubled: absentFact },
];

const stepsOf = (plan: OffboardPlan, part: Part) => plan.steps.filter((each) => each.part === part);

function only(plan: OffboardPlan, part: Part) {
  const [step, ...others] = stepsOf(plan, part);
  if (!step || others.length > 0) throw new Error(`not one step of ${part}`);
  return step;
}

describe('Apple', () => {
  const fault = (code: string, needs: 'time' | 'tenant' | 'platform') => ({
    fault: { code, message: 'Cannot do it', remedy: 'Do that.', needs },
  });
  const held = { observed: { kind: 'url', url: URL }, wanted: { url: URL } } as const;

  test.each<[string, Partial<AddeStatus>, string, string]>([
    ['nothing was ever asked for', { observed: { kind: 'unknown' } }, 'done', 'platform'],
    ['none is held', {}, 'done', 'platform'],
    ["another MDM's is held", { observed: { kind: 'url', url: 'https://other.example/' } }, 'done', 'platform'],
    ['our URL is set and no desired state is stored', { observed: { kind: 'url', url: URL } }, 'to-do', 'platform'],
    ['set', { state: 'set', ...held }, 'to-do', 'platform'],
    ['pending', { state: 'pending', wanted: { url: URL } }, 'to-do', 'platform'],
    [
      'contested',
      { state: 'contested', ...held, observed: { kind: 'url', url: 'https://o.example/' } },
      'to-do',
      'platform',
    ],
    ['failed', { state: 'failed', wanted: { url: URL }, ...fault('token.expired', 'tenant') }, 'to-do', 'platform'],
    ['on its way', { state: 'removing', ...held }, 'waiting', 'wait'],
    ['Apple is down', { state: 'removing', ...held, ...fault('apple.unavailable', 'time') }, 'waiting', 'wait'],
    [
      'the token has expired',
      { state: 'removing', ...held, ...fault('token.expired', 'tenant') },
      'blocked',
      'customer',
    ],
    ['terms', { state: 'removing', ...held, ...fault('apple.terms-not-signed', 'tenant') }, 'blocked', 'apple'],
    ['unreadable', { state: 'removing', ...held, ...fault('token.unreadable', 'platform') }, 'blocked', 'platform'],
  ])('%s: %s', (_name, adde, state, mover) => {
    const step = only(planOffboarding(facts({ ...ACTIVE, servers: [server(adde)] })), 'apple');
    expect([step.state, step.mover]).toEqual([state, mover]);
    expect(step.action).toEqual(state === 'done' ? undefined : { kind: 'remove-adde-url', server: 'main' });
    if (state === 'blocked') expect(step.notes.join()).toContain('Do that.');
  });

  test.each([
    ['observe-only', 'PUT /v1/controls'],
    ['brake', 'POST /v1/controls/release-brake'],
  ] as const)('receives nothing with %s, and the remedy is', (gate, remedy) => {
    const plan = planOffboarding(facts({ ...ACTIVE, gate, servers: [server({ state: 'set', ...held })] }));
    expect(only(plan, 'apple')).toMatchObject({ state: 'blocked', mover: 'platform' });
    expect(only(plan, 'apple').notes.join()).toContain(remedy);
    expect(plan.rollUp).toBe('stuck');
    expect(actionsOf(plan)).toEqual([]);
  });

  test.each([
    ['set', server({ state: 'set', ...held }, { token: 'owned' }), 'waiting', undefined],
    ['clean', server({}, { token: 'owned' }), 'to-do', { kind: 'delete-token', server: 'main' }],
    ['deleted', server({}, { token: 'owned', hasToken: false }), 'done', undefined],
  ] as const)('an owned token waits for it: %s', (_name, one, state, action) => {
    const [, token] = stepsOf(planOffboarding(facts({ ...ACTIVE, servers: [one] })), 'apple');
    expect(token).toMatchObject({ state, title: expect.stringContaining('token') });
    expect(token?.action).toEqual(action);
  });

  test('a shared token is nothing of ours', () => {
    expect(stepsOf(planOffboarding(facts({ ...ACTIVE, servers: [server({})] })), 'apple')).toHaveLength(1);
  });
});

describe('the record of a domain with DNS elsewhere', () => {
  const deployed = { ...ACTIVE, distributions: observed([FRONT]) } as const;
  const noCredentials = { ...ACTIVE, distributions: unknown('no credentials') } as const;
  test.each<[string, Partial<OffboardFacts>, Partial<DomainFacts>, string]>([
    ['a CNAME to the front', deployed, { addresses: cname('d1.cloudfront.net') }, 'to-do'],
    ['a CNAME by way of another', deployed, { addresses: cname('x.example', 'd1.cloudfront.net') }, 'to-do'],
    [
      'a flattened alias of the front',
      deployed,
      { addresses: a('192.0.2.1'), answer: answers({ byCloudFront: true }) },
      'to-do',
    ],
    ['their own web server', deployed, { addresses: a('192.0.2.1'), answer: answers() }, 'done'],
    ['a web server without a front', deployed, { addresses: a('192.0.2.1') }, 'done'],
    [
      'CloudFront with another certificate',
      deployed,
      { addresses: a('192.0.2.1'), answer: answers({ byCloudFront: true, trusted: false }) },
      'done',
    ],
    [
      'their own distribution',
      deployed,
      { addresses: cname('d2.cloudfront.net'), answer: answers({ byCloudFront: true }) },
      'done',
    ],
    ['a deleted distribution', deployed, { addresses: cname('d2.cloudfront.net') }, 'to-do'],
    ['nothing', deployed, {}, 'done'],
    ['a resolver that fails', deployed, { addresses: unknown('SERVFAIL') }, 'unknown'],
    ['a server that is silent', deployed, { addresses: a('192.0.2.1'), answer: unknown('timeout') }, 'unknown'],
    [
      'a CNAME, and the distributions could not be listed',
      noCredentials,
      { addresses: cname('d9.cloudfront.net'), answer: answers({ byCloudFront: true }) },
      'to-do',
    ],
    [
      'an alias, and the distributions could not be listed',
      noCredentials,
      { addresses: a('192.0.2.1'), answer: answers({ byCloudFront: true }) },
      'to-do',
    ],
    ['a CNAME that was left behind', RELEASED, { addresses: cname('d1.cloudfront.net') }, 'to-do'],
    [
      'their next distribution',
      RELEASED,
      { addresses: cname('d2.cloudfront.net'), answer: answers({ byCloudFront: true }) },
      'done',
    ],
    ['their next web server', RELEASED, { addresses: a('192.0.2.1'), answer: unknown('timeout') }, 'done'],
  ])('%s: %s', (_name, changes, seen, state) => {
    const plan = planOffboarding(facts({ ...changes, domains: [domain(seen)] }));
    expect(only(plan, 'dns')).toMatchObject({ state, mover: 'customer', subject: 'acme.example' });
    const isActive = changes.backend?.state === 'active';
    if (isActive) expect(only(plan, 'stack').state).toBe(state === 'done' ? 'to-do' : 'waiting');
  });

  test('comes before what the stack does not wait for', () => {
    const domains = [
      domain({ name: 'a.example', way: 'elsewhere', addresses: a('192.0.2.1'), answer: answers({ status: 200 }) }),
      domain({ name: 'b.example', addresses: cname('d1.cloudfront.net') }),
    ];
    const plan = planOffboarding(facts({ ...deployed, domains }));
    expect(stepsOf(plan, 'dns').map(({ subject }) => subject)).toEqual(['b.example', 'a.example']);
    expect(plan.next).toEqual([{ mover: 'customer', title: 'b.example no longer leads to our front' }]);
  });

  test('is shown whole, with what ends', () => {
    const apex = domain({ addresses: cname('d1.cloudfront.net') });
    const below = domain({ ...apex, zone: 'example' });
    const [record, other] = [apex, below].map((each) =>
      only(planOffboarding(facts({ ...deployed, domains: [each] })), 'dns'),
    );
    expect(record?.paste[0]).toBe('acme.example.  ALIAS  d1.cloudfront.net.');
    expect(other?.paste[0]).toBe('acme.example.  CNAME  d1.cloudfront.net.');
    expect(record?.notes.join()).toContain('the website included');
  });

  test("in Route 53 is the stack's own, and what ends with it is said there", () => {
    const website = { kind: 'redirect', to: 'https://www.acme.example' } as const;
    const plan = planOffboarding(facts({ ...deployed, domains: [domain({ way: 'route53', website })] }));
    expect(stepsOf(plan, 'dns')).toEqual([]);
    expect(only(plan, 'stack').notes.join()).toContain('the website at https://acme.example with them');
  });
});

describe("a customer's own web server", () => {
  test.each<[string, Partial<DomainFacts>, string]>([
    ['still sends devices to us', { answer: answers({ location: 'https://na1.mdm.example/x' }) }, 'to-do'],
    ['serves a document', { answer: answers({ status: 200 }) }, 'to-do'],
    ['sends them to a stranger', { answer: answers({ location: 'https://mdm.other.example/' }) }, 'done'],
    ['has nothing there', { answer: answers({ status: 404 }) }, 'done'],
    ['is silent', { answer: unknown('timeout') }, 'unknown'],
  ])('%s', (_name, seen, state) => {
    const elsewhere = domain({ way: 'elsewhere', addresses: a('192.0.2.1'), ...seen });
    const plan = planOffboarding(facts({ ...ACTIVE, domains: [elsewhere] }));
    expect(only(plan, 'dns')).toMatchObject({ state, mover: 'customer' });
    expect(only(plan, 'stack').state).toBe('to-do');
  });

  test('whose name is gone is done with', () => {
    expect(only(planOffboarding(facts({ domains: [domain({ way: 'elsewhere' })] })), 'dns').state).toBe('done');
  });
});

describe('the stack', () => {
  test.each<[string, Partial<OffboardFacts>, string, readonly string[]]>([
    ['active', ACTIVE, 'to-do', ['npx cdk destroy Signpost-prod-Tenant-acme -c tenant=acme']],
    [
      'active, its file gone',
      { ...ACTIVE, hasFile: false },
      'to-do',
      ['aws cloudformation delete-stack --region us-east-1 --stack-name Signpost-prod-Tenant-acme'],
    ],
    [
      'local',
      { ...ACTIVE, target: 'local' },
      'to-do',
      ['rm tenants/acme.ts', 'npm start   # again: stop the one that runs with Ctrl-C'],
    ],
    [
      'local, its file gone',
      { ...ACTIVE, target: 'local', hasFile: false },
      'to-do',
      ['npm start   # again: stop the one that runs with Ctrl-C'],
    ],
    ['released', RELEASED, 'done', []],
    ['never deployed', {}, 'done', []],
    [
      'released, and the distributions could not be listed',
      { ...RELEASED, distributions: unknown('denied') },
      'done',
      [],
    ],
  ])('%s: %s', (_name, changes, state, paste) => {
    expect(only(planOffboarding(facts(changes)), 'stack')).toMatchObject({ state, paste });
  });

  test('that is released but has left a distribution is not gone', () => {
    const domains = [domain({ way: 'route53' })];
    const step = only(planOffboarding(facts({ ...RELEASED, domains, distributions: observed([FRONT]) })), 'stack');
    expect(step).toMatchObject({ state: 'to-do', found: expect.stringContaining('distributions that are there: E1') });
    const stranger = { ...FRONT, functionVersions: [] };
    expect(
      only(planOffboarding(facts({ ...RELEASED, domains, distributions: observed([stranger]) })), 'stack').state,
    ).toBe('done');
  });

  test('waits for Apple', () => {
    const plan = planOffboarding(facts({ ...ACTIVE, servers: [server({ state: 'set' })] }));
    expect(only(plan, 'stack')).toMatchObject({ state: 'waiting', paste: [] });
    expect(only(plan, 'file').state).toBe('waiting');
  });
});

describe('the certificate', () => {
  const remove = { kind: 'delete-certificate', arn: ARN };
  test.each<[string, Partial<OffboardFacts>, Partial<TaggedCertificate>, string, object | undefined]>([
    ['unused', RELEASED, {}, 'to-do', remove],
    ['requested before there was a tenant', RELEASED, { tags: { stage: 'prod' } }, 'to-do', remove],
    ['never issued', RELEASED, { state: 'pending' }, 'to-do', remove],
    ['of a stack that is deployed', ACTIVE, {}, 'waiting', undefined],
    ['in use', RELEASED, { inUse: true }, 'waiting', undefined],
    ['whose record exists', RELEASED, { lookups: recordAt(status) }, 'waiting', undefined],
    ['whose record could not be looked up', RELEASED, { lookups: recordAt(unknown('SERVFAIL')) }, 'waiting', undefined],
    ['of another tenant', RELEASED, { tags: { stage: 'prod', tenant: 'globex' } }, 'done', undefined],
    ['of another stage', RELEASED, { tags: { stage: 'test', tenant: 'acme' } }, 'done', undefined],
    ['without tags', RELEASED, { tags: {} }, 'done', undefined],
    ['of a stack', RELEASED, { tags: { stage: 'prod', 'aws:cloudformation:stack-name': 'x' } }, 'done', undefined],
  ])('%s: %s', (_name, changes, itself, state, action) => {
    const domains = [domain({ certificates: observed([certificate(itself)]) })];
    const step = only(planOffboarding(facts({ ...changes, domains })), 'certificate');
    expect(step.state).toBe(state);
    expect(step.action).toEqual(action);
  });

  test('that could not be searched for is unknown, and not gone', () => {
    const plan = planOffboarding(
      facts({ ...RELEASED, hasFile: false, domains: [domain({ certificates: unknown('denied') })] }),
    );
    expect(only(plan, 'certificate').state).toBe('unknown');
    expect(plan.rollUp).toBe('in-progress');
  });

  test('has a record that the customer removes, shown as long as it exists', () => {
    const domains = [domain({ certificates: observed([certificate({ lookups: recordAt(status) })]) })];
    const plan = planOffboarding(facts({ ...RELEASED, domains }));
    const page = renderRemovals(plan, 'Acme');
    expect(page).toContain('_a.acme.example.  CNAME  _b.acm-validations.aws.');
    expect(page).toContain('# Acme (acme): what to remove');
    expect(page).toContain(
      '### acme.example\n\nFound: CNAME _b.acm-validations.aws. Wanted: no CNAME at _a.acme.example.',
    );
  });
});

describe('the end', () => {
  test('the file goes last, with what it still allows', () => {
    const plan = planOffboarding(facts({ ...RELEASED, servers: [server({})] }));
    expect(only(plan, 'file')).toMatchObject({ state: 'to-do', paste: ['rm tenants/acme.ts'] });
    expect(only(plan, 'file').notes.join()).toContain('deploy the Backend stack');
    expect(plan.next).toEqual([{ mover: 'platform', title: 'tenants/acme.ts is gone' }]);
  });

  test('nothing is left', () => {
    const plan = planOffboarding(facts({ ...RELEASED, hasFile: false, servers: [server({})], domains: [domain()] }));
    expect(plan).toMatchObject({ rollUp: 'gone', next: [] });
    expect(renderRemovals(plan, 'Acme')).toContain('Nothing any more.');
  });

  test('parts come in the order in which they are done', () => {
    const plan = planOffboarding(facts({ ...ACTIVE, servers: [server({ state: 'set' })], domains: [domain()] }));
    expect(plan.steps.map(({ part }) => part)).toEqual(['apple', 'dns', 'stack', 'certificate', 'file']);
  });
});
