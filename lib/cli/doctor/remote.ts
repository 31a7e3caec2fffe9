import { inParallel } from '../../adapters/timing/in-parallel';
import { type CheckView, checkSchema } from '../../contract/api/check-schemas';
import type { TenantView } from '../../contract/api/schemas';
import type { DomainReport } from '../../core/doctor/report';
import { didYouMean } from '../../core/near-match';
import { describeProblem, problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { type Attempt, type Output, refusal } from '../action';
import { type Api, type ApiOptions, callFor, findApi } from '../api';
import { listAllTenants } from '../api-lists';
import type { Context } from '../context';
import { presentReport } from './present';

/** The options of the doctor that also apply to the backend's checks. */
export interface RemoteOptions extends ApiOptions {
  readonly all?: true;
  readonly markdown?: true;
  readonly details?: true;
}

/** A domain, or a server's fallback, to check. */
interface RemoteSubject {
  readonly tenant: string;
  readonly body: { readonly domain: string } | { readonly server: string };
}

/** Checks at the same time: the backend runs few functions at once. */
const PARALLEL = 4;

/** Lets the backend check domains and fallbacks, which keeps the results, and presents them as the doctor does. */
export async function runRemoteDoctor(
  { terminal, projectDirectory }: Context,
  words: readonly string[],
  options: RemoteOptions,
): Promise<Attempt<Output>> {
  const api = await findApi(projectDirectory, options.target);
  if (!api.ok) return api;
  const tenants = await listAllTenants(api.value.call);
  if (!tenants.ok) return refusal(tenants, 2);
  const subjects = gather(words, options, tenants.value);
  if (!subjects.ok) return refusal(subjects, 64);
  const domains = await inParallel(subjects.value, PARALLEL, (subject) => check(api.value, subject));
  return presentReport(terminal, { version: 1, target: 'remote', domains }, options);
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
  const message = 'Cannot check: no subject was given; expected a domain, a tenant, <tenant>/<server> or --all';
  return failed(problem('cli.usage', message));
}

function subjectsFor(word: string, tenants: readonly TenantView[]): Result<RemoteSubject[]> {
  const tenant = tenants.find(({ id }) => id === word);
  if (tenant) return ok(subjectsOf(tenant));
  const every = tenants.flatMap(subjectsOf);
  // Only the domain of an identifier counts: the backend sends no identifier of a user.
  const name = word.slice(word.lastIndexOf('@') + 1);
  const found = every.find((subject) => nameOf(subject) === name);
  if (found) return ok([found]);
  const near = didYouMean(name, [...tenants.map(({ id }) => id), ...every.map(nameOf)]);
  const message = `Cannot check "${name}" from the backend: no tenant of the API has it; expected a deployed domain, tenant or <tenant>/<server>${near}`;
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

async function check({ call }: Api, subject: RemoteSubject): Promise<DomainReport> {
  const path = `/v1/tenants/${subject.tenant}/checks`;
  const checked = await callFor(call, { method: 'POST', path, body: subject.body }, checkSchema, 'the check');
  if (checked.ok) return reportOf(subject, checked.value);
  return unseen(subject, now(), describeProblem(checked.problem));
}

/** The check as a report of the doctor. What the last check could not observe is unknown, whatever an earlier one saw. */
function reportOf(subject: RemoteSubject, { status, blind }: CheckView): DomainReport {
  if (status && !blind) {
    const { word: rollUp, checkedAt, sentence, devices, findings, unchecked } = status;
    return { ...about(subject), rollUp, checkedAt, sentence, devices, findings, unchecked };
  }
  const { message: why = 'there is no result yet', since: checkedAt = now() } = blind ?? {};
  const last = status ? ` The last check with a result was ${status.word} (${status.checkedAt}).` : '';
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
    unchecked: [{ what: 'the check', why }],
  };
}

function about(subject: RemoteSubject): { readonly domain: string; readonly tenant: string } {
  return { domain: nameOf(subject), tenant: subject.tenant };
}

function now(): string {
  return new Date().toISOString();
}
