import { deleteCertificate } from '../../adapters/aws/acm';
import { type AddeUrlView, addeUrlSchema, tokenSchema } from '../../contract/api/registration-schemas';
import type { OffboardAction } from '../../core/offboarding/step';
import { isUnderWay } from '../../core/registration/registration';
import type { Result } from '../../core/result';
import { callFor } from '../api';
import { pause } from '../pause';
import type { OffboardSession } from './session';

/** How long to wait for Apple before asking for another run. */
const PATIENCE_MS = 120_000;

/** Carries out one confirmed action. Problem codes: those of the API, `offboard.certificate-in-use`, `aws.*`. */
export async function act(session: OffboardSession, tenant: string, action: OffboardAction): Promise<Result<unknown>> {
  const { context, api, aws } = session;
  context.terminal.note(`${describeAction(action, tenant)} …`);
  switch (action.kind) {
    case 'remove-adde-url':
      return removeAddeUrl(session, `/v1/tenants/${tenant}/servers/${action.server}/adde-url`);
    case 'delete-token': {
      const path = `/v1/tenants/${tenant}/servers/${action.server}/token`;
      return callFor(api.call, { method: 'DELETE', path }, tokenSchema, 'the server token');
    }
    case 'delete-certificate':
      return deleteCertificate(aws.acm, action.arn);
  }
}

/** Removes the URL, and waits for Apple where only time is missing. */
async function removeAddeUrl(session: OffboardSession, path: string): Promise<Result<AddeUrlView>> {
  const view = await askFor(session, 'DELETE', path);
  if (!view.ok || !isUnderWay(view.value)) return view;
  session.context.terminal.note('Apple has not confirmed the removal yet. Waiting; Ctrl-C stops waiting …');
  return waitForApple(session, path);
}

async function waitForApple(session: OffboardSession, path: string): Promise<Result<AddeUrlView>> {
  const { context, options, access } = session;
  const end = access.now().getTime() + PATIENCE_MS;
  let stopped = false;
  void context.stopped.then(() => {
    stopped = true;
  });
  for (;;) {
    await pause(options.every, context.stopped);
    const view = await askFor(session, 'GET', path);
    if (!view.ok || !isUnderWay(view.value) || stopped || access.now().getTime() > end) return view;
  }
}

function askFor({ api }: OffboardSession, method: 'GET' | 'DELETE', path: string): Promise<Result<AddeUrlView>> {
  return callFor(api.call, { method, path }, addeUrlSchema, 'the ADDE URL');
}

/** An action as a sentence without its full stop. */
export function describeAction(action: OffboardAction, tenant: string): string {
  switch (action.kind) {
    case 'remove-adde-url':
      return `Removing the ADDE URL of ${tenant}/${action.server} from Apple`;
    case 'delete-token':
      return `Deleting the token of ${tenant}/${action.server}`;
    case 'delete-certificate':
      return `Deleting the certificate ${action.arn}`;
  }
}
