import { readFileSync } from 'node:fs';
import { BACKEND_ALARM_METRICS, dedicatedCost, pooledCost, renderGrowth, tenantsWithin } from '../../docs/growth';
import { backend } from '../infra/backend/template';

describe('docs/growth.md', () => {
  test('is what `npm run docs` writes', () => {
    expect(readFileSync('docs/growth.md', 'utf8')).toBe(renderGrowth());
  });
});

describe('the arithmetic of growth', () => {
  test('a quota has room for what the stage leaves', () => {
    const quota = { name: 'stacks', limit: 2000, perTenant: 1, shared: 2, adjustable: true };
    expect(tenantsWithin(quota)).toBe(1998);
    expect(tenantsWithin({ ...quota, perTenant: 3 })).toBe(666);
  });

  test("the metrics under the backend's alarms are those of its template", () => {
    const alarms = Object.values(backend.findResources('AWS::CloudWatch::Alarm'));
    const compared = alarms.flatMap(({ Properties: { Metrics } }): unknown[] =>
      Metrics ? Metrics.filter((metric: object) => 'MetricStat' in metric) : ['one'],
    );
    expect(compared).toHaveLength(BACKEND_ALARM_METRICS);
  });

  // By hand, a tenant: alarms 0.20, requests 10,000 × (1.00 + 0.63) per million, logs 10 MB × 0.50 per GB; shared: 1 + 30 × 0.10 + 3 + 24 × 0.30.
  test.each([
    [10, 1, 14.2 + 10 * 0.2213],
    [450, 1, 14.2 + 450 * 0.2213],
    [451, 2, 28.4 + 451 * 0.2213],
  ])('%i dedicated tenants take %i accounts', (tenants, accounts, dollars) => {
    expect(dedicatedCost(tenants)).toMatchObject({ tenants, accounts });
    expect(dedicatedCost(tenants).dollars).toBeCloseTo(dollars, 6);
  });

  test.each([
    [10, 0],
    [11, 20],
    [200, 20],
    [450, 45],
    [10_000, 1000],
  ])('%i pooled tenants pay a fee of %i', (tenants, fee) => {
    expect(pooledCost(tenants).dollars).toBeCloseTo(14.2 + 0.2 + fee + tenants * 0.0213, 6);
  });
});
