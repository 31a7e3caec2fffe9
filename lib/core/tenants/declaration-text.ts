import { z } from 'zod';
import type { ResolvedPolicy } from '../discovery/policy';
import { resolvedPolicySchema } from '../discovery/resolved-policy-schema';
import { problem } from '../problems';
import { failed, ok, type Result } from '../result';
import { CHANNELS } from './declaration';
import { DECIDERS, type DeclaredTenant } from './declared';
import { domainName } from './schema';

/**
 * Bytes that a declaration may take in CloudFormation's event, where it is a string of JSON, its quotes escaped.
 *
 * An Update holds the old one beside the new one. Lambda's Invoke takes 1 MB of asynchronous event, its older InvokeAsync
 * 256 KB [documented: API_Invoke, API_InvokeAsync]; which of them CloudFormation uses is not documented [assumed: the older].
 * It also keeps the 30 domains of one transaction, whose policies are listed once for all of them, below DynamoDB's 4 MB,
 * and each item below 400 KB [documented: TransactWriteItems, ServiceQuotas].
 */
export const MAX_DECLARATION_BYTES = 125_000;

/**
 * A declaration as one text, always the same for the same declaration. Each different policy is listed once, as a
 * tenant's domains mostly share one.
 */
export function encodeDeclaration({ name, channel, domains, servers }: DeclaredTenant): string {
  const policies: string[] = [];
  const indexOf = (policy: ResolvedPolicy): number => {
    const text = JSON.stringify(policy);
    if (!policies.includes(text)) policies.push(text);
    return policies.indexOf(text);
  };
  const encoded = {
    name,
    channel,
    domains: domains.map((domain) => ({ ...domain, policy: indexOf(domain.policy) })),
    servers: servers.map((server) => ({ ...server, fallback: indexOf(server.fallback) })),
    policies: policies.map((text) => JSON.parse(text)),
  };
  return JSON.stringify(encoded);
}

const encodedSchema = z.strictObject({
  name: z.string().min(1),
  channel: z.enum(CHANNELS),
  domains: z.array(z.strictObject({ name: domainName, decidedBy: z.enum(DECIDERS), policy: z.int() })),
  servers: z.array(
    z.strictObject({
      name: z.string().min(1),
      token: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('shared'), secretArn: z.string() }),
        z.strictObject({ kind: z.literal('owned') }),
      ]),
      onOverwrite: z.enum(['report', 'restore']),
      fallback: z.int(),
    }),
  ),
  policies: z.array(resolvedPolicySchema),
});

/** Reads a declaration back. Problem code: `declaration.unreadable`. */
export function parseDeclaration(text: string): Result<DeclaredTenant> {
  const parsed = encodedSchema.safeParse(parseJson(text));
  if (!parsed.success) return unreadable(parsed.error.issues.map(({ path }) => path.join('.')).join(', '));
  const { policies, domains, servers, ...rest } = parsed.data;
  const missing = [...domains.map(({ policy }) => policy), ...servers.map(({ fallback }) => fallback)].find(
    (index) => !policies[index],
  );
  if (missing !== undefined) return unreadable(`policies.${missing}`);
  const policyAt = (index: number): ResolvedPolicy => policies[index] ?? NOTHING;
  return ok({
    ...rest,
    domains: domains.map((domain) => ({ ...domain, policy: policyAt(domain.policy) })),
    servers: servers.map((server) => ({ ...server, fallback: policyAt(server.fallback) })),
  });
}

const NOTHING: ResolvedPolicy = { salt: '', rules: [], otherwise: { kind: 'absent' } };

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(where: string): Result<DeclaredTenant> {
  const place = where === '' ? 'it is not JSON' : `at ${where}`;
  return failed(
    problem(
      'declaration.unreadable',
      `Cannot read the declaration: ${place}; expected a declaration of this version of Signpost`,
    ),
  );
}
