import { mkdtempSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAsk } from '../../lib/adapters/http';
import type { Network } from '../../lib/adapters/network';
import { decide } from '../../lib/core/discovery/decide';
import { parseIdentifier } from '../../lib/core/discovery/identifier';
import { travel } from '../../lib/core/discovery/journey';
import { currentOs } from '../../lib/core/discovery/os-support';
import type { ResolvedPolicy } from '../../lib/core/discovery/policy';
import { parseQuery } from '../../lib/core/discovery/query';
import { type DiscoveryResponse, render } from '../../lib/core/discovery/render';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';
import { type SnippetServerName, writeSnippet } from '../../lib/core/onboarding/snippet/snippet';
import { plainUrl } from '../../lib/core/onboarding/snippet/text';
import { listenSecurely } from '../../lib/local/listener';
import { type Authority, openAuthority } from '../../lib/local/tls/authority';
import { createCertificates } from '../../lib/local/tls/certificates';
import { clusterHost } from '../../lib/local/world/cluster';
import { SNIPPET_DOMAIN, SNIPPET_POLICIES, SNIPPET_QUERIES } from '../support/snippet-policies';
import { describeWith } from '../support/tools';
import { startWebServer, type WebServer } from '../support/web-servers';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

let authority: Authority;
beforeAll(async () => {
  const opened = await openAuthority(mkdtempSync(join(tmpdir(), 'signpost-')));
  if (!opened.ok) throw new Error(opened.problem.message);
  authority = opened.value;
});

async function start(server: SnippetServerName, policy: ResolvedPolicy): Promise<WebServer> {
  const pair = await authority.issue([SNIPPET_DOMAIN]);
  return startWebServer(SNIPPET_DOMAIN, writeSnippet(SNIPPET_DOMAIN, policy, server), pair);
}

function ask(port: number, path: string, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      path,
      method,
      agent: false,
      ca: authority.certificate,
      servername: SNIPPET_DOMAIN,
      headers: { host: SNIPPET_DOMAIN },
    });
    sent.on('response', (message) => {
      let body = '';
      message.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      message.on('end', () => resolve({ status: message.statusCode ?? 0, headers: message.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

/** What the core says, with the rules that count users left out. */
function expected(policy: ResolvedPolicy, rawQuery: string, method = 'GET'): DiscoveryResponse {
  const followed = { ...policy, rules: policy.rules.filter(({ when }) => when.share === undefined) };
  const { answer } = decide(followed, parseQuery(rawQuery));
  const spelled = answer.kind === 'redirect' ? { ...answer, url: plainUrl(answer.url) } : answer;
  return render(spelled, { method, rawQuery });
}

function judged({ status, headers, body }: Answer) {
  const json = headers['content-type'] === 'application/json';
  return { status, location: headers.location, document: json && body !== '' ? JSON.parse(body) : undefined };
}

function judgedOf({ status, headers, body }: DiscoveryResponse) {
  const json = headers['content-type'] === 'application/json';
  return { status, location: headers['location'], document: json ? JSON.parse(body) : undefined };
}

const PROGRAMS = [
  ['nginx', 'nginx'],
  ['apache', 'apache2'],
  ['haproxy', 'haproxy'],
  ['caddy', 'caddy'],
] as const;

for (const [server, program] of PROGRAMS) {
  describeWith(program)(`the snippet for ${server}, on the server itself`, () => {
    for (const [name, policy] of Object.entries(SNIPPET_POLICIES)) {
      test(`answers ${name} as the core does, the query byte for byte`, async () => {
        const { port, close } = await start(server, policy);
        try {
          for (const query of SNIPPET_QUERIES) {
            const answer = await ask(port, `${WELL_KNOWN_PATH}${query === '' ? '' : `?${query}`}`);
            expect({ query, ...judged(answer) }).toEqual({ query, ...judgedOf(expected(policy, query)) });
            expect(answer.headers['cache-control']).toBe('no-store');
          }
        } finally {
          await close();
        }
      });
    }

    test('touches no other path, answers HEAD without a body and nothing but GET and HEAD', async () => {
      const policy = SNIPPET_POLICIES['a document'] as ResolvedPolicy;
      const { port, close } = await start(server, policy);
      try {
        for (const path of [
          '/',
          `${WELL_KNOWN_PATH}/x`,
          `${WELL_KNOWN_PATH}.json`,
          '/.well-known/COM.apple.remotemanagement',
        ]) {
          expect({ path, body: (await ask(port, path)).body }).toEqual({
            path,
            body: expect.stringContaining('website'),
          });
        }
        const head = await ask(port, WELL_KNOWN_PATH, 'HEAD');
        expect([head.status, head.headers['content-type'], head.body]).toEqual([200, 'application/json', '']);
        expect((await ask(port, WELL_KNOWN_PATH, 'POST')).status).toBe(405);
      } finally {
        await close();
      }
    });

    test('brings every simulated device to its MDM', async () => {
      const policy = SNIPPET_POLICIES['a redirect'] as ResolvedPolicy;
      const web = await start(server, policy);
      const clusters = await startCluster('na1.mdm.example');
      const network: Network = {
        name: 'test',
        ca: authority.certificate,
        route: (host) => ({ host: '127.0.0.1', port: host === SNIPPET_DOMAIN ? web.port : clusters.port }),
      };
      try {
        const identifier = parseIdentifier(`user+tag@${SNIPPET_DOMAIN}`);
        if (!identifier.ok) throw new Error('no identifier');
        for (const family of ['iPhone', 'Mac'] as const) {
          const device = { identifier: identifier.value, family, os: currentOs(family) };
          const { outcome } = await travel(device, createAsk(network, 10));
          expect([family, outcome.ok]).toEqual([family, true]);
        }
      } finally {
        await Promise.all([web.close(), clusters.close()]);
      }
    });
  });
}

async function startCluster(host: string) {
  const answer = clusterHost({ host, discovery: new Set([WELL_KNOWN_PATH]), enrollment: new Set() });
  const certificates = createCertificates(authority);
  const listening = await listenSecurely(0, async (request) => answer({ ...request, host }), {
    unnamed: await certificates.pair([host]),
    contextFor: (name) => certificates.context([name]),
    accepts: () => true,
  });
  if (!listening.ok) throw new Error(listening.problem.message);
  return listening.value;
}
