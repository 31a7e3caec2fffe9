import { findTenant } from '../../../lib/core/tenants/find-tenant';
import { buildFleet, plainTenant, tenantOf } from '../../support/fleet';

const fleet = buildFleet({
  tenants: { acme: plainTenant('acme.example'), globex: tenantOf('globex.example', 'globex-uk.example') },
});

describe('findTenant', () => {
  test.each([
    { by: 'its id', word: 'acme', id: 'acme' },
    { by: 'its only domain', word: 'acme.example', id: 'acme' },
    { by: 'its second domain', word: 'globex-uk.example', id: 'globex' },
    { by: 'a domain in another case', word: 'Globex-UK.example', id: 'globex' },
    { by: 'an id with white space around it', word: ' acme ', id: 'acme' },
  ])('finds a tenant by $by', ({ word, id }) => {
    expect(findTenant(fleet, word)).toMatchObject({ ok: true, value: { id } });
  });

  test('lists near ids and domains when it finds none', () => {
    const found = findTenant(fleet, 'globx');
    expect(found).toMatchObject({ ok: false, problem: { code: 'tenant.not-found' } });
    expect(!found.ok && found.problem.message).toMatch(/^Cannot find the tenant "globx": .*did you mean "globex"/);
  });

  test('lists nothing when nothing is near', () => {
    const found = findTenant(fleet, 'completely-different');
    expect(!found.ok && found.problem.message).not.toContain('did you mean');
  });
});
