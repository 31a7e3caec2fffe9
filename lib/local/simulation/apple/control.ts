import { z } from 'zod';
import type { RenewToken } from './open';
import type { AppleService } from './service';

/** The answer of the Apple simulator to an order. */
export interface ControlResult {
  readonly status: number;
  readonly document: unknown;
}

const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slow'), milliseconds: z.int().min(0).max(120_000) }),
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    word: z.string().optional(),
    retryAfterSeconds: z.int().min(0).optional(),
  }),
  z.strictObject({ kind: z.literal('half-answer') }),
  z.strictObject({ kind: z.literal('reset'), done: z.boolean() }),
  z.strictObject({ kind: z.literal('foreign-sign-ins') }),
]);

const order = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('fault'),
    fault,
    entry: z.string().optional(),
    path: z.string().optional(),
    method: z.string().optional(),
    times: z.int().min(1).optional(),
  }),
  z.strictObject({ do: z.literal('clear-faults') }),
  z.strictObject({ do: z.literal('overwrite'), entry: z.string(), url: z.string().optional() }),
  z.strictObject({ do: z.literal('download-token'), entry: z.string() }),
  z.strictObject({ do: z.literal('renew-token'), entry: z.string() }),
  z.strictObject({ do: z.literal('terms'), organisation: z.string(), signed: z.boolean() }),
]);

/** What orders act on. */
export interface Controlled {
  readonly service: AppleService;
  readonly renewToken: RenewToken;
}

/**
 * Carries out an order: `GET entries` shows what Apple holds, without tokens; `POST orders` sets faults, overwrites the URL as
 * another MDM, changes whether the terms are signed, and issues new tokens. `download-token` is a download by another person,
 * which makes the MDM's token worthless and answers with the new one; `renew-token` is the MDM's own, which the MDM writes
 * into its secret.
 */
export function control(
  { service, renewToken }: Controlled,
  method: string,
  path: string,
  body: string,
): ControlResult {
  if (method === 'GET' && path === 'entries') return { status: 200, document: shownEntries(service) };
  if (method !== 'POST' || path !== 'orders') return refuse(404, 'expected GET entries or POST orders');
  const parsed = order.safeParse(parseJson(body));
  if (!parsed.success) return refuse(400, z.prettifyError(parsed.error));
  const { data } = parsed;
  if ('entry' in data && data.entry !== undefined && !service.store.read().entries[data.entry]) {
    return refuse(404, 'no such entry; expected <tenant>/<server>');
  }
  if (data.do === 'renew-token') {
    if (renewToken(data.entry) === 'renewed') return { status: 200, document: { done: data.do } };
    return refuse(409, 'no MDM shares the token of this entry; expected a server with shared(…)');
  }
  return { status: 200, document: carryOut(service, data) };
}

type Order = z.output<typeof order>;

function carryOut(service: AppleService, data: Exclude<Order, { do: 'renew-token' }>): unknown {
  switch (data.do) {
    case 'fault': {
      const { do: _, ...rule } = data;
      service.faults.add(rule);
      return { done: data.do };
    }
    case 'clear-faults':
      service.faults.clear();
      return { done: data.do };
    case 'overwrite':
      service.overwrite(data.entry, data.url);
      return { done: data.do };
    case 'download-token':
      return service.downloadToken(data.entry);
    case 'terms':
      service.signTerms(data.organisation, data.signed);
      return { done: data.do };
  }
}

function shownEntries({ store }: AppleService): unknown {
  return Object.values(store.read().entries).map(({ id, name, organisation, token, url }) => ({
    id,
    name,
    organisation,
    hasToken: token !== undefined,
    ...(url ? { url: url.url, setAt: url.setAt } : {}),
  }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(status: number, message: string): ControlResult {
  return { status, document: { message } };
}
