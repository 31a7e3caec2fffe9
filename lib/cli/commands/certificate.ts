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
import { describeProblem, type Problem } from '../../core/problems';
import { ok, type Result } from '../../core/result';
import type { Fleet } from '../../core/tenants/fleet';
import { writeCertificate } from '../certificate-file';
import type { Context, ExitCode } from '../context';
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

/** `signpost certificate`: certificates for domains whose DNS is somebody else's. */
export function certificateCommand(context: Context): Command {
  const certificate = new Command('certificate').summary('certificates for domains with DNS elsewhere');
  certificate.addCommand(
    withOptions(new Command('request'), context, true)
      .summary('request a certificate, outside of any stack')
      .description(
        'Requests a certificate in us-east-1, or goes on with the one that is there, and prints the CNAME record that\n' +
          'the customer adds. A stack would wait for that record for up to 72 hours.',
      ),
  );
  certificate.addCommand(
    withOptions(new Command('status'), context, false)
      .summary('show where a certificate stands')
      .description('Shows where the certificate stands, since when, and what is wrong with the record in DNS.'),
  );
  return certificate;
}

function withOptions(command: Command, context: Context, request: boolean): Command {
  return command
    .argument('<domain>', 'the domain')
    .option('--watch', 'go on until it is issued or lost')
    .option('--every <seconds>', 'how often to look with --watch', parseSeconds, 30)
    .option('--write', "once issued, put its ARN into the tenant's file")
    .option('--json', 'print one JSON document')
    .addOption(resolverOption())
    .addOption(targetOption())
    .action((domain: string, options: Options) => run(context, domain, options, request));
}

async function run(context: Context, domainText: string, options: Options, request: boolean): Promise<void> {
  const session = await openSession(context, domainText, options, request);
  if (!session) return;
  if (!options.json) context.terminal.print(describeTarget(session.access.network));
  const stop = (problem: Problem) => end(context, [problem], 2);

  const found = await findOrRequest(session, request);
  if (!found.ok) return stop(found.problem);
  const best = bestCertificate(found.value);
  const report = await observeReport(session, best ? [best] : []);
  show(session, report);
  const last = options.watch && report.state === 'pending' && best ? await watch(session, best.arn) : ok(report);
  if (!last.ok) return stop(last.problem);
  await conclude(session, last.value);
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
): Promise<Session | undefined> {
  const domain = parseDomainName(domainText);
  if (!domain.ok) return end(context, [domain.problem], 64);
  const fleet = await loadFleet(context.projectDirectory);
  if (!fleet.ok) return end(context, fleet.problems, 1);
  const notNeeded = request ? certificateNotNeeded(fleet.value, domain.value) : undefined;
  if (notNeeded) return end(context, [notNeeded], 1);
  const access = findOnboardingAccess(context.projectDirectory, options);
  if (!access.ok) return end(context, [access.problem], 2);
  const aws = createAws();
  const caller = await identifyCallerOf(aws.sts, fleet.value.config.account);
  if (!caller.ok) return end(context, [caller.problem], 2);
  return { context, options, domain: domain.value, fleet: fleet.value, aws, access: access.value };
}

function end({ terminal, exit }: Context, problems: readonly Problem[], code: ExitCode): undefined {
  for (const each of problems) terminal.note(describeProblem(each));
  exit(code);
}

/** How often ACM is asked for the record of a new request, a second apart. */
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
  context.terminal.note('Requested. Waiting for the record …');
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

/** Looks again and again until it is issued, lost, or the person stops; prints what has changed. */
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

function show({ context: { terminal }, options }: Session, report: CertificateReport): void {
  if (options.json) return;
  terminal.print('');
  for (const line of formatCertificateReport(report)) terminal.print(line);
}

async function conclude({ context, options, fleet, domain }: Session, report: CertificateReport): Promise<void> {
  if (options.json) context.terminal.print(JSON.stringify({ version: 1, ...report }, null, 2));
  if (options.write && report.state === 'issued' && report.arn !== undefined) {
    const written = await writeCertificate(context.projectDirectory, fleet, domain, report.arn);
    if (!written.ok) return end(context, [written.problem], 1);
    context.terminal.note(`Written to ${written.value}.`);
  }
  context.exit(report.settled ? 0 : 1);
}
