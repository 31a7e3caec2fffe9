import type { ImitatedRule } from '../lib/local/rules/rule';

const INTRODUCTION = `# What to verify in an account

<!-- Generated from lib/local/rules.ts; do not edit. -->

The local cloud imitates AWS by these rules. *Documented*: AWS documents the rule. *Observed*: it was seen
in an account. *Assumed*: it is only plausible, so prove it first. The commands need a stage that is deployed for tests and these variables:
\`DOMAIN\` and \`OTHER_DOMAIN\` (domains with a front), \`DISTRIBUTION\` and \`DISTRIBUTION_DOMAIN\` (of \`DOMAIN\`), \`FUNCTION\`,
\`API\` (the backend's host), \`API_ID\` and \`API_REGIONAL_NAME\` (of its HTTP API), \`STAGE\`, \`ALARM_TOPIC\` (its ARN).
`;

const PERMISSIONS = `
## Permissions

The local cloud has no IAM, so it refuses nothing that a role may not do. These are the rules that our roles rely on.
`;

type Rules = Readonly<Record<string, ImitatedRule>>;

/** The document that lists every imitated rule, every one that permissions rely on, and how to prove them. */
export function renderVerifyInAccount(imitated: Rules, permissions: Rules): string {
  return `${INTRODUCTION}${table(imitated)}${PERMISSIONS}${table(permissions)}`;
}

function table(rules: Rules): string {
  const rows = Object.entries(rules).map(
    ([id, { rule, mark, proof }]) => `| \`${id}\` | ${cell(rule)} | ${mark} | ${cell(proof)} |`,
  );
  return `\n| id | rule | mark | proof |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
