import { withApiProject } from '../support/api-project';
import { domainName, domainRecord, tenantRecord } from '../support/tenant-records';

const { signpost } = withApiProject([
  {
    kind: 'tenant',
    record: tenantRecord('acme', { domains: [{ name: domainName('acme.example'), decidedBy: 'backend' }] }),
  },
  { kind: 'domain', record: domainRecord('acme.example', 'acme') },
]);

const WHO = 'Jane.Doe@acme.example';

/** A user pastes an e-mail address where a domain, a tenant or a server is expected. */
test.each([
  ['guide', WHO],
  ['snippet', WHO, '--for', 'nginx'],
  ['snippet', WHO, '--for', 'nginx', '--cluster', 'na1'],
  ['snippet', encodeURIComponent(WHO), '--for', 'nginx', '--cluster', 'na1'],
  ['plan', WHO],
  ['certificate', 'request', WHO],
  ['certificate', 'status', WHO],
  ['new', 'acme', '--domain', WHO, '--cluster', 'na1'],
  ['override', 'show', WHO],
  ['override', 'set', WHO, '--absent', '--why', 'test'],
  ['adde', 'show', WHO],
  ['token', 'show', WHO],
  ['offboard', WHO],
])('signpost %s %s does not repeat the address', async (...argv) => {
  const { code, stdout, stderr } = await signpost(...argv);
  expect(code).not.toBe(0);
  expect(stderr).not.toBe('');
  expect(stdout + stderr).not.toMatch(/jane/i);
});
