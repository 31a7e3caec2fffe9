import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderVerifyInAccount } from '../../docs/verify-in-account';
import { RULES } from '../../lib/local/rules';
import { PERMISSION_RULES } from '../../lib/local/rules/permissions';

/** Ids of rules that the code of a folder names: in a comment, or as the reason of an answer. */
function cited(folder: string): ReadonlySet<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const texts = files
    .filter((file) => !file.startsWith('rules'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  const matches = texts.flatMap((text) => [
    ...text.matchAll(/rule: '?([a-z0-9-]+\.[a-z0-9-]+)|invalid\('([a-z]+\.[a-z-]+)/g),
  ]);
  return new Set(matches.map((match) => match[1] ?? match[2] ?? ''));
}

describe('the rules of AWS', () => {
  test('are those that the code names, no more and no fewer', () => {
    expect([...cited('lib/local')].sort()).toEqual(Object.keys(RULES).sort());
    expect([...cited('lib/infra')].sort()).toEqual(Object.keys(PERMISSION_RULES).sort());
  });

  test.each(
    Object.entries({ ...RULES, ...PERMISSION_RULES }),
  )('%s says what it is, how far it is known and how to prove it', (_id, row) => {
    expect(row.rule).toMatch(/^\S.*\.$/);
    expect(['documented', 'observed', 'assumed']).toContain(row.mark);
    expect(row.proof.length).toBeGreaterThan(10);
  });

  test('are all in docs/verify-in-account.md, which `npm run docs` writes', () => {
    expect(readFileSync('docs/verify-in-account.md', 'utf8')).toBe(renderVerifyInAccount(RULES, PERMISSION_RULES));
  });

  test('are rows of a table, whatever their texts hold', () => {
    const text = renderVerifyInAccount({ 'a.b': { rule: 'A | B.', mark: 'assumed', proof: 'x | y' } }, {});
    expect(text).toContain('| `a.b` | A \\| B. | assumed | x \\| y |\n');
  });
});
