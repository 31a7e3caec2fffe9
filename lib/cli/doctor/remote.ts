import { inParallel } from '../../adapters/timing/in-parallel';
import { type CheckView, checkSchema } from '../../contract/api/check-schemas';
import type { TenantView } from '../../contract/api/schemas';
import type { DomainReport } from '../../core/doctor/report';
import { didYouMean } from '../../core/near-match';
import { describeProblem, type Problem, problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { type Api, findApi } from '../api';
import { listAllTenants } from '../api-tenants';
import type { Context } from '../context';
import { callFor } from '../server-api';
import { exitCodeOfReports, present } from './present';

/** What of the doctor's options the backend's looks have, too. */
export interface RemoteOptions {
  readonly all?: true;
  readonly target?: string;
  readonly json?: true;
  readonly markdown?: true;
  readonly details?: true;
}

/** A domain, or a server's fallback, to be looked at. */
interface RemoteSubject {
  readonly tenant: string;
  readonly body: { readonly domain: string } | { readonly server: string };
}

/** Looks at the same time: the backend's functions are few. */
const PARALLEL = 4;

/** Lets the backend look at domains and fallbacks, keeps the result there, and prints it as the doctor does. */
export async function runRemoteDoctor(
  { terminal, projectDirectory, exit }: Context,
  words: readonly string[],
  options: RemoteOptions,
): Promise<void> {
  const refuse = (problems: readonly Problem[], code: 1 | 2 | 64) => {
    for (const each of problems) terminal.note(describeProblem(each));
    exit(code);
  };
  const api = await findApi(projectDirectory, options.target);
  if (!api.ok) return refuse(api.problems, api.exitCode);
  const tenants = await listAllTenants(api.value.call);
  if (!tenants.ok) return refuse([tenants.problem], 2);
  const subjects = gather(words, options, tenants.value);
  if (!subjects.ok) return refuse([subjects.problem], 64);
  const domains = await inParallel(subjects.value, PARALLEL, (subject) => settings(api.value, subject));
  present(terminal, { version: 1, target: 'remote', domains }, options);
  exit(exitCodeOfReports(domains));
}

function gather(
  words: readonly string[],
  { all }: RemoteOptions,
  tenants: readonly TenantView[],
): Result<readonly RemoteSubject[]> {
  const active = tenants.filter(({ state }) => state === 'active');
  const subjects = all ? active.flatMap(subjectsOf) : [];
  for (const word of words) {
    const found = subjectsFor(word.trim().toLowerCase(), active);
    if (!found.ok) return found;
    subjects.push(...found.value);
  }
  if (subjects.length > 0) return ok(subjects);
  const message = 'Cannot look at nothing; expected a domain, a tenant, tenant/server or --all';
  return failed(problem('cli.usage', message));
}

function subjectsFor(word: string, tenants: readonly TenantView[]): Result<RemoteSubject[]> {
  const tenant = tenants.find(({ id }) => id === word);
  if (tenant) return ok(subjectsOf(tenant));
  const every = tenants.flatMap(subjectsOf);
  // Of an identifier the domain alone is of interest: nobody's own is sent.
  const name = word.slice(word.lastIndexOf('@') + 1);
  const found = every.find((subject) => nameOf(subject) === name);
  if (found) return ok([found]);
  const near = didYouMean(name, [...tenants.map(({ id }) => id), ...every.map(nameOf)]);
  const message = `Cannot let the backend look at "${name}": no tenant of the API has it; expected one that was deployed${near}`;
  return failed(problem('tenant.not-found', message));
}

function subjectsOf({ id: tenant, domains, servers }: TenantView): RemoteSubject[] {
  return [
    ...domains.map(({ name: domain }) => ({ tenant, body: { domain } })),
    ...servers.map((server) => ({ tenant, body: { server } })),
  ];
}

function nameOf({ tenant, body }: RemoteSubject): string {
  return 'domain' in body ? body.domain : `${tenant}/${body.server}`;
}

async function settings(api: Api, subject: RemoteSubject): Promise<DomainReport> {
  const path = `/v1/tenants/${subject.tenant}/checks`;
  const check = await callFor(api, { method: 'POST', path, body: subject.body }, checkSchema, 'the check');
  if (check.ok) return reportOf(subject, check.value);
  return unseen(subject, now(), describeProblem(check.problem));
}

/** The check in the doctor's words. What the last look could not see is unknown, whatever was seen before. */
function reportOf(subject: RemoteSubject, { status, blind }: CheckView): DomainReport {
  if (status && !blind) {
    const { word: rollUp, checkedAt, sentence, devices, findings, unchecked } = status;
    return { ...about(subject), rollUp, checkedAt, sentence, devices, findings, unchecked };
  }
  const { message: why = 'nothing was seen yet', since: checkedAt = now() } = blind ?? {};
  const last = status ? ` At the last look that saw something it was ${status.word} (${status.checkedAt}).` : '';
  return unseen(subject, checkedAt, why, last);
}

function unseen(subject: RemoteSubject, checkedAt: string, why: string, last = ''): DomainReport {
  return {
    ...about(subject),
    rollUp: 'unknown',
    checkedAt,
    sentence: `Could not be checked.${last}`,
    devices: [],
    findings: [],
    unchecked: [{ what: 'the look', why }],
  };
}

function about(subject: RemoteSubject): { readonly domain: string; readonly tenant: string } {
  return { domain: nameOf(subject), tenant: subject.tenant };
}

function now(): string {
  return new Date().toISOString();
}
