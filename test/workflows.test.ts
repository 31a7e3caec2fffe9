import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', '.github', 'workflows');
const PINNED = /^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

test('every action of a workflow is pinned by its commit, with the version as a comment', () => {
  const uses = readdirSync(FOLDER).flatMap((file) =>
    [...readFileSync(join(FOLDER, file), 'utf8').matchAll(/^\s*(?:- )?uses:\s*(.*)$/gm)].map(
      ([, action = '']) => action,
    ),
  );
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter((action) => !PINNED.test(action))).toEqual([]);
});
