import type { DomainReport, ReportedFinding } from '../../core/doctor/report';

/** One domain for a ticket. What foreign servers answered is in code spans, which render as plain text. */
export function formatMarkdown({
  domain,
  rollUp,
  sentence,
  checkedAt,
  findings,
  unchecked,
}: DomainReport): readonly string[] {
  return [
    `## ${domain}: ${rollUp.replace('-', ' ')}`,
    '',
    ...sentence.split(' · ').map((part) => `- ${escaped(part)}`),
    '',
    ...findings.flatMap((finding, index) => formatFinding(finding, index + 1)),
    ...(unchecked.length === 0
      ? []
      : ['Not checked:', '', ...unchecked.map(({ what, why }) => `- ${escaped(what)}: ${escaped(why)}`), '']),
    `*Checked at ${checkedAt} by \`signpost doctor\`.*`,
    '',
  ];
}

function formatFinding(finding: ReportedFinding, number: number): string[] {
  const { title, code, severity, host, expected, found, meaning, remedy, steps, devices, folded } = finding;
  const who = devices.length === 0 ? '' : ` (${devices.join(', ')})`;
  return [
    `### ${number}. ${title}${who}`,
    '',
    `| ${severity} | \`${code}\` |`,
    '|---|---|',
    `| at | ${span(host)} |`,
    `| expected | ${span(expected)} |`,
    `| found | ${span(found)} |`,
    '',
    `${escaped(meaning)} **${escaped(remedy)}**`,
    '',
    ...(steps.length === 0 ? [] : ['```', ...steps.map((step) => step.replaceAll('```', "'''")), '```', '']),
    ...folded.map(
      ({ title: consequence, host: at, found: what }) => `- then: ${consequence} at ${span(at)}: ${span(what)}`,
    ),
    ...(folded.length === 0 ? [] : ['']),
  ];
}

function span(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

function escaped(text: string): string {
  return text.replace(/[<>|*_[\]]/g, (character) => `\\${character}`);
}
