import { readFileSync } from 'node:fs';
import { loadFleet } from '../../lib/adapters/project-files';
import { synthesize } from '../support/synthesis';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

const statements: readonly Statement[] = JSON.parse(readFileSync('docs/bootstrap-policy.json', 'utf8')).Statement;
const actions = statements.flatMap(({ Action }) => Action);

/** How IAM calls the service of a resource type, where the names differ. */
const SERVICES: Record<string, string> = { CertificateManager: 'acm', Events: 'events', ApiGatewayV2: 'apigateway' };

describe('the execution policy for the bootstrap', () => {
  test('allows something of every service that the samples use', async () => {
    const fleet = await loadFleet(process.cwd());
    if (!fleet.ok) throw new Error('The sample tenants do not load.');
    const { stackNames, json } = synthesize(fleet.value);
    const types = stackNames.flatMap((name) =>
      Object.values(json(name)['Resources'] as Record<string, { Type: string }>).map(({ Type }) => Type),
    );
    const services = new Set(types.filter((type) => type.startsWith('AWS::')).map((type) => type.split('::')[1] ?? ''));
    const allowed = (service: string) =>
      actions.some((action) => action.startsWith(`${SERVICES[service] ?? service.toLowerCase()}:`));
    expect(services.size).toBeGreaterThan(8);
    expect([...services].filter((service) => !allowed(service))).toEqual([]);
  });

  test('is narrower than an administrator', () => {
    expect(actions).not.toContain('*');
    const identity = statements.filter(({ Action }) =>
      [Action].flat().some((action) => /^(iam|sts|organizations):/.test(action)),
    );
    expect(identity.flatMap(({ Resource }) => Resource)).not.toContain('*');
  });
});
