// The OpenID provider of the local cloud, in a process of its own. Plain JavaScript: it starts with nothing but Node.
// The first message says what it is to be; the port where it listens is the answer.
import { createServer } from 'node:http';
import { interactionPolicy, Provider } from 'oidc-provider';

/** Signs in the chosen person: there are no passwords here. */
function buildProvider({ issuer, jwks, cookieKey, clients, people, resource }) {
  const byId = new Map(people.map((person) => [person.id, person]));
  const policy = interactionPolicy.base();
  // Programs of this machine would be confirmed each time.
  policy.get('consent').checks.remove('native_client_prompt');
  const provider = new Provider(issuer, {
    jwks,
    clients: clients.map(({ scopes: _scopes, ...metadata }) => metadata),
    cookies: { keys: [cookieKey] },
    claims: { openid: ['sub'], profile: ['name', 'groups'] },
    scopes: ['openid', 'profile', 'offline_access'],
    clientBasedCORS: () => true,
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: {
      AccessToken: 3600,
      ClientCredentials: 3600,
      Grant: 86_400,
      IdToken: 3600,
      Interaction: 3600,
      Session: 86_400,
    },
    features: {
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: signOutAtOnce },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource.indicator,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, _indicator, client) => ({
          audience: resource.audience,
          scope: clients.find(({ client_id: id }) => id === client.clientId).scopes.join(' '),
          accessTokenFormat: 'jwt',
          accessTokenTTL: 3600,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    findAccount: (_ctx, id) => {
      const person = byId.get(id);
      return person && { accountId: id, claims: () => ({ sub: id, name: person.name, groups: person.groups }) };
    },
    // A list of groups for people; machines have none.
    extraTokenClaims: (_ctx, token) =>
      token.accountId ? { groups: byId.get(token.accountId)?.groups ?? [] } : undefined,
    interactions: { policy, url: ({ req }, { uid }) => `${req.mountPath}/interaction/${uid}` },
    // Consent is given without a question.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope('openid profile offline_access');
      grant.addResourceScope(resource.indicator, resource.scopes.join(' '));
      await grant.save();
      return grant;
    },
  });
  provider.proxy = true;
  return { provider, byId };
}

/** The provider also answers below this path of the console's host, where a browser finds it without DNS. */
const MOUNT_PATH = '/openid';

function mount(request) {
  request.originalUrl = request.url;
  const below = request.url.startsWith(`${MOUNT_PATH}/`);
  request.mountPath = below ? MOUNT_PATH : '';
  if (below) request.url = request.url.slice(MOUNT_PATH.length);
}

/** Signs out without a confirmation. */
function signOutAtOnce(ctx, form) {
  const send = 'document.forms[0].submit()';
  const confirmed = form.replace('</form>', '<input type="hidden" name="logout" value="yes"/></form>');
  ctx.body = `<!doctype html><title>Signing out</title>${confirmed}<script>${send}</script>`;
}

async function interact({ provider, byId }, request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const chosen =
    request.method === 'POST' ? new URLSearchParams(await readBody(request)).get('person') : params.login_hint;
  if (byId.has(chosen)) return provider.interactionFinished(request, response, { login: { accountId: chosen } });
  const buttons = [...byId.values()].map(
    ({ id, name, groups }) =>
      `<p><button name="person" value="${id}">${escapeHtml(name)}</button> ${groups.join(', ')}</p>`,
  );
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(
    `<!doctype html><title>Sign in</title><h1>Sign in as</h1><form method="post">${buttons.join('')}</form>`,
  );
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

process.once('message', (settings) => {
  const built = buildProvider(settings);
  const handle = built.provider.callback();
  const server = createServer((request, response) => {
    mount(request);
    if (!request.url.startsWith('/interaction/')) return handle(request, response);
    interact(built, request, response).catch(() => {
      response.statusCode = 400;
      response.end('This sign-in has ended. Begin again.');
    });
  });
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
});
process.on('disconnect', () => process.exit(0));
