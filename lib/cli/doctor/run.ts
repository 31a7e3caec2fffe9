import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DnsServer } from '../../adapters/dns/resolver';
import {
  type EnvironmentFile,
  readEnvironment,
  readList,
  readRecording,
  writeRecording,
} from '../../adapters/files/doctor-files';
import { internet, type Network } from '../../adapters/http/network';
import { networkAccessOf } from '../../adapters/observe/open-network-access';
import { CONFIG_FILE, loadFleet } from '../../adapters/project/project-files';
import type { Facts } from '../../core/doctor/facts';
import type { DomainReport } from '../../core/doctor/report';
import { type DoctorSubject, everySubject, readSubjects } from '../../core/doctor/subject';
import { describeProblem, type Problem, problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import type { Fleet } from '../../core/tenants/fleet';
import type { Context, ExitCode } from '../context';
import { findNetwork, isNetworkName } from '../target';
import { type ObservationSettings, observeSubjects, reportFacts } from './observe';
import { exitCodeOfReports, present } from './present';
import { validationRecordFinder } from './validation';

export interface DoctorOptions {
  readonly all?: true;
  readonly list?: string;
  readonly target?: string;
  readonly resolver?: DnsServer;
  readonly expect?: readonly string[];
  readonly apple?: true;
  readonly post?: true;
  readonly allowPrivate?: true;
  readonly timeout: number;
  readonly json?: true;
  readonly markdown?: true;
  readonly details?: true;
  readonly record?: string;
  readonly replay?: string;
  readonly keepIdentifier?: true;
  readonly environment?: string;
}

/** Observes or reads a recording, diagnoses, and prints. */
export async function runDoctor(context: Context, words: readonly string[], options: DoctorOptions): Promise<void> {
  const refuse = (fault: Problem, code: ExitCode) => {
    context.terminal.note(describeProblem(fault));
    context.exit(code);
  };
  if (options.target !== undefined && !isNetworkName(options.target))
    return refuse(
      problem('cli.usage', `Cannot use the target "${options.target}"; expected "local" or "internet"`),
      64,
    );
  if (options.replay !== undefined) {
    const recording = readRecording(options.replay);
    if (!recording.ok) return refuse(recording.problem, 64);
    return conclude(context, await Promise.all(recording.value.map(reportFacts)), options, 'recording');
  }
  const environment = options.environment === undefined ? ok(undefined) : readEnvironment(options.environment);
  if (!environment.ok) return refuse(environment.problem, 64);
  const network =
    options.environment === undefined ? findNetwork(context.projectDirectory, options.target) : ok(internet);
  if (!network.ok) return refuse(network.problem, 2);
  const subjects = await gatherSubjects(context, words, options);
  if (!subjects.ok) return refuse(subjects.problem, 64);
  const observations = await observeAll(context, subjects.value, options, network.value, environment.value);
  const facts = observations.flatMap(({ recorded }) => recorded ?? []);
  const unwritten = options.record === undefined ? undefined : writeRecording(options.record, facts);
  if (unwritten) return refuse(unwritten, 2);
  const reports = observations.map(({ report }) => report);
  return conclude(context, reports, options, environment.value ? 'environment' : network.value.name);
}

async function gatherSubjects(
  context: Context,
  words: readonly string[],
  options: DoctorOptions,
): Promise<Result<readonly DoctorSubject[]>> {
  const fleet = await readFleet(context, options);
  if (!fleet.ok) return fleet;
  const listed = options.list === undefined ? ok([]) : readList(options.list);
  if (!listed.ok) return listed;
  const subjects: DoctorSubject[] = options.all && fleet.value ? [...everySubject(fleet.value)] : [];
  for (const word of [...words, ...listed.value]) {
    const read = readSubjects(word, fleet.value);
    if (!read.ok) return read;
    subjects.push(...read.value);
  }
  if (subjects.length > 0) return ok(subjects);
  const wanted = options.all ? 'a tenant in tenants/' : 'a domain, an identifier, a tenant, --all or --list';
  return failed(problem('cli.usage', `Cannot look at nothing; expected ${wanted}`));
}

/** Outside of a project the doctor works as well, and knows of no tenants. */
async function readFleet(
  { terminal, projectDirectory }: Context,
  { all }: DoctorOptions,
): Promise<Result<Fleet | undefined>> {
  if (!existsSync(join(projectDirectory, CONFIG_FILE))) return ok(undefined);
  const fleet = await loadFleet(projectDirectory);
  if (fleet.ok) return ok(fleet.value);
  const [first] = fleet.problems;
  if (all && first) return failed(first);
  terminal.note(`The tenants are left aside: ${first ? describeProblem(first) : 'they cannot be read'}`);
  return ok(undefined);
}

interface ObservedDomain {
  readonly report: DomainReport;
  /** The facts, where they are to be written down. */
  readonly recorded?: Facts;
}

async function observeAll(
  { terminal }: Context,
  subjects: readonly DoctorSubject[],
  options: DoctorOptions,
  network: Network,
  environment: EnvironmentFile | undefined,
): Promise<readonly ObservedDomain[]> {
  const { resolver, allowPrivate, timeout } = options;
  const access = networkAccessOf({
    network,
    resolver,
    environment,
    allowInternal: allowPrivate === true,
    timeoutMs: timeout * 1000,
  });
  const settings: ObservationSettings = {
    expectedHosts: options.expect,
    askApple: options.apple,
    postBaseUrl: options.post,
    keepIdentifier: options.keepIdentifier,
    validationRecords: environment ? undefined : validationRecordFinder(network.name !== internet.name),
    onDone: (done, domain) => {
      if (subjects.length > 1) terminal.note(`[${done}/${subjects.length}] ${domain}`);
    },
  };
  return observeSubjects(access, subjects, settings, async (facts) => ({
    report: await reportFacts(facts),
    ...(options.record === undefined ? {} : { recorded: facts }),
  }));
}

function conclude(context: Context, reports: readonly DomainReport[], options: DoctorOptions, target: string): void {
  present(context.terminal, { version: 1, target, domains: reports }, options);
  context.exit(exitCodeOfReports(reports));
}
