import type { z } from 'zod';
import { parseDomainName } from '../../lib/core/discovery/domain-name';
import { problem } from '../../lib/core/problems';
import { readSource } from '../../lib/core/tenants/source';
import { ID, parseTenantId } from '../../lib/core/tenants/tenant-id';
import { parseBody } from './body';
import { type ApiFault, type ApiOutcome, type Operation, refused, refusedRequest } from './operation';

/** The parts of a request that are checked without knowing who sent it. */
export interface RawRequest {
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly contentType?: string;
  readonly ifMatch?: string;
  readonly body: string;
}

export type Checked =
  | { readonly ok: true; readonly query: unknown; readonly body: unknown; readonly ifMatch?: string }
  | { readonly ok: false; readonly outcome: ApiOutcome };

/** Checks query, body and precondition against what the operation describes. */
export function checkRequest({ query, body, conditional }: Operation, raw: RawRequest): Checked {
  const checkedQuery = checkQuery(query, raw.query);
  if (!checkedQuery.ok) return checkedQuery;
  const checkedBody = body ? checkBody(body, raw) : { ok: true as const, value: undefined };
  if (!checkedBody.ok) return checkedBody;
  // "*" overwrites any version.
  const ifMatch = raw.ifMatch === '*' ? undefined : raw.ifMatch;
  if (conditional === 'always' && ifMatch === undefined) return { ok: false, outcome: refused(unseen()) };
  return { ok: true, query: checkedQuery.value, body: checkedBody.value, ...(conditional ? { ifMatch } : {}) };
}

type Part = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly outcome: ApiOutcome };

function checkQuery(schema: z.ZodType | undefined, query: RawRequest['query']): Part {
  if (schema) return check(schema, query, 'the query');
  const [name] = Object.keys(query);
  if (name === undefined) return { ok: true, value: undefined };
  return invalid([{ path: name, message: 'Cannot use a query here; expected none' }]);
}

function checkBody(schema: z.ZodType, { body, contentType }: RawRequest): Part {
  const parsed = parseBody(body, contentType);
  return parsed.ok ? check(schema, parsed.value, 'the body') : { ok: false, outcome: refused(parsed.problem) };
}

function check(schema: z.ZodType, value: unknown, where: string): Part {
  const { value: checked, problems } = readSource(schema, { file: where, value });
  if (problems.length === 0) return { ok: true, value: checked };
  return invalid(problems.map(({ message, where: place }) => ({ path: pathIn(place?.path, where), message })));
}

/** `readSource` speaks of files, whose root is their default export. */
function pathIn(path: string | undefined, where: string): string {
  return path === undefined || path === 'the default export' ? where : path;
}

function invalid(errors: readonly ApiFault[]): Part {
  return { ok: false, outcome: refusedRequest(errors) };
}

function unseen() {
  return problem(
    'api.precondition-required',
    'Cannot change this: the request has no If-Match header; expected the ETag of what you read',
  );
}

/** How each parameter of a path is read: in its one spelling, or nothing where no such name is possible. */
const READERS: Readonly<Record<string, (text: string) => string | undefined>> = {
  tenant: parseTenantId,
  domain: (text) => {
    const parsed = parseDomainName(text);
    return parsed.ok ? parsed.value : undefined;
  },
  server: (text) => (ID.test(text) ? text : undefined),
};

/** The parameters of a path, each a valid part of a table key; nothing where one of them is not. */
export function readPathParams(raw: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  const params: Record<string, string> = {};
  for (const [name, text] of Object.entries(raw)) {
    const value = READERS[name]?.(text);
    if (value === undefined) return undefined;
    params[name] = value;
  }
  return params;
}
