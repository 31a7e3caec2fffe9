import type { FollowedPolicy } from './followed-policy';
import { answerScript, FAMILY_OF_QUERY } from './script';
import type { SnippetServer } from './server';
import { comment, introduction } from './text';

/** Hosts that run a function on the standard Request and Response. */

export const cloudflare: SnippetServer = {
  title: 'Cloudflare Workers',
  write: (domain, followed, status) => [
    {
      where: `a Worker with the route ${domain}/.well-known/com.apple.remotemanagement*`,
      text: script(
        domain,
        followed,
        status,
        `export default {
  fetch: (request) => (new URL(request.url).pathname === PATH ? respond(request) : fetch(request)),
};`,
      ),
    },
  ],
};

export const netlify: SnippetServer = {
  title: 'Netlify Edge Functions',
  write: (domain, followed, status) => [
    {
      where: 'netlify/edge-functions/signpost.js',
      text: script(domain, followed, status, 'export default respond;\nexport const config = { path: PATH };'),
    },
  ],
};

export const vercel: SnippetServer = {
  title: 'Vercel Routing Middleware',
  write: (domain, followed, status) => [
    {
      where: 'middleware.js in the root of the project',
      // The matcher is read before the code runs, so it must be a literal.
      text: script(
        domain,
        followed,
        status,
        "export default respond;\nexport const config = { matcher: '/.well-known/com.apple.remotemanagement' };",
      ),
    },
  ],
};

function script(domain: string, followed: FollowedPolicy, status: string, exports: string): string {
  return `${comment('//', introduction(domain, followed, status))}
${answerScript(followed)}

${FAMILY_OF_QUERY}

function respond(request) {
  const at = request.url.indexOf('?');
  const query = at < 0 ? '' : request.url.slice(at + 1);
  const answer = answerFor(request.method, query, familyOf(query));
  return new Response(answer.body || null, { status: answer.status, headers: answer.headers });
}

${exports}`;
}
