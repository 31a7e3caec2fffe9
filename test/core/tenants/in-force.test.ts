import { overrideInForce, policyInForce } from '../../../lib/core/tenants/in-force';
import { domainRecord, EU1, NA1 } from '../../support/tenant-records';

const NOON = Date.parse('2026-11-21T12:00:00.000Z');
const at = (time: string) => `2026-11-21T${time}.000Z`;

describe('what is in force', () => {
  test.each([
    ['nothing unknown', undefined, undefined],
    ['what is declared', {}, NA1],
    ['an override that ends later', { override: { policy: EU1, until: at('12:00:01') } }, EU1],
    ['not an override that ends now', { override: { policy: EU1, until: at('12:00:00') } }, NA1],
    ['not an override that ended', { override: { policy: EU1, until: at('11:59:59') } }, NA1],
    ['what is released, until its end', { answersUntil: at('12:00:01') }, NA1],
    ['nothing of what is released, at its end', { answersUntil: at('12:00:00') }, undefined],
    [
      'nothing by an override of what no longer answers',
      { answersUntil: at('12:00:00'), override: { policy: EU1, until: at('13:00:00') } },
      undefined,
    ],
  ])('is %s', (_case, changes, policy) => {
    const record = changes && domainRecord('acme.example', 'acme', changes);
    expect(policyInForce(record, NOON)).toEqual(policy);
  });

  test('says which override counts', () => {
    const override = { policy: EU1, until: at('12:00:01') };
    expect(overrideInForce({ override }, NOON)).toBe(override);
    expect(overrideInForce({ override }, NOON + 1000)).toBeUndefined();
    expect(overrideInForce({}, NOON)).toBeUndefined();
  });
});
