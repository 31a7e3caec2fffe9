import type { OnboardingPlan } from '../../../lib/core/onboarding/plan';
import { splitTarget } from '../../../lib/local/http-message';
import { plain } from '../../../lib/local/simulation/host';
import { type Api, claims, NOW, type Provider, startApi, startProvider } from '../../support/api';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { leadsToMdm, type SmallStage, startSmallStage } from '../../support/small-stage';
import { domainRecord, everybodyTo, tenantRecord } from '../../support/tenant-records';

const DOMAIN = 'acme.example';

let engine: Engine;
let provider: Provider;
let environment: SmallStage;
let api: Api;
let token: string;
beforeAll(async () => {
  [engine, provider, environment] = await Promise.all([startDynoxide(), startProvider(), startSmallStage([DOMAIN])]);
});
afterAll(() => Promise.all([engine.close(), environment.close()]));
beforeEach(async () => {
  environment.answers.clear();
  api = await startApi(engine, provider);
  api.access = environment.access;
  token = await provider.token({ ...claims.acme, exp: NOW / 1000 + 7200 });
});

async function declare(changes: Parameters<typeof domainRecord>[2] = {}): Promise<void> {
  await api.repository.commit([
    { kind: 'tenant', record: tenantRecord('acme', { servers: ['main'] }) },
    { kind: 'domain', record: domainRecord(DOMAIN, 'acme', changes) },
  ]);
}

const ask = (domain = DOMAIN) => api.ask({ path: `/v1/tenants/acme/domains/${domain}/plan`, token });
const plan = async () => (await ask()).json as unknown as Pick<OnboardingPlan, 'steps' | 'next'>;
const stepOf = async (id: string) => (await plan()).steps.find((step) => step.id === id);

describe('a plan', () => {
  test('says that the customer acts next where their own web server answers wrongly, with what to paste', async () => {
    await declare({ decidedBy: 'elsewhere' });
    expect(await plan()).toMatchObject({
      steps: expect.arrayContaining([
        expect.objectContaining({
          id: 'server',
          mover: 'customer',
          state: 'to-do',
          paste: ['npx signpost snippet acme.example --for nginx'],
        }),
      ]),
      next: [{ mover: 'customer', title: "One rule on the customer's web server" }],
    });
  });

  test('is done where devices get there, but for what only AWS or Apple shows', async () => {
    await declare();
    environment.answers.set(DOMAIN, leadsToMdm);
    const { steps, next } = await plan();
    expect(steps.find(({ id }) => id === 'serving')?.state).toBe('done');
    expect(steps.filter(({ state }) => state === 'unknown').map(({ id }) => id)).toEqual(
      expect.arrayContaining(['zone', 'alias', 'website', 'certificate', 'deployment', 'apple']),
    );
    expect(next).toEqual([]);
    expect(steps.find(({ id }) => id === 'deployment')?.paste).toEqual([
      'npx cdk deploy Signpost-test-Tenant-acme -c tenant=acme',
    ]);
  });

  test('compares with the policy in force: an override', async () => {
    environment.answers.set(DOMAIN, leadsToMdm);
    const override = { policy: everybodyTo('eu1.mdm.example'), until: new Date(NOW + 60_000).toISOString() };
    await declare({ override });
    expect((await stepOf('serving'))?.state).toBe('blocked');
    api.now = NOW + 60_000;
    expect((await stepOf('serving'))?.state).toBe('done');
  });

  test('holds no identifier, although the domain repeats what it receives', async () => {
    await declare({ decidedBy: 'elsewhere' });
    environment.answers.set(DOMAIN, ({ target }) => {
      const who = new URLSearchParams(splitTarget(target).query).get('user-identifier');
      return plain(302, '', [['Location', `https://na1.mdm.example/for/${who}`]]);
    });
    expect((await ask()).text).not.toContain('@');
  });

  test('that cannot be made in time is refused, and says so', async () => {
    await declare();
    api.planPatienceMs = 0;
    expect(await ask()).toMatchObject({ status: 503, json: { code: 'onboarding.no-time' } });
  });

  test.each([
    ['an unknown domain', 'unknown.example'],
    ['a name that is none', 'no%20domain'],
  ])('of %s is none', async (_case, domain) => {
    await declare();
    expect(await ask(domain)).toMatchObject({ status: 404, json: { code: 'api.not-found' } });
  });

  test('of a released domain is none', async () => {
    await declare({ releasedAt: '2026-01-01T00:00:00.000Z', answersUntil: '2027-01-01T00:00:00.000Z' });
    expect((await ask()).status).toBe(404);
  });
});
