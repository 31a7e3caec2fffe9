import { loadFleet } from '../../../lib/adapters/project/project-files';
import { checkDeclarationLengths, declareProperties } from '../../../lib/contract/declare';
import { none, refuse, route53 } from '../../../lib/core/tenants/authoring';
import { encodeDeclaration, parseDeclaration } from '../../../lib/core/tenants/declaration-text';
import { declaredTenant } from '../../../lib/core/tenants/declared';
import { frontsOf } from '../../../lib/core/tenants/fleet';
import { buildFleet, plainTenant } from '../../support/fleet';

describe('a declaration as text', () => {
  test('of every sample tenant is read back as it was', async () => {
    const fleet = await loadFleet(process.cwd());
    if (!fleet.ok) throw new Error('The samples do not load.');
    for (const tenant of fleet.value.tenants) {
      const declared = declaredTenant(tenant);
      expect(parseDeclaration(encodeDeclaration(declared))).toEqual({ ok: true, value: declared });
    }
  });

  test('is the same for the same declaration, and holds a shared policy once', () => {
    const domains = Object.fromEntries(
      ['a.example', 'b.example', 'c.example'].map((name) => [name, { dns: route53('Z0123'), website: none() }]),
    );
    const [tenant] = buildFleet({ tenants: { acme: plainTenant('acme.example', { domains }) } }).tenants;
    if (!tenant) throw new Error('no tenant');
    const { declaration } = declareProperties('local', tenant);
    expect(declareProperties('local', tenant).declaration).toBe(declaration);
    expect(declaration.match(/na1\.mdm\.example/g)).toHaveLength(1);
  });

  test('longer than Lambda takes from CloudFormation is a problem of its file', () => {
    const texts = Array.from({ length: 500 }, (_, index) => `${index}`.padStart(450, 'x'));
    const domains = Object.fromEntries(
      texts.map((text, index) => [
        `d${index}.example`,
        { dns: route53('Z0123'), website: none(), discovery: { rules: [], otherwise: refuse(text) } },
      ]),
    );
    const some = (count: number) => Object.fromEntries(Object.entries(domains).slice(0, count));
    const tenants = (count: number) =>
      buildFleet({ tenants: { acme: plainTenant('acme.example', { domains: some(count) }) } }).tenants;
    expect(checkDeclarationLengths(tenants(180))).toEqual([]);
    expect(checkDeclarationLengths(tenants(220))).toMatchObject([
      { code: 'declaration.too-large', where: { file: 'tenants/acme.ts' } },
    ]);
  });
});

describe('`decide`', () => {
  const front = { dns: route53('Z0123'), website: none() };
  const decided = (domain: object) =>
    buildFleet({ tenants: { acme: plainTenant('x.example', { domains: { 'acme.example': domain as never } }) } });

  test('is the edge unless it is said, and reaches the declaration', () => {
    const deciders = (domain: object) => {
      const [tenant] = decided(domain).tenants;
      return tenant && [frontsOf(tenant)[0]?.decide, declaredTenant(tenant).domains[0]?.decidedBy];
    };
    expect(deciders(front)).toEqual(['edge', 'edge']);
    expect(deciders({ ...front, decide: 'backend' })).toEqual(['backend', 'backend']);
    expect(deciders({ dns: { kind: 'elsewhere' } })).toEqual([undefined, 'elsewhere']);
  });

  test.each([
    ['elsewhere()', { dns: { kind: 'elsewhere' }, decide: 'backend' }, 'own web server decides'],
    ['an unknown word', { ...front, decide: 'both' }, 'expected "edge" or "backend"'],
  ])('is refused with %s', (_case, domain, message) => {
    expect(() => decided(domain)).toThrow(message);
  });
});
