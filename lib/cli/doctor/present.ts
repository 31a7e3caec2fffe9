import type { DoctorReport, DomainReport } from '../../core/doctor/report';
import { describeProblem, problem } from '../../core/problems';
import type { ExitCode, Terminal } from '../context';
import { formatDomain, formatSummary } from './human';
import { formatMarkdown } from './markdown';
import { styleOf } from './style';

interface Form {
  readonly json?: true;
  readonly markdown?: true;
  readonly details?: true;
}

/** Prints a report in the form that was asked for. */
export function present(terminal: Terminal, report: DoctorReport, form: Form): void {
  // One line is all there is to say when nothing could be asked.
  const blind = report.domains.every(({ rollUp }) => rollUp === 'unknown');
  if (blind && !form.json && !form.markdown) {
    terminal.note(describeProblem(offline(report)));
    return;
  }
  for (const line of lines(terminal, report, form)) terminal.print(line);
}

/** How a command ends that shows these: with 1 where something must be mended, 2 where something could not be checked. */
export function exitCodeOfReports(reports: readonly DomainReport[]): ExitCode {
  const errors = reports.some(
    ({ rollUp, findings }) => rollUp !== 'unknown' && findings.some(({ severity }) => severity === 'error'),
  );
  if (errors) return 1;
  return reports.some(({ rollUp }) => rollUp === 'unknown') ? 2 : 0;
}

function lines(terminal: Terminal, report: DoctorReport, { json, markdown, details }: Form): readonly string[] {
  const { domains, target } = report;
  if (json) return [JSON.stringify(report, null, 2)];
  if (markdown) return domains.flatMap(formatMarkdown);
  const style = styleOf(terminal);
  const inFull = domains.map((domain) => formatDomain(domain, style));
  const head = [`Target: ${TARGETS[target] ?? target}`, ''];
  if (domains.length === 1) return [...head, ...inFull.flat()];
  const rest = details ? inFull.flatMap((each) => ['', ...each]) : howToSeeMore(report);
  return [...head, ...formatSummary(domains, style), ...rest];
}

const TARGETS: Readonly<Record<string, string>> = {
  internet: 'the internet',
  local: 'the local cloud',
  recording: 'a recording',
  environment: 'the world of the given file',
  remote: 'as the backend sees it',
};

function howToSeeMore({ target, domains }: DoctorReport): readonly string[] {
  const remote = target === 'remote' ? '--remote ' : '';
  const worst = domains.find(({ rollUp }) => rollUp !== 'serving');
  return worst ? ['', `In full: --details, or  npx signpost doctor ${remote}${worst.domain}`] : [];
}

function offline({ target, domains }: DoctorReport) {
  const wanted = target === 'remote' ? 'a backend that can look' : 'a way to the internet';
  const reason = domains[0]?.unchecked[0];
  const found = reason ? `${reason.what}: ${reason.why}` : 'nothing is reachable';
  return problem(
    'doctor.offline',
    `Cannot look at ${domains[0]?.domain ?? 'the domains'}: ${found}; expected ${wanted}`,
  );
}
