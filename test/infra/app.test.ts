import { elsewhere } from '../../lib/core/tenants/authoring';
import { buildFleet, deployedConfig, plainTenant, tenantOf } from '../support/fleet';
import { edgeAsset, synthesize } from '../support/synthesis';

const edge = edgeAsset();
const onlyElsewhere = plainTenant('kiosk.example', { domains: { 'kiosk.example': { dns: elsewhere() } } });
const tenants = {
  globex: tenantOf('globex.example', 'globex-uk.example'),
  hooli: plainTenant('hooli.example'),
  kiosk: onlyElsewhere,
};
const fleet = buildFleet({ tenants });

describe('the whole app', () => {
  const { stackNames, app, problems } = synthesize(fleet, { edge });

  test('is the shared stacks and one for each tenant', () => {
    expect(problems).toEqual([]);
    expect([...stackNames].sort()).toEqual([
      'Signpost-local-Backend',
      'Signpost-local-Edge',
      'Signpost-local-Tenant-globex',
      'Signpost-local-Tenant-hooli',
      'Signpost-local-Tenant-kiosk',
    ]);
  });

  test.each(['globex', 'hooli'])('deploys the Edge stack before %s', (id) => {
    const stack = app.synth().getStackByName(`Signpost-local-Tenant-${id}`);
    expect(stack.dependencies.map((dependency) => dependency.id)).toContain('Signpost-local-Edge');
  });

  test('hands nothing from stack to stack but by parameter', () => {
    const text = JSON.stringify(app.synth().stacks.map(({ template }) => template));
    expect(text).not.toMatch(/Fn::ImportValue|"Export"|Fn::GetStackOutput/);
  });
});

describe('one tenant', () => {
  test.each(['globex', 'globex.example', 'globex-uk.example'])('"%s" builds its stack alone', (tenant) => {
    const { stackNames, problems } = synthesize(fleet, { edge, tenant });
    expect(problems).toEqual([]);
    expect(stackNames).toEqual(['Signpost-local-Tenant-globex']);
  });

  test('has the same template as in the whole app', () => {
    const name = 'Signpost-local-Tenant-globex';
    expect(synthesize(fleet, { edge, tenant: 'globex' }).json(name)).toEqual(synthesize(fleet, { edge }).json(name));
  });

  test('says which parameters must be there, and who writes them', () => {
    const stack = synthesize(fleet, { edge, tenant: 'globex' })
      .app.synth()
      .getStackByName('Signpost-local-Tenant-globex');
    const infos = stack.messages.filter(({ level }) => level === 'info').map(({ entry }) => String(entry.data));
    expect(infos).toHaveLength(1);
    for (const part of [
      '/signpost/local/edge/stable',
      '/signpost/local/alarm-topic',
      '/signpost/local/access-log-destination',
      'npx cdk deploy Signpost-local-Edge',
    ]) {
      expect(infos[0]).toContain(part);
    }
  });

  test('refuses an unknown tenant and builds nothing', () => {
    const { problems, stackNames } = synthesize(fleet, { edge, tenant: 'globx' });
    const message = expect.stringMatching(/did you mean "globex"/);
    expect(problems).toEqual([expect.objectContaining({ code: 'tenant.not-found', message })]);
    expect(stackNames).toEqual([]);
  });
});

describe('a tenant of many fronts', () => {
  const domains = (count: number) => Array.from({ length: count }, (_, index) => `d${index}.example`);

  test('fits one stack up to 50', () => {
    const { problems, json } = synthesize(buildFleet({ tenants: { many: tenantOf(...domains(50)) } }), { edge });
    expect(problems).toEqual([]);
    const template = json('Signpost-local-Tenant-many');
    expect(Object.keys(template['Resources'] ?? {}).length).toBeLessThanOrEqual(500);
    expect(Object.keys(template['Outputs'] ?? {}).length).toBeLessThanOrEqual(200);
  });

  test.each([{ tenant: undefined }, { tenant: 'many' }])('is refused beyond 50 (tenant: $tenant)', ({ tenant }) => {
    const { problems, stackNames } = synthesize(buildFleet({ tenants: { many: tenantOf(...domains(51)) } }), {
      edge,
      tenant,
    });
    expect(problems).toEqual([expect.objectContaining({ code: 'infrastructure.too-many-fronts' })]);
    expect(stackNames).toEqual([]);
  });
});

describe('logical ids', () => {
  const before = synthesize(fleet, { edge });

  test('a tenant added in front of all others changes no other template', () => {
    const after = synthesize(buildFleet({ tenants: { aaa: plainTenant('aaa.example'), ...tenants } }), { edge });
    expect(after.stackNames).toContain('Signpost-local-Tenant-aaa');
    for (const name of before.stackNames) {
      expect(JSON.stringify(after.json(name))).toBe(JSON.stringify(before.json(name)));
    }
  });

  test('a domain added in front of others changes nothing of theirs', () => {
    const globex = tenantOf('aaa.example', 'globex.example', 'globex-uk.example');
    const after = synthesize(buildFleet({ tenants: { ...tenants, globex } }), { edge });
    const name = 'Signpost-local-Tenant-globex';
    const { Declaration: _declared, ...fronts } = Object(before.json(name)['Resources']);
    expect(after.json(name)['Resources']).toMatchObject(fronts);
    expect(after.json(name)['Outputs']).toMatchObject(before.json(name)['Outputs'] ?? {});
  });

  test('of domains that differ by punctuation alone differ', () => {
    const alike = tenantOf('ab.example', 'a-b.example', 'a.b.example');
    const stack = synthesize(buildFleet({ tenants: { alike } }), { edge }).template('Signpost-local-Tenant-alike');
    stack.resourceCountIs('AWS::CloudFront::Distribution', 3);
  });

  test('do not depend on the stage', () => {
    const prod = synthesize(buildFleet({ config: deployedConfig, tenants }), { edge });
    const ids = (template: Record<string, unknown>) => Object.keys(Object(template['Resources']));
    expect(ids(prod.json('Signpost-prod-Tenant-hooli'))).toEqual(ids(before.json('Signpost-local-Tenant-hooli')));
  });
});
