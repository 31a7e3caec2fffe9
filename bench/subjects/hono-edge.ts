import { Hono } from 'hono';
import { handle } from 'hono/lambda-edge';
import { discoveryLine, familyDimension } from '../../lib/contract/discovery-line';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';

const TARGET = 'https://na1.mdm.example/.well-known/com.apple.remotemanagement';

const app = new Hono<{ Bindings: { config: { requestId: string } } }>();

app.get(WELL_KNOWN_PATH, (context) => {
  const family = familyDimension(context.req.query('model-family'));
  const { requestId } = context.env.config;
  process.stdout.write(
    discoveryLine({ tenant: 'acme', rule: 'otherwise', answer: 'redirect', family, requestId }, Date.now()),
  );
  const { url } = context.req;
  return context.body('', 302, {
    location: TARGET + url.slice(url.indexOf('?')),
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
});

/** The peer: the same redirect as a web framework's user would write it. */
export const handler = handle(app);
