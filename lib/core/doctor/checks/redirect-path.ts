import type { Check } from '../check';
import type { Replay, ReplayStep } from '../diagnosis-input';

/** Does a redirect, often the one to `www.`, drop the path? */
export const redirectPathCheck: Check = {
  codes: ['redirect.path-dropped'],
  run: ({ replays }) =>
    replays.flatMap((replay) => {
      if (replay.outcome.ok) return [];
      const [from, to] = lossOf(replay) ?? [];
      if (!from || !to) return [];
      return [
        {
          code: 'redirect.path-dropped',
          place: { hop: from.hop, layer: 'redirect' },
          host: from.url.hostname,
          expected: `a redirect that keeps ${from.url.pathname} and the query`,
          found: `Location: ${to.url.origin}${to.url.pathname}`,
          device: replay.name,
          steps: keepingRedirect(to.url.host),
        },
      ];
    }),
};

function lossOf({ steps }: Replay): readonly [ReplayStep, ReplayStep] | undefined {
  for (const [index, from] of steps.entries()) {
    const to = steps[index + 1];
    if (to && from.url.pathname.length > 1 && to.url.pathname === '/') return [from, to];
  }
  return undefined;
}

/** A rule for each kind of server that keeps path and query. */
function keepingRedirect(host: string): string[] {
  return [
    `nginx:   return 302 https://${host}$request_uri;`,
    `Apache:  RewriteRule ^ https://${host}%{REQUEST_URI} [R=302,L,NE]`,
    `IIS:     <action type="Redirect" url="https://${host}{URL}" appendQueryString="true" />`,
  ];
}
