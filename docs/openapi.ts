import { z } from 'zod';
import type { Operation } from '../lambda/api/operation';
import { OPERATIONS } from '../lambda/api/operations/index';
import { API_SCHEMAS } from '../lib/contract/api/schemas';
import { SCOPES } from '../lib/core/tenants/principal';

/** Statuses of problems that every operation may answer with. */
const COMMON_PROBLEMS = [400, 401, 403, 404, 500, 503];

type Json = Readonly<Record<string, unknown>>;

/** A parameter, body or response of an operation is described by JSON Schema 2020-12, as OpenAPI 3.1 wants it. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: Json;
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationDocument>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>>; readonly securitySchemes: Json };
}

interface OperationDocument extends Json {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Json>>;
}

/** The OpenAPI 3.1 document of the API, from the same operations that answer. */
export function buildDocument(operations: readonly Operation[] = OPERATIONS): ApiDocument {
  const paths: Record<string, Record<string, OperationDocument>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Signpost management API', version: '1', license: { name: 'Apache-2.0' } },
    paths,
    components: { schemas: describeSchemas(), securitySchemes: { provider: SECURITY } },
  };
}

/** `docs/openapi.json`. */
export function renderDocument(): string {
  return `${JSON.stringify(buildDocument(), null, 2)}\n`;
}

const SECURITY = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: `An access token of the OpenID provider. Scopes: ${Object.values(SCOPES).join(', ')}.`,
};

function describe(operation: Operation): OperationDocument {
  const { id, summary, description, access, body, response } = operation;
  const etag = response.etag ? { headers: { ETag: { schema: { type: 'string' } } } } : {};
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    security: [{ provider: [SCOPES[access.scope]] }],
    'x-signpost-role': access.role,
    parameters: describeParameters(operation),
    ...(body ? { requestBody: { required: true, content: content('application/json', body) } } : {}),
    responses: {
      200: { description: response.description, ...etag, content: content('application/json', response.schema) },
      ...(response.accepted === undefined
        ? {}
        : { 202: { description: response.accepted, ...etag, content: content('application/json', response.schema) } }),
      ...Object.fromEntries(problemStatuses(operation).map((status) => [status, PROBLEM])),
    },
  };
}

function describeParameters({ path, query, conditional }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const { properties = {} } = query ? schemaOf(query) : {};
  const inQuery = Object.entries(properties as Json).map(([name, schema]) => ({ name, in: 'query', schema }));
  const ifMatch = { name: 'If-Match', in: 'header', required: conditional === 'always', schema: { type: 'string' } };
  return [...inPath, ...inQuery, ...(conditional ? [ifMatch] : [])];
}

function content(type: string, schema: z.ZodType): Json {
  const [name] = Object.entries(API_SCHEMAS).find(([, each]) => each === schema) ?? [];
  if (name === undefined) throw new Error('The schema has no name in API_SCHEMAS');
  return { [type]: { schema: { $ref: reference(name) } } };
}

const PROBLEM = {
  description: 'Problem details.',
  content: content('application/problem+json', API_SCHEMAS.Problem),
};

function problemStatuses({ body, conditional, refusals = [] }: Operation): readonly number[] {
  const unseen = { always: [412, 428], 'where-sent': [412], never: [] }[conditional ?? 'never'];
  const statuses = [...COMMON_PROBLEMS, ...(body ? [413, 415] : []), ...unseen, ...refusals];
  return [...new Set(statuses)].sort((a, b) => a - b);
}

function describeSchemas(): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(API_SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: reference });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutIds(schema)]));
}

function schemaOf(schema: z.ZodType): Json {
  return withoutIds(z.toJSONSchema(schema));
}

/** A component is found by its place in the document, and has no dialect or id of its own. */
function withoutIds(schema: object): Json {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== '$id'));
}

function reference(name: string): string {
  return `#/components/schemas/${name}`;
}
