import type { Answer, Policy } from '../../discovery/policy';
import { describeProblem, type Problem } from '../../problems';
import { draftTenants, type Examined, heldTenants } from './drafts';
import type { Recognised } from './recognise';
import type { SkippedRow } from './rows';

/** The result of an import. Version 1 of the contract that `--json` prints. */
export interface ImportReport {
  readonly examined: readonly Examined[];
  readonly skipped: readonly SkippedRow[];
  /** Domains that an earlier import has written. */
  readonly present: readonly string[];
  /** The number of domains that were not checked because the import was stopped. */
  readonly left: number;
  /** Files, from the project's folder. */
  readonly written: readonly string[];
  readonly problems: readonly Problem[];
  /** What to add by hand to existing files. */
  readonly additions: readonly Addition[];
}

/** Lines for `domains` of a tenant's file. */
export interface Addition {
  readonly file: string;
  readonly lines: readonly string[];
}

/** The report as lines for a person: the domains, what was left out and why, and what to do next. */
export function formatImport(report: ImportReport, dryRun: boolean): readonly string[] {
  const { examined, skipped, present, left, written, problems, additions } = report;
  const known = draftTenants(examined).flatMap(({ domains }) => domains).length;
  return [
    ...examined.map(({ row, recognised }) => `${row.domain}: ${describeRecognised(recognised)}`),
    ...section(
      'Left out',
      skipped.map(({ line, reason }) => `line ${line}: ${reason}`),
    ),
    ...section(
      'Not written yet, since a tenant is written only when all of its domains are known. Fix these domains or remove their rows, and run the import again',
      heldTenants(examined).map(
        ({ id, rows }) => `${id}: ${rows.map(({ domain, line }) => `${domain} (line ${line})`).join(', ')}`,
      ),
    ),
    ...section('Not written', problems.map(describeProblem)),
    ...additions.flatMap(({ file, lines }) =>
      section(`If it is the same customer, add to the domains in ${file}`, lines),
    ),
    ...section('Hosts that are not in clusters.ts', strangers(examined)),
    '',
    ...countKinds(examined),
    ...(present.length > 0 ? [`${present.length} domains were imported before.`] : []),
    ...(left > 0 ? [`Stopped: ${left} domains were not checked. Run the import again; it continues from there.`] : []),
    dryRun ? `${known} domains can be imported. Nothing was written.` : `${written.length} files written to tenants/.`,
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}

function describeRecognised(recognised: Recognised): string {
  switch (recognised.kind) {
    case 'works':
      return describeAnswers(recognised.policy);
    case 'broken': {
      const intended = recognised.policy ? `; intended: ${describeAnswers(recognised.policy)}` : '';
      return `broken: ${recognised.title} [${recognised.code}]${intended}`;
    }
    case 'unknown-cluster':
      return `devices are sent to ${recognised.hosts.map((host) => describeHost(host, recognised.differences)).join(', ')}`;
    case 'nothing':
      return `nothing is set up (${recognised.title})`;
    case 'could-not-check':
      return `could not check: ${recognised.reason}`;
  }
}

function describeHost(host: string, differences: Readonly<Record<string, string>> = {}): string {
  const difference = differences[host];
  return difference === undefined ? host : `${host} ${difference}`;
}

function describeAnswers({ rules, otherwise }: Policy): string {
  if (rules.length === 0) return describeAnswer(otherwise);
  const parts = rules.map(({ when, answer }) => `${when.families?.join(', ') ?? ''} ${describeAnswer(answer)}`);
  return [...parts, `others ${describeAnswer(otherwise)}`].join(' · ');
}

function describeAnswer(answer: Answer): string {
  switch (answer.kind) {
    case 'redirect':
      return `→ ${answer.cluster}${answer.path === undefined ? '' : ` ${answer.path}`}`;
    case 'serve':
      return `mdm-${answer.enrollment} at ${answer.cluster} ${answer.path}`;
    case 'refuse':
      return 'refused';
    case 'absent':
      return '404';
  }
}

/** Hosts by the number of domains that lead to them: the first ones to add to clusters.ts. */
function strangers(examined: readonly Examined[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { recognised } of examined)
    if (recognised.kind === 'unknown-cluster')
      for (const host of recognised.hosts.filter((each) => recognised.differences?.[each] === undefined))
        counts.set(host, (counts.get(host) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(
      ([host, count]) =>
        `${host}: ${count} ${count === 1 ? 'domain' : 'domains'}. If it is your MDM, add: <name>: { url: 'https://${host}' }`,
    );
}

const KINDS: readonly (readonly [Recognised['kind'], string])[] = [
  ['works', 'work'],
  ['broken', 'are broken'],
  ['unknown-cluster', 'lead to a host that is not in clusters.ts'],
  ['nothing', 'have nothing set up'],
  ['could-not-check', 'could not be checked'],
];

function countKinds(examined: readonly Examined[]): readonly string[] {
  return KINDS.flatMap(([kind, words]) => {
    const count = examined.filter(({ recognised }) => recognised.kind === kind).length;
    return count === 0 ? [] : [`${count} of ${examined.length} ${words}.`];
  });
}
