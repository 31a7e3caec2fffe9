import { z } from 'zod';
import type { IncomingRequest, OutgoingResponse } from '../http-message';
import type { DeploymentFaults } from './faults';

/** Where the control plane takes orders for faults. */
export const ORDERS_PATH = '/_local/deployments';

const faultSchema = z.strictObject({
  stack: z.string().optional(),
  resource: z.string(),
  kind: z.enum(['fails', 'conflict', 'slow']),
  seconds: z.number().min(0).max(3600).optional(),
  times: z.int().min(1).max(1000).optional(),
});
const orderSchema = z.union([
  z.strictObject({ fault: faultSchema }),
  z.strictObject({ alarm: z.string(), isInAlarm: z.boolean() }),
]);

const EXPECTED =
  'expected {"fault": {"resource": "<logical id or type>", "kind": "fails" | "conflict" | "slow"}} or {"alarm": "<ARN>", "isInAlarm": true}';

/** Takes an order by POST: a fault of the next deployment, or the state of an alarm that rolls deployments back. */
export function takeOrder(request: IncomingRequest, faults: DeploymentFaults): OutgoingResponse {
  if (request.method !== 'POST') return text(405, `Cannot take ${request.method}; expected POST`);
  const order = orderSchema.safeParse(parse(request.body));
  if (!order.success) return text(400, `Cannot read the order; ${EXPECTED}`);
  if ('fault' in order.data) faults.add(order.data.fault);
  else faults.setAlarm(order.data.alarm, order.data.isInAlarm);
  return text(200, 'Taken.');
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

function text(status: number, body: string): OutgoingResponse {
  return { status, fields: [['Content-Type', 'text/plain; charset=utf-8']], body: `${body}\n` };
}
