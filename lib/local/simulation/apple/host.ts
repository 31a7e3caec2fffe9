import type { OriginAnswer, OriginRequest } from '../../cloudfront/ask-origin';
import { plain } from '../host';
import type { AppleReply } from './answer-call';
import { appleCall } from './call';
import { type Controlled, type ControlResult, control } from './control';

/** The host that requests are signed for. */
export const APPLE_ENROLLMENT_HOST = 'mdmenrollment.apple.com';

/** Below this path the Apple simulator takes orders; Apple itself has nothing there. */
const CONTROL_PATH = '/_local/';

/** Apple's enrollment service as a host of the simulated environment, with the faults that orders have set. */
export function appleEnrollmentHost(controls: Controlled): (request: OriginRequest) => Promise<OriginAnswer> {
  return async ({ method, target, fields, body }) => {
    const text = Buffer.from(body).toString('utf8');
    if (target.startsWith(CONTROL_PATH))
      return controlled(control(controls, method, target.slice(CONTROL_PATH.length), text));
    const call = appleCall(method, target, `https://${APPLE_ENROLLMENT_HOST}`, fields.flat(), text);
    return sent(controls.service.answer(call));
  };
}

function controlled({ status, document }: ControlResult): OriginAnswer {
  return {
    ...plain(status, ''),
    body: `${JSON.stringify(document)}\n`,
    fields: [['Content-Type', 'application/json']],
  };
}

async function sent({ status, fields, body, delayMs = 0, broken }: AppleReply): Promise<OriginAnswer> {
  // An empty answer has no half.
  if (broken === 'reset' || (broken === 'half' && body.length < 2)) return 'refused';
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
  return { status, fields, body, ...(broken === 'half' ? { cutShort: true } : {}) };
}
