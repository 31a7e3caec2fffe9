import { elsewhere } from '../../../lib/core/tenants/authoring';
import { buildFleet, plainTenant, tenantOf } from '../../support/fleet';
import { synthesize } from '../../support/synthesis';

const tenants = {
  acme: tenantOf('acme.example', 'acme-uk.example'),
  kiosk: plainTenant('kiosk.example', { domains: { 'kiosk.example': { dns: elsewhere() } } }),
};
const fleet = buildFleet({ tenants });
const { template, json, stackNames, app } = synthesize(fleet);
const acme = template('Signpost-local-Tenant-acme');

type Resources = Record<string, { Type: string; DependsOn?: readonly string[]; Properties: Record<string, unknown> }>;
const resourcesOf = (name: string) => json(name)['Resources'] as Resources;

describe('the declaration of a tenant', () => {
  test('reaches the function that the Backend stack names, and waits two minutes for its answer', () => {
    const [token] = Object.keys(acme.findParameters('*', { Default: '/signpost/local/backend/declare-function' }));
    expect(resourcesOf('Signpost-local-Tenant-acme')['Declaration']?.Properties).toEqual({
      ServiceToken: { Ref: token },
      ServiceTimeout: '120',
      stage: 'local',
      tenantId: 'acme',
      declaration: expect.any(String),
    });
    acme.resourceCountIs('Custom::SignpostTenant', 1);
  });

  test('says the domains with their policies, as text', () => {
    const { declaration } = resourcesOf('Signpost-local-Tenant-acme')['Declaration']?.Properties ?? {};
    expect(JSON.parse(String(declaration))).toMatchObject({
      domains: [{ name: 'acme-uk.example' }, { name: 'acme.example' }],
      policies: [{ otherwise: { kind: 'redirect' } }],
    });
  });

  test('comes before every front, so that a refused one makes none', () => {
    const others = Object.entries(resourcesOf('Signpost-local-Tenant-acme')).filter(([id]) => id !== 'Declaration');
    expect(others.length).toBeGreaterThan(10);
    expect(others.filter(([, { DependsOn }]) => !DependsOn?.includes('Declaration'))).toEqual([]);
  });

  test('is all there is of a tenant whose domains are answered elsewhere', () => {
    expect(Object.keys(resourcesOf('Signpost-local-Tenant-kiosk'))).toEqual(['Declaration']);
    const { Parameters } = json('Signpost-local-Tenant-kiosk');
    expect(JSON.stringify(Parameters)).not.toMatch(/edge|alarm-topic|access-log/);
  });

  test('changes nothing of another tenant', () => {
    const changed = { ...tenants, kiosk: tenantOf('kiosk.example', 'kiosk-uk.example') };
    const after = synthesize(buildFleet({ tenants: changed }));
    expect(after.json('Signpost-local-Tenant-acme')).toEqual(json('Signpost-local-Tenant-acme'));
  });
});

describe('the app with a backend', () => {
  test('has its stack, and one for every tenant', () => {
    expect([...stackNames].sort()).toEqual([
      'Signpost-local-Backend',
      'Signpost-local-Edge',
      'Signpost-local-Tenant-acme',
      'Signpost-local-Tenant-kiosk',
    ]);
  });

  test.each(['acme', 'kiosk'])('deploys Edge and Backend before %s', (id) => {
    const stack = app.synth().getStackByName(`Signpost-local-Tenant-${id}`);
    expect(stack.dependencies.map((dependency) => dependency.id)).toEqual(
      expect.arrayContaining(['Signpost-local-Edge', 'Signpost-local-Backend']),
    );
  });

  test('hands nothing from stack to stack but by parameter', () => {
    const text = JSON.stringify(app.synth().stacks.map((stack) => stack.template));
    expect(text).not.toMatch(/Fn::ImportValue|"Export"|Fn::GetStackOutput/);
  });
});

describe('one tenant with a backend', () => {
  const infosOf = (tenant: string) =>
    synthesize(fleet, { tenant })
      .app.synth()
      .stacks.flatMap(({ messages }) => messages)
      .filter(({ level }) => level === 'info')
      .map(({ entry }) => String(entry.data));

  test('has the same template as in the whole app', () => {
    const name = 'Signpost-local-Tenant-acme';
    expect(synthesize(fleet, { tenant: 'acme' }).json(name)).toEqual(json(name));
  });

  test('says which parameters must be there, who writes them, and in which order', () => {
    const infos = infosOf('acme.example');
    expect(infos).toEqual([
      'Reads these SSM parameters in us-east-1: /signpost/local/edge/stable, /signpost/local/alarm-topic, ' +
        '/signpost/local/access-log-destination of Signpost-local-Edge; /signpost/local/backend/declare-function of ' +
        'Signpost-local-Backend. They must be there first: "npx cdk deploy Signpost-local-Edge", then ' +
        '"npx cdk deploy Signpost-local-Backend".',
    ]);
  });

  test('answered elsewhere needs the backend alone', () => {
    const { stackNames: built, problems } = synthesize(fleet, { tenant: 'kiosk' });
    expect(problems).toEqual([]);
    expect(built).toEqual(['Signpost-local-Tenant-kiosk']);
    expect(infosOf('kiosk')[0]).not.toContain('Signpost-local-Edge');
  });
});
