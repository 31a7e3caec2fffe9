import { PROBLEMS } from '../lib/core/problems';
import type { ProblemDefinition } from '../lib/core/problems/definition';

/** `docs/problems.md`: every code with its meaning and its remedy. */
export function renderProblemsDocument(problems: Readonly<Record<string, ProblemDefinition>> = PROBLEMS): string {
  const sections = Object.entries(problems)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, definition]) => renderProblem(code, definition));
  return [
    '# Problems',
    '',
    'Every message of Signpost ends in one of these codes. A code never changes its meaning.',
    'This page is generated from `lib/core/problems.ts` by `npm run docs`.',
    '',
    ...sections,
  ].join('\n');
}

function renderProblem(code: string, { title, meaning, remedy, status }: ProblemDefinition): string {
  const http = status === undefined ? [] : [`Answered with status ${status}.`, ''];
  return [`## \`${code}\``, '', `**${title}.** ${meaning}`, '', ...http, `*Remedy:* ${remedy}`, ''].join('\n');
}
