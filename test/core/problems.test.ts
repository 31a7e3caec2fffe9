import { readFileSync } from 'node:fs';
import { renderProblemsDocument } from '../../docs/problems-document';
import { describeProblem, PROBLEMS, problem } from '../../lib/core/problems';

describe('the registry of problems', () => {
  test.each(
    Object.entries(PROBLEMS),
  )('%s has a code of area and kebab-case name, and full sentences', (code, definition) => {
    expect(code).toMatch(/^[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)+$/);
    expect(definition.title).not.toMatch(/[.!]$/);
    expect(definition.meaning).toMatch(/[.!?]$/);
    expect(definition.remedy).toMatch(/[.!?…]$/);
  });

  test('is what docs/problems.md says (npm run docs writes it)', () => {
    expect(readFileSync('docs/problems.md', 'utf8')).toBe(renderProblemsDocument());
  });
});

describe('describeProblem', () => {
  test('names file, path, message and code in one line', () => {
    const where = { file: 'tenants/acme.ts', path: 'name' };
    expect(describeProblem(problem('tenant.schema', 'Cannot use 7; expected a name', where))).toBe(
      'tenants/acme.ts: name: Cannot use 7; expected a name [tenant.schema]',
    );
  });

  test('leaves out what is not known', () => {
    expect(describeProblem(problem('tenant.not-found', 'Cannot find it'))).toBe('Cannot find it [tenant.not-found]');
  });
});
