import type { DoctorReport, DomainReport } from '../../core/doctor/report';
import { problem } from '../../core/problems';
import { type Attempt, done, type Output, refusal } from '../action';
import type { ExitCode, Terminal } from '../context';
import { formatDomain, formatSummary } from './human';
import { formatMarkdown } from './markdown';
import { styleOf } from './style';

interface Form {
  readonly json?: true;
  readonly markdown?: true;
  readonly details?: true;
}

/** A report in the wanted form. */
export function presentReport(terminal: Terminal, report: DoctorReport, form: Form): Attempt<Output> {
  // Where no domain could be checked, one line says all there is to say.
  const blind = report.domains.every(({ rollUp }) => rollUp === 'unknown');
  if (blind && !form.json && !form.markdown) return refusal({ problem: offline(report) }, 2);
  return done({
    document: report,
    lines: linesOf(terminal, report, form),
    exitCode: exitCodeOfReports(report.domains),
  });
}

/** 1 where something must be fixed, otherwise 2 where something could not be checked. */
function exitCodeOfReports(reports: readonly DomainReport[]): ExitCode {
  const errors = reports.some(
    ({ rollUp, findings }) => rollUp !== 'unknown' && findings.some(({ severity }) => severity === 'error'),
  );
  if (errors) return 1;
  return reports.some(({ rollUp }) => rollUp === 'unknown') ? 2 : 0;
}

function linesOf(terminal: Terminal, report: DoctorReport, { markdown, details }: Form): readonly string[] {
  const { domains, target } = report;
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
  environment: 'the environment of the given file',
  remote: 'the backend',
};

function howToSeeMore({ target, domains }: DoctorReport): readonly string[] {
  const remote = target === 'remote' ? '--remote ' : '';
  const worst = domains.find(({ rollUp }) => rollUp !== 'serving');
  return worst ? ['', `In full: --details, or  npx signpost doctor ${remote}${worst.domain}`] : [];
}

function offline({ target, domains }: DoctorReport) {
  const wanted = target === 'remote' ? 'a backend that can check it' : 'a connection to the internet';
  const reason = domains[0]?.unchecked[0];
  const found = reason ? `${reason.what}: ${reason.why}` : 'nothing is reachable';
  return problem('doctor.offline', `Cannot check ${domains[0]?.domain ?? 'the domains'}: ${found}; expected ${wanted}`);
}
