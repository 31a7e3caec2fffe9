import { readFileSync } from 'node:fs';
import { loadFleet } from '../../lib/adapters/project/project-files';
import { synthesize } from '../support/synthesis';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

const statements: readonly Statement[] = JSON.parse(readFileSync('docs/bootstrap-policy.json', 'utf8')).Statement;
const actions = statements.flatMap(({ Action }) => Action);

/** How IAM calls the service of a resource type, where the names differ. */
const SERVICES: Record<string, string> = { CertificateManager: 'acm', ApiGatewayV2: 'apigateway' };

/** Whether some statement allows it, by IAM's wildcards. */
function allows(action: string, resource: string): boolean {
  const matches = (patterns: string | readonly string[], text: string) =>
    [patterns]
      .flat()
      .some((pattern) =>
        new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(text),
      );
  return statements.some(({ Action, Resource }) => matches(Action, action) && matches(Resource, resource));
}

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
    expect(services.size).toBeGreaterThan(10);
    expect([...services].filter((service) => !allowed(service))).toEqual([]);
  });

  test.each([
    ['the table', 'dynamodb:CreateTable', 'arn:aws:dynamodb:us-east-1:111111111111:table/signpost-prod'],
    ['an index', 'dynamodb:UpdateTable', 'arn:aws:dynamodb:us-east-1:111111111111:table/signpost-prod/index/GSI1'],
    [
      'the function that declares',
      'lambda:InvokeFunction',
      'arn:aws:lambda:us-east-1:111111111111:function:signpost-prod-declare',
    ],
    [
      'a parameter of the backend',
      'ssm:PutParameter',
      'arn:aws:ssm:us-east-1:111111111111:parameter/signpost/prod/backend/declare-function',
    ],
    ['the dashboard', 'cloudwatch:PutDashboard', 'arn:aws:cloudwatch::111111111111:dashboard/Signpost-prod'],
    [
      'the schedule',
      'events:PutRule',
      'arn:aws:events:us-east-1:111111111111:rule/Signpost-prod-Backend-Reconcile-AbC',
    ],
    ['a policy of ours', 'iam:CreatePolicy', 'arn:aws:iam::111111111111:policy/Signpost-prod-Backend-ReadShared-AbC'],
    ['the HTTP API', 'apigateway:POST', 'arn:aws:apigateway:us-east-1::/apis'],
    ["the console's files", 's3:CreateBucket', 'arn:aws:s3:::signpost-prod-console-filesbucket7c17ee2e-abc'],
    [
      "the console's upload",
      'lambda:CreateFunction',
      'arn:aws:lambda:us-east-1:111111111111:function:Signpost-prod-Console-CustomCDKBucketDeployment',
    ],
    ["the console's headers", 'cloudfront:CreateResponseHeadersPolicy', '*'],
  ])('reaches %s', (_name, action, resource) => {
    expect(allows(action, resource)).toBe(true);
  });

  test.each([
    ['a table of another application', 'dynamodb:DeleteTable', 'arn:aws:dynamodb:us-east-1:111111111111:table/payroll'],
    [
      'a dashboard of another application',
      'cloudwatch:PutDashboard',
      'arn:aws:cloudwatch::111111111111:dashboard/payroll',
    ],
    [
      'a function of another application',
      'lambda:InvokeFunction',
      'arn:aws:lambda:us-east-1:111111111111:function:payroll',
    ],
    ['a bucket of another application', 's3:PutObject', 'arn:aws:s3:::payroll'],
    ['a rule of another application', 'events:DeleteRule', 'arn:aws:events:us-east-1:111111111111:rule/payroll'],
    ['a policy of another application', 'iam:DeletePolicy', 'arn:aws:iam::111111111111:policy/payroll'],
    ['an API in another region', 'apigateway:POST', 'arn:aws:apigateway:eu-west-1::/apis'],
  ])('leaves %s alone', (_name, action, resource) => {
    expect(allows(action, resource)).toBe(false);
  });

  test('is narrower than an administrator', () => {
    expect(actions).not.toContain('*');
    const identity = statements.filter(({ Action }) =>
      [Action].flat().some((action) => /^(iam|sts|organizations):/.test(action)),
    );
    expect(identity.flatMap(({ Resource }) => Resource)).not.toContain('*');
  });
});
