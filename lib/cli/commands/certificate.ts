import { Command } from 'commander';
import { describeCertificate, findCertificates, requestCertificate } from '../../adapters/aws/acm';
import { type Aws, createAws } from '../../adapters/aws/clients';
import { identifyCallerOf } from '../../adapters/aws/sts';
import type { DnsServer } from '../../adapters/dns/resolver';
import { observeValidation, observeZoneName } from '../../adapters/observe/validation-records';
import { loadFleet } from '../../adapters/project/project-files';
import { type DomainName, parseDomainName } from '../../core/discovery/domain-name';
import { bestCertificate, certificateNotNeeded } from '../../core/onboarding/certificate';
import {
  type CertificateReport,
  formatCertificateReport,
  reportCertificate,
} from '../../core/onboarding/certificate-report';
import type { AcmCertificateFacts } from '../../core/onboarding/facts';
import { describeProblem } from '../../core/problems';
import { ok, type Result } from '../../core/result';
import type { Fleet } from '../../core/tenants/fleet';
import { type Attempt, done, type Output, type Runner, refusal } from '../action';
import { writeCertificate } from '../certificate-file';
import type { Context } from '../context';
import { findOnboardingAccess, type OnboardingAccess, resolverOption } from '../onboarding-access';
import { parseSeconds, pause } from '../pause';
import { describeTarget, targetOption } from '../target';

interface Options {
  readonly watch?: true;
  readonly every: number;
  readonly write?: true;
  readonly json?: true;
  readonly target?: string;
  readonly resolver?: DnsServer;
}

/** What one run works with. */
interface Session {
  readonly context: Context;
  readonly options: Options;
  readonly domain: DomainName;
  readonly fleet: Fleet;
  readonly aws: Aws;
  readonly access: OnboardingAccess;
}

/** `signpost certificate`: certificates for domains whose DNS is not in Route 53. */
export function certificateCommand(run: Runner): Command {
  const certificate = new Command('certificate')
    .summary('request and follow the certificate of a domain with external DNS')
    .description('Requests and follows the certificate of a domain whose DNS is not in Route 53.');
  certificate.addCommand(
    withOptions(new Command('request'))
      .summary('request a certificate outside of any stack')
      .description(
        'Requests a certificate in us-east-1, or continues with an existing one, and prints the CNAME record that the ' +
          'customer adds. A stack would wait for that record for up to 72 hours.',
      )
      .action(run((context, domain: string, options: Options) => handle(context, domain, options, true))),
  );
  certificate.addCommand(
    withOptions(new Command('status'))
      .summary('show the status of a certificate')
      .description('Shows the status of the certificate, since when, and what is wrong with its record in DNS.')
      .action(run((context, domain: string, options: Options) => handle(context, domain, options, false))),
  );
  return certificate;
}

function withOptions(command: Command): Command {
  return command
    .argument('<domain>', 'the domain')
    .option('--watch', 'wait until the certificate is issued or has failed')
    .option('--every <seconds>', 'time between two checks with --watch', parseSeconds(3600), 30)
    .option('--write', "write the ARN of an issued certificate into the tenant's file")
    .option('--json', 'print one JSON document')
    .addOption(resolverOption())
    .addOption(targetOption());
}

async function handle(context: Context, domain: string, options: Options, request: boolean): Promise<Attempt<Output>> {
  const opened = await openSession(context, domain, options, request);
  if (!opened.ok) return opened;
  const session = opened.value;
  if (!options.json) context.terminal.print(describeTarget(session.access.network));
  const found = await findOrRequest(session, request);
  if (!found.ok) return refusal(found, 2);
  const best = bestCertificate(found.value);
  const report = await observeReport(session, best ? [best] : []);
  show(session, report);
  const last = options.watch && report.state === 'pending' && best ? await watch(session, best.arn) : ok(report);
  return last.ok ? conclude(session, last.value) : refusal(last, 2);
}

async function findOrRequest(session: Session, request: boolean): Promise<Result<readonly AcmCertificateFacts[]>> {
  const found = await findCertificates(session.aws.acm, session.domain);
  if (!found.ok || !request) return found;
  if (found.value.some(({ state }) => state === 'issued' || state === 'pending')) return found;
  const lost = found.value.map(({ arn }) => arn);
  const requested = await requestAndWait(session, lost);
  return requested.ok ? ok([requested.value]) : requested;
}

async function openSession(
  context: Context,
  domainText: string,
  options: Options,
  request: boolean,
): Promise<Attempt<Session>> {
  const domain = parseDomainName(domainText);
  if (!domain.ok) return refusal(domain, 64);
  const fleet = await loadFleet(context.projectDirectory);
  if (!fleet.ok) return refusal(fleet, 1);
  const notNeeded = request ? certificateNotNeeded(fleet.value, domain.value) : undefined;
  if (notNeeded) return refusal({ problem: notNeeded }, 1);
  const access = findOnboardingAccess(context.projectDirectory, options);
  if (!access.ok) return refusal(access, 2);
  const aws = createAws();
  const caller = await identifyCallerOf(aws.sts, fleet.value.config.account);
  if (!caller.ok) return refusal(caller, 2);
  return done({ context, options, domain: domain.value, fleet: fleet.value, aws, access: access.value });
}

/** Attempts to read the record of a new request from ACM, a second apart. */
const RECORD_TRIES = 30;

async function requestAndWait(
  { aws, domain, fleet, context, options }: Session,
  lost: readonly string[],
): Promise<Result<AcmCertificateFacts>> {
  const tenant = fleet.tenants.find(({ domains }) => domains.some(({ name }) => name === domain));
  const { stage, tags } = fleet.config;
  const allTags = { ...tags, stage, ...(tenant ? { tenant: tenant.id } : {}) };
  const arn = await requestCertificate(aws.acm, domain, allTags, lost);
  if (!arn.ok) return arn;
  context.terminal.note('Requested the certificate. Waiting for its record …');
  for (let tries = 1; ; tries += 1) {
    const certificate = await describeCertificate(aws.acm, arn.value);
    if (!certificate.ok || certificate.value.records.length > 0 || tries === RECORD_TRIES) return certificate;
    await pause(Math.min(1, options.every), context.stopped);
  }
}

async function observeReport(
  { access, domain }: Session,
  certificates: readonly AcmCertificateFacts[],
): Promise<CertificateReport> {
  const zone = await observeZoneName(access.resolver, domain);
  const lookups = await observeValidation(access.resolver, bestCertificate(certificates)?.records ?? [], zone);
  return reportCertificate({ domain, zone, certificates, lookups, now: access.now() });
}

/** Checks repeatedly until the certificate is issued or has failed, or Ctrl-C is pressed; prints each change. */
async function watch(session: Session, arn: string): Promise<Result<CertificateReport>> {
  const { context, options, aws } = session;
  let stopped = false;
  void context.stopped.then(() => {
    stopped = true;
  });
  let shown = '';
  for (;;) {
    const certificate = await describeCertificate(aws.acm, arn);
    if (!certificate.ok) return certificate;
    const report = await observeReport(session, [certificate.value]);
    const state = JSON.stringify([report.state, report.records]);
    if (shown !== '' && state !== shown) show(session, report);
    shown = state;
    if (report.state !== 'pending' || stopped) return ok(report);
    await pause(options.every, context.stopped);
  }
}

/** Shown at once, as watching takes its time; with --json the document at the end is all. */
function show({ context: { terminal }, options }: Session, report: CertificateReport): void {
  if (options.json) return;
  terminal.print('');
  for (const line of formatCertificateReport(report)) terminal.print(line);
}

async function conclude(
  { context, options, fleet, domain }: Session,
  report: CertificateReport,
): Promise<Attempt<Output>> {
  const output = { document: { version: 1, ...report }, lines: [] };
  const exitCode = report.settled ? 0 : 1;
  if (!options.write || report.state !== 'issued' || report.arn === undefined) return done({ ...output, exitCode });
  const written = await writeCertificate(context.projectDirectory, fleet, domain, report.arn);
  if (!written.ok) return done({ ...output, notes: [describeProblem(written.problem)], exitCode: 1 });
  return done({ ...output, notes: [`Written to ${written.value}.`], exitCode });
}
