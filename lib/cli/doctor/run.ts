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
import { describeProblem, problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import type { Fleet } from '../../core/tenants/fleet';
import { type Attempt, type Output, refusal } from '../action';
import type { Context } from '../context';
import { findNetwork, isNetworkName } from '../target';
import { type ObservationSettings, observeSubjects, reportFacts } from './observe';
import { presentReport } from './present';
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

/** Observes or reads a recording, diagnoses, and presents the report. */
export async function runDoctor(
  context: Context,
  words: readonly string[],
  options: DoctorOptions,
): Promise<Attempt<Output>> {
  const { terminal, projectDirectory } = context;
  const { target } = options;
  if (target !== undefined && !isNetworkName(target)) {
    const message = `Cannot use the target "${target}"; expected "local" or "internet"`;
    return refusal({ problem: problem('cli.usage', message) }, 64);
  }
  if (options.replay !== undefined) {
    const recording = readRecording(options.replay);
    if (!recording.ok) return refusal(recording, 64);
    const domains = await Promise.all(recording.value.map(reportFacts));
    return presentReport(terminal, { version: 1, target: 'recording', domains }, options);
  }
  const environment = options.environment === undefined ? ok(undefined) : readEnvironment(options.environment);
  if (!environment.ok) return refusal(environment, 64);
  const network = environment.value ? ok(internet) : findNetwork(projectDirectory, target);
  if (!network.ok) return refusal(network, 2);
  const subjects = await gatherSubjects(context, words, options);
  if (!subjects.ok) return refusal(subjects, 64);
  const observations = await observeAll(context, subjects.value, options, network.value, environment.value);
  const facts = observations.flatMap(({ recorded }) => recorded ?? []);
  const unwritten = options.record === undefined ? undefined : writeRecording(options.record, facts);
  if (unwritten) return refusal({ problem: unwritten }, 2);
  const domains = observations.map(({ report }) => report);
  const from = environment.value ? 'environment' : network.value.name;
  return presentReport(terminal, { version: 1, target: from, domains }, options);
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
  return failed(problem('cli.usage', `Cannot check: no subject was given; expected ${wanted}`));
}

/** The doctor also works outside of a project; it knows no tenants there. */
async function readFleet(
  { terminal, projectDirectory }: Context,
  { all }: DoctorOptions,
): Promise<Result<Fleet | undefined>> {
  if (!existsSync(join(projectDirectory, CONFIG_FILE))) return ok(undefined);
  const fleet = await loadFleet(projectDirectory);
  if (fleet.ok) return ok(fleet.value);
  const [first] = fleet.problems;
  if (all && first) return failed(first);
  terminal.note(`Ignoring the tenants: ${first ? describeProblem(first) : 'they cannot be read'}`);
  return ok(undefined);
}

interface ObservedDomain {
  readonly report: DomainReport;
  /** The facts, with --record. */
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
