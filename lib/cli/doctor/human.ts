import { type DomainReport, firstCause, type ReportedFinding } from '../../core/doctor/report';
import { formatTable } from '../table';
import { type Style, wrap } from './style';

const LABEL_WIDTH = 12;

/** One domain in full: the verdict, the findings in the order to fix them, and what could not be checked. */
export function formatDomain(report: DomainReport, style: Style): readonly string[] {
  const { domain, tenant, findings, unchecked } = report;
  const about = tenant === undefined ? domain : `${domain} (tenant ${tenant})`;
  return [
    `${style.bold(about)}  ${stateOf(report, style)}`,
    ...verdictLines(report, style),
    ...findings.flatMap((finding) => ['', ...formatFinding(finding, style)]),
    ...(unchecked.length === 0 ? [] : ['', ...formatUnchecked(unchecked, style)]),
  ];
}

/** Many domains, one line each: the state, and what to fix first. */
export function formatSummary(reports: readonly DomainReport[], style: Style): readonly string[] {
  const rows = reports.map((report) => {
    const cause = firstCause(report);
    return [
      report.domain,
      report.tenant ?? '–',
      STATES[report.rollUp].words,
      cause ? `${cause.title} [${cause.code}]` : '–',
    ];
  });
  const counts = Object.entries(STATES).flatMap(([rollUp, { words }]) => {
    const count = reports.filter((report) => report.rollUp === rollUp).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return [...formatTable(['DOMAIN', 'TENANT', 'STATE', 'FIRST CAUSE'], rows), '', style.bold(counts.join(' · '))];
}

const STATES = {
  serving: { mark: '✓', words: 'serving', colour: 'good' },
  'in-progress': { mark: '…', words: 'in progress', colour: 'doubtful' },
  stuck: { mark: '✗', words: 'stuck', colour: 'bad' },
  unknown: { mark: '?', words: 'could not be checked', colour: 'doubtful' },
} as const;

function stateOf({ rollUp }: DomainReport, style: Style): string {
  const { mark, words, colour } = STATES[rollUp];
  return style[colour](`${mark} ${words}`);
}

function verdictLines({ sentence }: DomainReport, { columns }: Style): readonly string[] {
  return sentence
    .split(' · ')
    .flatMap((part) => wrap(part, columns - 4).map((line, index) => (index === 0 ? `  ${line}` : `    ${line}`)));
}

const SEVERITY_STYLES = {
  error: { mark: '✗', colour: 'bad' },
  warning: { mark: '!', colour: 'doubtful' },
  note: { mark: 'i', colour: 'dim' },
} as const;

function formatFinding(finding: ReportedFinding, style: Style): readonly string[] {
  const { mark, colour } = SEVERITY_STYLES[finding.severity];
  const who = finding.devices.length === 0 ? '' : ` (${finding.devices.join(', ')})`;
  const head = `${style[colour](`${mark} ${finding.title}`)}${who}  ${style.dim(`[${finding.code}]`)}`;
  // A note describes a sound state: there is nothing to fix.
  if (finding.severity === 'note') return [head, ...labelled('found', `${finding.found}: ${finding.expected}`, style)];
  return [
    head,
    ...labelled('at', finding.host, style),
    ...labelled('expected', finding.expected, style),
    ...labelled('found', finding.found, style),
    ...labelled('means', finding.meaning, style),
    ...labelled('fix', finding.remedy, style),
    // Never wrapped, so that the lines can be copied.
    ...finding.steps.map((step) => `${' '.repeat(LABEL_WIDTH)}${style.bold(step)}`),
    ...labelled('source', finding.source, style),
    ...formatFolded(finding, style),
  ];
}

function formatFolded({ folded }: ReportedFinding, style: Style): readonly string[] {
  return folded.flatMap(({ title, host, found }, index) =>
    labelled(index === 0 ? 'then' : '', `${title} at ${host}: ${found}`, style),
  );
}

function labelled(label: string, text: string, style: Style): readonly string[] {
  return wrap(text, style.columns - LABEL_WIDTH).map((line, index) =>
    index === 0 ? `  ${style.dim(label.padEnd(LABEL_WIDTH - 2))}${line}` : `${' '.repeat(LABEL_WIDTH)}${line}`,
  );
}

function formatUnchecked(unchecked: DomainReport['unchecked'], style: Style): readonly string[] {
  const lines = unchecked.flatMap(({ what, why }) =>
    wrap(`${what}: ${why}`, style.columns - 4).map((line, index) => (index === 0 ? `  ? ${line}` : `    ${line}`)),
  );
  return [style.dim('Not checked:'), ...lines.map((line) => style.dim(line))];
}
