import { randomBytes } from 'node:crypto';
import type { OriginAnswer, OriginRequest } from '../cloudfront/ask-origin';
import type { Deployment } from '../deployment';
import type { Functions } from '../lambda/functions';
import type { Log } from '../log';
import type { OpenId } from '../openid/openid';
import { createAuthorize } from './authorizer';
import { createGateway, type Gateway } from './gateway';

/** How the HTTP API may fail as a whole: it refuses connections, never answers, or its name is gone from DNS. */
export type GatewayFault = 'refuses' | 'silent' | 'gone';

interface GatewayOptions {
  readonly deployment: Deployment;
  readonly functions: Functions;
  readonly log: Log;
}

/** Answers a request, unless the gateway fails as a whole. */
// rule: http-api.https-only
export function throughGateway(
  request: OriginRequest,
  gateway: Gateway,
  fault: GatewayFault | undefined,
): OriginAnswer | Promise<OriginAnswer> {
  if (fault === 'silent') return 'silent';
  if (fault !== undefined || !request.secure) return 'refused';
  return gateway.answer({ ...request, clientIp: request.clientIp ?? EDGE_ADDRESS });
}

/** The address of requests through CloudFront. */
const EDGE_ADDRESS = '127.0.0.1';

/** Opens the gateway of a deployment; it fetches the keys of the local OpenID provider only. */
export function openGateway({ deployment, functions, log }: GatewayOptions, openId: OpenId): Gateway {
  const fetchJson = async (url: string): Promise<unknown> => {
    const { hostname, host, pathname, search } = new URL(url);
    if (hostname !== openId.host) throw new Error('the local cloud has no such OpenID provider');
    const fields = [['Host', host] as const];
    const target = pathname + search;
    const answer = await openId.answer({ host: hostname, secure: true, method: 'GET', target, fields, body: NOTHING });
    if (typeof answer === 'string') throw new Error('the provider does not answer');
    return JSON.parse(Buffer.from(answer.body).toString('utf8'));
  };
  return createGateway(deployment, {
    invoke: functions.invoke,
    authorize: createAuthorize(fetchJson, Date.now),
    clock: Date.now,
    newRequestId: () => `${randomBytes(11).toString('base64url')}=`,
    newTraceId: () => `Root=1-${randomBytes(4).toString('hex')}-${randomBytes(12).toString('hex')}`,
    log,
  });
}

const NOTHING = new Uint8Array();
