import {
  type Asking,
  configureAddeUrl,
  refreshAddeUrl,
  removeAddeUrl,
  showServer,
} from '../../../lib/adapters/registration/commands';
import type { RegistrationPorts } from '../../../lib/adapters/registration/ports';
import { changeControls, readControls } from '../../../lib/adapters/registration/record';
import { deleteToken, isKept, makeTokenKey, uploadToken } from '../../../lib/adapters/registration/token-exchange';
import {
  addeUrlRequestSchema,
  addeUrlSchema,
  controlsRequestSchema,
  controlsSchema,
  tokenKeyRequestSchema,
  tokenKeySchema,
  tokenSchema,
  tokenUploadSchema,
} from '../../../lib/contract/api/registration-schemas';
import { defaultAddeUrl } from '../../../lib/core/registration/adde-url';
import { releaseBrake, setAppleWrites } from '../../../lib/core/registration/controls';
import type { Registration, ServerKey } from '../../../lib/core/registration/registration';
import type { Result } from '../../../lib/core/result';
import { notFound } from '../not-found';
import { type ApiOutcome, type ApiRequest, operation, param, refused, success } from '../operation';
import { viewAddeUrl, viewControls, viewToken, viewTokenKey } from '../registration-views';

const ADDE_PATH = '/v1/tenants/{tenant}/servers/{server}/adde-url';
const TOKEN_PATH = '/v1/tenants/{tenant}/servers/{server}/token';
const CONTROLS_PATH = '/v1/controls';

const WRITE = { role: 'tenant', scope: 'write' } as const;
const READ = { role: 'tenant', scope: 'read' } as const;
const ADDE_RESPONSE = {
  schema: addeUrlSchema,
  description: 'As wanted: what is wanted and what Apple holds.',
  etag: true,
};
const ACCEPTED = 'Written down, and not yet as wanted: `fault` says why, `nextLook` when it is tried again.';

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
  description: 'The same wish twice has the same result. The URL is followed as devices would before Apple is told.',
  access: WRITE,
  body: addeUrlRequestSchema,
  response: { ...ADDE_RESPONSE, accepted: ACCEPTED },
  refusals: [409, 422],
  handle: async (request, parts) => {
    const ports = await parts.registrations();
    return settled(ports, await configureAddeUrl(ports, keyOf(request), request.body.url, askingOf(request)), 'set');
  },
});

export const deleteAddeUrl = operation({
  id: 'deleteAddeUrl',
  method: 'delete',
  path: ADDE_PATH,
  summary: "Remove our ADDE URL from Apple; another MDM's is left alone",
  access: WRITE,
  response: { ...ADDE_RESPONSE, accepted: ACCEPTED },
  handle: async (request, parts) => {
    const ports = await parts.registrations();
    return settled(ports, await removeAddeUrl(ports, keyOf(request), askingOf(request)), 'none');
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
  description: 'The token before stays in use until the new one is opened and Apple knows it.',
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

export const getControls = operation({
  id: 'getControls',
  method: 'get',
  path: CONTROLS_PATH,
  summary: 'Whether this stage tells Apple anything, and the brake',
  access: { role: 'platform', scope: 'read' },
  response: { schema: controlsSchema, description: 'As it holds now, with the last decisions.' },
  handle: async (_, parts) => success(viewControls(await readControls(await parts.registrations()))),
});

export const putControls = operation({
  id: 'putControls',
  method: 'put',
  path: CONTROLS_PATH,
  summary: 'Allow this stage to write to Apple, or let it only observe',
  access: { role: 'platform', scope: 'write' },
  body: controlsRequestSchema,
  response: { schema: controlsSchema, description: 'As it holds from now on.' },
  handle: async ({ body, actor }, parts) => {
    const ports = await parts.registrations();
    const set = await changeControls(ports, (now) => setAppleWrites(now, body.appleWrites, actor, ports.clock()));
    return success(viewControls(set));
  },
});

export const postReleaseBrake = operation({
  id: 'postReleaseBrake',
  method: 'post',
  path: `${CONTROLS_PATH}/release-brake`,
  summary: 'Let the changes at Apple go on after somebody has looked at them',
  access: { role: 'platform', scope: 'write' },
  response: { schema: controlsSchema, description: 'As it holds from now on.' },
  handle: async ({ actor }, parts) => {
    const ports = await parts.registrations();
    return success(viewControls(await changeControls(ports, (now) => releaseBrake(now, actor, ports.clock()))));
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

function askingOf({ principal, actor, receivedAt }: ApiRequest): Asking {
  const role = principal.role.kind === 'platform' ? 'platform' : 'tenant';
  return { by: actor, role, deadline: receivedAt + PATIENCE_MS };
}

/** 200 where everything is as wanted by now, else 202. */
function settled(ports: RegistrationPorts, asked: Result<Registration>, wanted?: Registration['state']): ApiOutcome {
  if (!asked.ok) return refuse(asked);
  const { state, fault } = asked.value;
  const isAsWanted = wanted === undefined ? !fault && state !== 'pending' && state !== 'removing' : state === wanted;
  return shown(ports, asked.value, isAsWanted ? 200 : 202);
}

function shown({ stage }: RegistrationPorts, registration: Registration, status: 200 | 202): ApiOutcome {
  const { discoveryDomain } = stage;
  const defaultUrl = discoveryDomain === undefined ? undefined : defaultAddeUrl(discoveryDomain, registration);
  return { ...success(viewAddeUrl(registration, defaultUrl), `"${registration.version}"`), status };
}

function refuse({ problem }: Extract<Result<never>, { ok: false }>): ApiOutcome {
  return problem.code === 'adde.server-not-found' ? notFound() : refused(problem);
}
