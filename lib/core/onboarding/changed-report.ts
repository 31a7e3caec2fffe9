import { type AnswerChange, DEVICE_COUNT, type Difference } from './changed';

/** The changes as lines for a person. */
export function formatChanges(changes: readonly AnswerChange[]): readonly string[] {
  if (changes.length === 0) return ['No device would get another answer.'];
  return [
    ...changes.flatMap((change) => [
      `${placeOf(change)} (${change.tenant}): ${change.kind}`,
      ...change.differences.map((difference) => `  ${whoOf(difference)}: ${difference.from} becomes ${difference.to}`),
      '',
    ]),
    summaryOf(changes),
  ];
}

/** The changes as Markdown for a pull request. */
export function renderChangesMarkdown(changes: readonly AnswerChange[], since: string): string {
  const heading = `### Devices answered differently since \`${since.replaceAll('`', '')}\``;
  if (changes.length === 0) return `${heading}\n\nNone.\n`;
  const rows = changes.flatMap((change) =>
    change.differences.map((difference) =>
      row([change.tenant, `${placeOf(change)} (${change.kind})`, whoOf(difference), difference.from, difference.to]),
    ),
  );
  return [
    heading,
    '',
    row(['Tenant', 'Where', 'Who', 'Before', 'After']),
    row(['---', '---', '---', '---', '---']),
    ...rows,
    '',
    summaryOf(changes),
    '',
  ].join('\n');
}

function placeOf({ where }: AnswerChange): string {
  return where.kind === 'domain' ? where.name : `by Apple to server ${where.name}`;
}

function whoOf({ devices, percent }: Difference): string {
  const who = devices.length === DEVICE_COUNT ? 'all devices' : devices.join(', ');
  return percent === 100 ? who : `${percent} % of the users of ${who}`;
}

function summaryOf(changes: readonly AnswerChange[]): string {
  const tenants = new Set(changes.map(({ tenant }) => tenant)).size;
  return `${changes.length} ${changes.length === 1 ? 'place' : 'places'} of ${tenants} ${tenants === 1 ? 'tenant' : 'tenants'}.`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/[|\\<>]/g, '\\$&').replace(/\s+/g, ' ')).join(' | ')} |`;
}
