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
import { notFound } from '../not-found';
import { type ApiOutcome, type ApiParts, type ApiRequest, operation, param, refused, success } from '../operation';
import { viewAddeUrl, viewToken, viewTokenKey } from '../registration-views';

const ADDE_PATH = '/v1/tenants/{tenant}/servers/{server}/adde-url';
const TOKEN_PATH = '/v1/tenants/{tenant}/servers/{server}/token';

const WRITE = { role: 'tenant', scope: 'write' } as const;
const READ = { role: 'tenant', scope: 'read' } as const;
const ADDE_RESPONSE = {
  schema: addeUrlSchema,
  description: 'As wanted: what is wanted and what Apple holds.',
  etag: true,
};
const ACCEPTED = 'Written down, and not yet as wanted: `fault` says why, `nextCheck` when it is tried again.';

/** How long a request may go on to ask Apple; the function's own limit is 15 seconds, and something is left to write down. */
const PATIENCE_MS = 10_000;

export const getAddeUrl = operation({
  id: 'getAddeUrl',
  method: 'get',
  path: ADDE_PATH,
  summary: 'The ADDE URL of a server: wanted, observed at Apple with its set time, and state',
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
  summary: 'Configure the ADDE URL: the default one, or for the platform team one given',
  description:
    'The same wish twice has the same result. The URL is followed as devices would before Apple is told. `If-Match` is the ETag of the ADDE URL, and may be left out.',
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
  summary: "Remove our ADDE URL from Apple; another MDM's is left alone",
  description: '`If-Match` is the ETag of the ADDE URL, and may be left out.',
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
  summary: 'Look at Apple now, and try again what had failed',
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
  summary: 'What is known of the server token; never the token itself',
  access: READ,
  response: { schema: tokenSchema, description: 'Its expiry, and the entry that it belongs to.' },
  handle: async (request, parts) => {
    return showToken(await parts.registrations(), keyOf(request));
  },
});

export const postTokenKey = operation({
  id: 'postTokenKey',
  method: 'post',
  path: `${TOKEN_PATH}/key`,
  summary: 'Make a key pair for an owned token; stops the MDM that uses the entry once its token is downloaded',
  description: 'A key that waits for its token file already is given again, unless another one is asked for.',
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
    'The token before stays in use until the new one is opened and Apple knows it. What waited for it is tried at once.',
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
    // What waited for a token does not wait for the next scheduled look as well; how that ends is the ADDE URL's to say.
    await refreshAddeUrl(ports, keyOf(request), askingOf(request));
    return showToken(ports, keyOf(request));
  },
});

export const deleteOwnedToken = operation({
  id: 'deleteToken',
  method: 'delete',
  path: TOKEN_PATH,
  summary: 'Delete an owned token, once Apple holds no ADDE URL of ours; it can be brought back for 30 days',
  description: "What is deleted already stays so. A shared token is the MDM's own and refused.",
  access: { role: 'platform', scope: 'write' },
  response: { schema: tokenSchema, description: 'The token is kept no more.' },
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

/** What was changed since the ETag that was sent, and what it is now. */
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

/** 200 where everything is as wanted by now, else 202; `set` with a fault is what Apple could not be asked about. */
function settled(ports: RegistrationPorts, asked: Result<Registration>, wanted?: Registration['state']): ApiOutcome {
  if (!asked.ok) return refuse(asked);
  const { state, fault, due } = asked.value;
  if (due <= ports.clock()) return shown(ports, { ...asked.value, fault: fault ?? notCheckedYet(due) }, 202);
  const isAtRest = state !== 'pending' && state !== 'removing';
  const isAsWanted =
    wanted === 'none' ? state === 'none' : !fault && (wanted === undefined ? isAtRest : state === wanted);
  return shown(ports, asked.value, isAsWanted ? 200 : 202);
}

/** Nothing else leaves a registration due: it is not written into it, as whoever holds the lease writes there. */
function notCheckedYet(since: number): RegistrationFault {
  const message = 'Cannot look at Apple now: somebody else talks to it for this server; expected to be alone';
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
