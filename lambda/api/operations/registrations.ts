import {
  configureAddeUrl,
  type Requester,
  refreshAddeUrl,
  removeAddeUrl,
  showServer,
} from '../../../lib/backend/registration/commands';
import type { RegistrationPorts } from '../../../lib/backend/registration/ports';
import { deleteToken, isKept, makeTokenKey, uploadToken } from '../../../lib/backend/registration/token-exchange';
import {
  type AddeUrlView,
  addeUrlRequestSchema,
  addeUrlSchema,
  tokenKeyRequestSchema,
  tokenKeySchema,
  tokenSchema,
  tokenUploadSchema,
} from '../../../lib/contract/api/registration-schemas';
import { defaultAddeUrl } from '../../../lib/core/registration/adde-url';
import { fixOwnerOf } from '../../../lib/core/registration/faults';
import type { Registration, RegistrationFault, ServerKey } from '../../../lib/core/registration/registration';
import type { Result } from '../../../lib/core/result';
import { targetName } from '../../../lib/core/tenants/records';
import { changesSince } from '../changes-since';
import { registrationEtag, versionOf } from '../etag';
import {
  type ApiOutcome,
  type ApiParts,
  type ApiRequest,
  notFound,
  operation,
  param,
  refused,
  success,
} from '../operation';
import { viewAddeUrl, viewToken, viewTokenKey } from '../registration-views';

const ADDE_PATH = '/v1/tenants/{tenant}/servers/{server}/adde-url';
const TOKEN_PATH = '/v1/tenants/{tenant}/servers/{server}/token';

const WRITE = { role: 'tenant', scope: 'write' } as const;
const READ = { role: 'tenant', scope: 'read' } as const;
const ADDE_RESPONSE = {
  schema: addeUrlSchema,
  description: 'The desired state is reached: what is wanted, and what Apple holds.',
  etag: true,
};
const ACCEPTED =
  'Stored, but the desired state is not reached yet: `fault` says why, `nextCheck` when the next attempt is made.';

/** How long a request may call Apple; the function's own limit is 15 seconds, and storing the outcome takes some of it. */
const PATIENCE_MS = 10_000;

export const getAddeUrl = operation({
  id: 'getAddeUrl',
  method: 'get',
  path: ADDE_PATH,
  summary: 'The ADDE URL of a server: desired state, what Apple holds, and its set time',
  access: READ,
  response: ADDE_RESPONSE,
  handle: async (request, parts) => {
    const ports = await parts.registrations();
    const found = await showServer(ports, keyOf(request));
    return found.ok ? shown(ports, found.value.registration, 200) : refuse(found);
  },
});

export const putAddeUrl = operation({
  id: 'putAddeUrl',
  method: 'put',
  path: ADDE_PATH,
  summary: 'Configure the ADDE URL: the default URL, or one given by the platform team',
  description:
    'Idempotent. Before Apple is called, the URL is followed as a device follows it. `If-Match`, the ETag of the ADDE URL, is optional.',
  access: WRITE,
  conditional: 'where-sent',
  body: addeUrlRequestSchema,
  response: { ...ADDE_RESPONSE, accepted: ACCEPTED },
  refusals: [409, 422],
  handle: async (request, parts) => {
    const ports = await parts.registrations();
    const asked = await configureAddeUrl(ports, keyOf(request), request.body.url, askingOf(request));
    return isVersionConflict(asked) ? conflict(request, ports, asked, parts) : settled(ports, asked, 'set');
  },
});

export const deleteAddeUrl = operation({
  id: 'deleteAddeUrl',
  method: 'delete',
  path: ADDE_PATH,
  summary: "Remove Signpost's ADDE URL from Apple; the URL of another MDM is kept",
  description: '`If-Match`, the ETag of the ADDE URL, is optional.',
  access: WRITE,
  conditional: 'where-sent',
  response: { ...ADDE_RESPONSE, accepted: ACCEPTED },
  handle: async (request, parts) => {
    const ports = await parts.registrations();
    const asked = await removeAddeUrl(ports, keyOf(request), askingOf(request));
    return isVersionConflict(asked) ? conflict(request, ports, asked, parts) : settled(ports, asked, 'none');
  },
});

export const refreshAddeUrlNow = operation({
  id: 'refreshAddeUrl',
  method: 'post',
  path: `${ADDE_PATH}/refresh`,
  summary: 'Check the ADDE URL at Apple now, and retry what failed',
  access: WRITE,
  response: { ...ADDE_RESPONSE, accepted: ACCEPTED },
  handle: async (request, parts) => {
    const ports = await parts.registrations();
    return settled(ports, await refreshAddeUrl(ports, keyOf(request), askingOf(request)));
  },
});

export const getToken = operation({
  id: 'getToken',
  method: 'get',
  path: TOKEN_PATH,
  summary: 'The state of the server token; never the token itself',
  access: READ,
  response: { schema: tokenSchema, description: 'Its state, its expiry, and the entry that it belongs to.' },
  handle: async (request, parts) => {
    return showToken(await parts.registrations(), keyOf(request));
  },
});

export const postTokenKey = operation({
  id: 'postTokenKey',
  method: 'post',
  path: `${TOKEN_PATH}/key`,
  summary: 'Make a key pair for an owned token. Downloading a token for it stops the MDM that uses the entry',
  description: 'A key that already waits for its token file is returned again, unless `replace` is true.',
  access: WRITE,
  body: tokenKeyRequestSchema,
  response: {
    schema: tokenKeySchema,
    description: 'The certificate to upload to Apple; the key stays in the secret store.',
  },
  refusals: [409, 422, 502],
  handle: async (request, parts) => {
    const { confirm: confirmation, replace = false } = request.body;
    const made = await makeTokenKey(await parts.registrations(), keyOf(request), { confirmation, replace });
    return made.ok ? success(viewTokenKey(made.value)) : refuse(made);
  },
});

export const putToken = operation({
  id: 'putToken',
  method: 'put',
  path: TOKEN_PATH,
  summary: "Upload Apple's token file for an owned token",
  description:
    'The previous token stays in use until the new one is decrypted and accepted by Apple. Changes that waited for it are retried at once.',
  access: WRITE,
  body: tokenUploadSchema,
  response: { schema: tokenSchema, description: 'The new token is in use.' },
  refusals: [409, 422, 502, 504],
  handle: async (request, parts) => {
    const ports = await parts.registrations();
    const { file, force = false } = request.body;
    const { by, deadline } = askingOf(request);
    const bytes = Buffer.from(file, 'base64');
    const uploaded = await uploadToken(ports, keyOf(request), { file: bytes, force, by, deadline });
    if (!uploaded.ok) return refuse(uploaded);
    // Changes that waited for a token are retried at once; their outcome is reported with the ADDE URL.
    await refreshAddeUrl(ports, keyOf(request), askingOf(request));
    return showToken(ports, keyOf(request));
  },
});

export const deleteOwnedToken = operation({
  id: 'deleteToken',
  method: 'delete',
  path: TOKEN_PATH,
  summary: "Delete an owned token, once Apple holds none of Signpost's ADDE URLs; it can be restored for 30 days",
  description: 'Idempotent. A shared token belongs to the MDM: deleting it is refused.',
  access: { role: 'platform', scope: 'write' },
  response: { schema: tokenSchema, description: 'The token is deleted.' },
  refusals: [409],
  handle: async (request, parts) => {
    const ports = await parts.registrations();
    const deleted = await deleteToken(ports, keyOf(request), request.actor);
    if (!deleted.ok) return refuse(deleted);
    return showToken(ports, keyOf(request));
  },
});

async function showToken(ports: RegistrationPorts, key: ServerKey): Promise<ApiOutcome> {
  const found = await showServer(ports, key);
  if (!found.ok) return refuse(found);
  const view = viewToken(found.value, ports.clock());
  return success(view.kind === 'owned' ? { ...view, kept: await isKept(ports, key) } : view);
}

function keyOf(request: ApiRequest): ServerKey {
  return { tenant: param(request, 'tenant'), server: param(request, 'server') };
}

function askingOf({ principal, actor, receivedAt, ifMatch }: ApiRequest): Requester {
  const role = principal.role.kind === 'platform' ? 'platform' : 'tenant';
  const seen = ifMatch === undefined ? {} : { version: versionOf(ifMatch) };
  return { by: actor, role, deadline: receivedAt + PATIENCE_MS, ...seen };
}

type Refused = Extract<Result<never>, { ok: false }>;

function isVersionConflict(asked: Result<Registration>): asked is Refused {
  return !asked.ok && asked.problem.code === 'adde.changed-meanwhile';
}

/** The changes since the ETag that was sent, and the current state. */
async function conflict(
  request: ApiRequest,
  ports: RegistrationPorts,
  { problem: versionConflict }: Refused,
  { repository }: ApiParts,
): Promise<ApiOutcome> {
  const { tenant, server } = keyOf(request);
  const found = await showServer(ports, { tenant, server });
  if (!found.ok) return refuse(found);
  const subject = targetName({ kind: 'server', name: server });
  const version = versionOf(request.ifMatch ?? '');
  const changes = await changesSince({ tenant, subject, of: 'registration', version }, repository);
  const { registration } = found.value;
  const current = viewOf(ports, registration);
  return {
    kind: 'problem',
    problem: versionConflict,
    conflict: { changes, current, etag: registrationEtag(registration) },
  };
}

/** 200 where the desired state is reached, else 202; a `set` with a fault could not be confirmed with Apple. */
function settled(ports: RegistrationPorts, asked: Result<Registration>, wanted?: Registration['state']): ApiOutcome {
  if (!asked.ok) return refuse(asked);
  const { state, fault, due } = asked.value;
  if (due <= ports.clock()) return shown(ports, { ...asked.value, fault: fault ?? notCheckedYet(due) }, 202);
  const isIdle = state !== 'pending' && state !== 'removing';
  const isAsWanted =
    wanted === 'none' ? state === 'none' : !fault && (wanted === undefined ? isIdle : state === wanted);
  return shown(ports, asked.value, isAsWanted ? 200 : 202);
}

/** Only another holder of the lease leaves a registration due. The fault is not stored: the holder writes the record. */
function notCheckedYet(since: number): RegistrationFault {
  const message =
    'Cannot check the ADDE URL now: another process holds the lease of this server; expected it to be free';
  return { code: 'adde.busy', message, needs: fixOwnerOf('adde.busy'), since };
}

function shown(ports: RegistrationPorts, registration: Registration, status: 200 | 202): ApiOutcome {
  return { ...success(viewOf(ports, registration), registrationEtag(registration)), status };
}

function viewOf({ stage: { discoveryDomain } }: RegistrationPorts, registration: Registration): AddeUrlView {
  const defaultUrl = discoveryDomain === undefined ? undefined : defaultAddeUrl(discoveryDomain, registration);
  return viewAddeUrl(registration, defaultUrl);
}

function refuse({ problem: refusal }: Refused): ApiOutcome {
  return refusal.code === 'adde.server-not-found' ? notFound() : refused(refusal);
}
