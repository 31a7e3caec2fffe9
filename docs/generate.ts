import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportJsonSchema } from '../lib/core/doctor/report';
import { RULES } from '../lib/local/rules';
import { PERMISSION_RULES } from '../lib/local/rules/permissions';
import { renderGrowth } from './growth';
import { renderDocument } from './openapi';
import { renderProblemsDocument } from './problems-document';
import { renderVerifyInAccount } from './verify-in-account';

/** `npm run docs`: writes the pages that are generated from code. Tests fail while one of them is behind. */
const PAGES: Readonly<Record<string, string>> = {
  'openapi.json': renderDocument(),
  'problems.md': renderProblemsDocument(),
  'doctor-report.schema.json': `${JSON.stringify(reportJsonSchema(), null, 2)}\n`,
  'verify-in-account.md': renderVerifyInAccount(RULES, PERMISSION_RULES),
  'growth.md': renderGrowth(),
};

for (const [name, text] of Object.entries(PAGES)) {
  writeFileSync(join(__dirname, name), text);
  console.log(`docs/${name}`);
}
