import { mkdtempSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { observeDomain } from '../../lib/adapters/observe/domain';
import type { NetworkAccess } from '../../lib/adapters/observe/network-access';
import { decide } from '../../lib/core/discovery/decide';
import { parseDomainName } from '../../lib/core/discovery/domain-name';
import type { ResolvedPolicy } from '../../lib/core/discovery/policy';
import { parseQuery } from '../../lib/core/discovery/query';
import { type DiscoveryResponse, render } from '../../lib/core/discovery/render';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';
import { diagnose } from '../../lib/core/doctor/diagnose';
import type { Facts } from '../../lib/core/doctor/facts';
import { type SnippetServerName, writeSnippet } from '../../lib/core/onboarding/snippet/snippet';
import { plainUrl } from '../../lib/core/onboarding/snippet/text';
import { listenSecurely } from '../../lib/local/listener';
import { clusterHost } from '../../lib/local/simulation/cluster';
import { type Authority, openAuthority } from '../../lib/local/tls/authority';
import { createCertificates } from '../../lib/local/tls/certificates';
import { SNIPPET_DOMAIN, SNIPPET_POLICIES, SNIPPET_QUERIES, withoutCounting } from '../support/snippet-policies';
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

async function start(
  server: SnippetServerName,
  policy: ResolvedPolicy,
  domain: string = SNIPPET_DOMAIN,
): Promise<WebServer> {
  const pair = await authority.issue([domain]);
  return startWebServer(domain, writeSnippet(domain, policy, server), pair);
}

function ask(port: number, path: string, method = 'GET', domain: string = SNIPPET_DOMAIN): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      path,
      method,
      agent: false,
      ca: authority.certificate,
      servername: domain,
      headers: { host: domain },
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

/** What the core says, as far as it can be said without counting users. */
function expected(policy: ResolvedPolicy, rawQuery: string, method = 'GET'): DiscoveryResponse {
  const { answer } = decide(withoutCounting(policy), parseQuery(rawQuery));
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

const TWO_TARGETS: ResolvedPolicy = {
  salt: 's',
  rules: [{ when: { families: ['Mac'] }, answer: { kind: 'redirect', url: 'https://mac1.macs.example/d' } }],
  otherwise: { kind: 'redirect', url: 'https://na1.mdm.example/d?realm=eu' },
};

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

    test.each([
      'stadtwerke-bad-homburg-gmbh.example',
      `${`${'a-'.repeat(31)}b.`.repeat(4).slice(0, 245)}.example`,
    ])('answers for %s', async (domain) => {
      const { port, close } = await start(server, TWO_TARGETS, domain);
      try {
        for (const query of SNIPPET_QUERIES) {
          const answer = await ask(port, `${WELL_KNOWN_PATH}?${query}`, 'GET', domain);
          expect({ query, ...judged(answer) }).toEqual({ query, ...judgedOf(expected(TWO_TARGETS, query)) });
        }
      } finally {
        await close();
      }
    });

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

    test('passes the doctor, policy and all', async () => {
      const cluster = 'na1.mdm.example';
      const toCluster = { kind: 'redirect', url: `https://${cluster}${WELL_KNOWN_PATH}` } as const;
      const policy: ResolvedPolicy = {
        salt: 's',
        rules: [{ when: { families: ['Mac'] }, answer: { kind: 'refuse', message: 'Macs come later.' } }],
        otherwise: toCluster,
      };
      const [web, mdm] = await Promise.all([start(server, policy), startCluster(cluster)]);
      const ports = new Map([
        [SNIPPET_DOMAIN, web.port],
        [cluster, mdm.port],
      ]);
      try {
        const { verdict, findings } = await diagnose(await observe(ports, policy));
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(verdict.rollUp).toBe('serving');
        expect(verdict.devices.map(({ device, outcome }) => `${device} ${outcome}`)).toEqual([
          'iPhone enrolls',
          'iPad enrolls',
          'Mac as-declared',
          'Apple Vision Pro enrolls',
          'iOS 16 enrolls',
        ]);
      } finally {
        await Promise.all([web.close(), mdm.close()]);
      }
    });
  });
}

/** The doctor's observation, with every host on a port of its own. */
function observe(ports: ReadonlyMap<string, number>, policy: ResolvedPolicy): Promise<Facts> {
  const domain = parseDomainName(SNIPPET_DOMAIN);
  if (!domain.ok) throw new Error(domain.problem.message);
  const access: NetworkAccess = {
    networkKind: 'local',
    route: (_address, _port, host) => {
      const port = ports.get(host);
      return port === undefined ? undefined : { host: '127.0.0.1', port };
    },
    ca: authority.certificate,
    allowInternal: true,
    timeoutMs: 10_000,
    maxConnections: 4,
    now: () => new Date(),
  };
  return observeDomain(access, {
    domain: domain.value,
    identifiers: [`user+tag@${SNIPPET_DOMAIN}`, `other.person@${SNIPPET_DOMAIN}`],
    madeUp: true,
    tenant: { id: 'customer', kind: 'elsewhere', policy },
    expectedHosts: [],
    askApple: false,
    postBaseUrl: false,
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
