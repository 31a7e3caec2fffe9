import { FINDING_CATALOGUE } from '../../../lib/core/doctor/catalogue';
import { CHECKS } from '../../../lib/core/doctor/checks';
import { PROBLEMS } from '../../../lib/core/problems';

const CODES = Object.keys(FINDING_CATALOGUE);

describe('the catalogue', () => {
  test('is pinned: a code is part of the contract', () => {
    expect(CODES).toMatchSnapshot();
  });

  test('holds what the checks can give, and nothing else', () => {
    const given = new Set<string>(CHECKS.flatMap(({ codes }) => codes));
    expect([...given].filter((code) => !CODES.includes(code))).toEqual([]);
    expect(CODES.filter((code) => !given.has(code))).toEqual([]);
  });

  test('has every code in the registry', () => {
    expect(CODES.filter((code) => !Object.hasOwn(PROBLEMS, code))).toEqual([]);
  });

  test('explains by codes of its own', () => {
    const explained = Object.values(FINDING_CATALOGUE).flatMap((entry) =>
      'explains' in entry ? (entry.explains ?? []) : [],
    );
    expect(explained.filter((code) => !CODES.includes(code))).toEqual([]);
  });
});
