import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderProblemsDocument } from '../lib/core/problems-document';
import { RULES } from '../lib/local/rules';
import { renderVerifyInAccount } from '../lib/local/verify-in-account';

/** `npm run docs`: writes the pages that are generated from code. Tests fail while one of them is behind. */
const PAGES: Readonly<Record<string, string>> = {
  'problems.md': renderProblemsDocument(),
  'verify-in-account.md': renderVerifyInAccount(RULES),
};

for (const [name, text] of Object.entries(PAGES)) {
  writeFileSync(join(__dirname, name), text);
  console.log(`docs/${name}`);
}
