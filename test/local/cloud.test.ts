import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { edgeStackName } from '../../lib/contract/names';
import {
  absent,
  elsewhere,
  external,
  none,
  passThrough,
  redirect,
  redirectTo,
  refuse,
  route53,
} from '../../lib/core/tenants/authoring';
import { type Cloud, startCloud } from '../../lib/local/cloud';
import type { LogEntry } from '../../lib/local/log';
import { buildFleet, plainTenant } from '../support/fleet';
import { describeWith } from '../support/tools';
import { ask, outcome } from './client';
import { Clouds, newFolder, synthesized } from './synthesized';

const ARN = 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-4000-8000-000000000001';
const FLEET = buildFleet({
  clusters: { na1: { url: 'https://na1.mdm.example' }, eu1: { url: 'https://eu1.mdm.example' } },
  tenants: {
    acme: plainTenant('acme.example', {
      discovery: {
        rules: [
          { when: { families: ['Mac'] }, answer: absent() },
          { when: { families: ['Watch'] }, answer: refuse('No watches.') },
        ],
        otherwise: redirect('na1'),
      },
      domains: {
        'acme.example': { dns: route53('Z0123456789ABC'), website: redirectTo('https://www.acme.example') },
        'acme.co.example': { dns: external({ certificateArn: ARN }), website: none() },
        'acme-de.example': { dns: elsewhere() },
      },
    }),
    stark: plainTenant('stark.example', {
      discovery: { rules: [], otherwise: redirect('eu1') },
      domains: {
        'stark.example': { dns: route53('Z0123456789ABC'), website: passThrough('origin.stark-web.example') },
      },
    }),
  },
});

const PATH = '/.well-known/com.apple.remotemanagement';
const device = (domain: string, user = 'u', family = 'iPhone') =>
  `https://${domain}${PATH}?user-identifier=${user}@${domain}&model-family=${family}`;

let assembly: string;
let cloud: Cloud;
const log: LogEntry[] = [];
const state = newFolder('state');
const clouds = new Clouds();
const others = new Clouds();
beforeAll(async () => {
  assembly = await synthesized(FLEET);
  cloud = await clouds.start({
    assemblyDirectory: assembly,
    fleet: FLEET,
    stateDirectory: state,
    log: (e) => log.push(e),
  });
});
afterEach(() => others.close());
afterAll(() => clouds.close());

describe('a local cloud answers', () => {
  const cluster = (domain: string, host = 'na1') =>
    `302 https://${host}.mdm.example${PATH}?user-identifier=u@${domain}&model-family=iPhone`;
  test.each<[string, string, string]>([
    ['a device of a domain in Route 53', device('acme.example'), cluster('acme.example')],
    ['a device of a domain with external DNS', device('acme.co.example'), cluster('acme.co.example')],
    ['a device of a domain elsewhere', device('acme-de.example'), cluster('acme-de.example')],
    ['a device of another tenant', device('stark.example'), cluster('stark.example', 'eu1')],
    [
      'a device that is to ask Apple',
      device('acme.example', 'u', 'Mac'),
      '404 No device enrollment is configured here.',
    ],
    [
      'a device at the cluster',
      device('acme.example').replace('acme.example', 'na1.mdm.example'),
      '200 {"Servers":[{"Version":"mdm-byod","BaseURL":"https://na1.mdm.example/enroll/byod"}]}',
    ],
    [
      'a device at Apple',
      'https://axm-servicediscovery.apple.com/mdmBaseURL?user-identifier=u@acme.example',
      '404 Not found.',
    ],
    ['a browser at a redirected website', 'https://acme.example/a?b=1', '301 https://www.acme.example/a?b=1'],
    ['a browser at the website itself', 'https://www.acme.example/a?b=1', '200 The website www.acme.example.'],
    ['a browser where there is no website', 'https://acme.co.example/', '404 There is no website here.'],
    ['a browser at a passed-through website', 'https://stark.example/a', '200 The website origin.stark-web.example.'],
    ['a browser over http', 'http://acme.example/a?b=1', '301 https://acme.example/a?b=1'],
    ['a name that does not exist', 'https://unknown.example/', 'name not found'],
  ])('%s', async (_name, address, expected) => {
    expect(await outcome(ask(cloud, address))).toBe(expected);
  });

  test('the website behind a front under the customer’s own host, by any method', async () => {
    const { body } = await ask(cloud, 'https://stark.example/a?b=1', { method: 'PUT' }, 'content');
    expect(body).toContain('PUT https://stark.example/a?b=1');
  });

  test('HEAD without a body', async () => {
    const { status, headers, body } = await ask(cloud, device('acme.example'), { method: 'HEAD' });
    expect([status, body, headers.location]).toEqual([302, '', expect.stringContaining('na1')]);
  });

  test('an unknown TLS name with the certificate of CloudFront itself', async () => {
    const names = await new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port: cloud.httpsPort,
        servername: 'unknown.example',
        rejectUnauthorized: false,
      };
      const socket = connect(options, () => resolve(socket.getPeerCertificate().subjectaltname)).on('error', reject);
    });
    expect(names).toBe('DNS:*.cloudfront.net');
  });

  test.each<[string, string, number]>([
    ['of another distribution', 'stark.example', 421],
    ['of the simulated environment', 'na1.mdm.example', 421],
    ['that is unknown', 'unknown.example', 403],
  ])('a host %s than TLS began with', async (_name, host, status) => {
    expect((await ask(cloud, device('acme.example'), { headers: { host } })).status).toBe(status);
  });

  test('what is no HTTP, and what is too long, without a crash', async () => {
    const long = await ask(cloud, `https://acme.example/?${'x'.repeat(9000)}`);
    expect([long.status, long.headers.connection]).toEqual([413, 'close']);
    const longer = await ask(cloud, 'https://acme.example/', { headers: { x: 'y'.repeat(70_000) } });
    expect(longer.status).toBe(413);
    const raw = await new Promise((resolve) => {
      const options = { host: '127.0.0.1', port: cloud.httpsPort, servername: 'acme.example', ca: cloud.caPem };
      const socket = connect(options, () => socket.write('nonsense\r\n\r\n'));
      socket.on('data', (data) => resolve(data.toString().split('\r\n')[0]));
    });
    expect(raw).toBe('HTTP/1.1 400 Bad Request');
  });
});

test('no answer for one identifier is given to another, however many ask at once', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 40 });
  const domains = ['acme.example', 'acme.co.example', 'stark.example'] as const;
  const wanted = Array.from({ length: 900 }, (_, index) =>
    device(domains[index % 3] ?? 'acme.example', `user${index}`),
  );
  const answers = await Promise.all(wanted.map((address) => ask(cloud, address, { agent })));
  agent.destroy();
  const carried = answers.map(({ headers }) => new URL(headers.location ?? 'https://none.example').search);
  expect(carried).toEqual(wanted.map((address) => new URL(address).search));
});

test('the log of all this names no identifier, query, path or host of a request', () => {
  const text = JSON.stringify(log);
  expect(log.length).toBeGreaterThan(900);
  expect(text).not.toMatch(/@|user-identifier|user\d|unknown\.example/);
});

describeWith('curl')('curl', () => {
  const curl = async (...options: readonly string[]) => {
    const to = ['--connect-to', `::127.0.0.1:${cloud.httpsPort}`, '--cacert', cloud.caFile];
    return (await promisify(execFile)('curl', ['--silent', '--show-error', ...to, ...options])).stdout;
  };

  test('follows a device’s way to the discovery document', async () => {
    const address = device('acme.example', 'user+tag');
    const written = await curl('--location', '--write-out', '\\n%{http_code} %{url_effective}', address);
    const [document, end] = written.split('\n');
    expect(JSON.parse(document ?? '')).toEqual({
      Servers: [{ Version: 'mdm-byod', BaseURL: 'https://na1.mdm.example/enroll/byod' }],
    });
    expect(end).toBe(`200 https://na1.mdm.example${PATH}?user-identifier=user+tag@acme.example&model-family=iPhone`);
  });

  test('trusts the authority only with its file', async () => {
    const to = ['--connect-to', `::127.0.0.1:${cloud.httpsPort}`];
    const unreported = promisify(execFile)('curl', ['--silent', ...to, device('acme.example')]);
    // 60: the peer's certificate cannot be authenticated with known authorities.
    await expect(unreported).rejects.toMatchObject({ code: 60 });
  });
});

/** The assembly with another edge bundle, whose time limit is one second. */
function withBundle(code: string): string {
  const directory = newFolder('bundle');
  cpSync(assembly, directory, { recursive: true });
  const template = join(directory, `${edgeStackName('local')}.template.json`);
  const text = readFileSync(template, 'utf8');
  const [, hash] = /"S3Key": "([0-9a-f]+)\.zip"/.exec(text) ?? [];
  writeFileSync(join(directory, `asset.${hash}`, 'index.mjs'), `export const handler = async (event) => { ${code} };`);
  writeFileSync(template, text.replace('"Timeout": 5', '"Timeout": 1'));
  return directory;
}

describe('an edge function that', () => {
  /** How a device fares with it. */
  async function fared(code: string): Promise<[number, string | undefined, LogEntry[]]> {
    const entries: LogEntry[] = [];
    const options = { assemblyDirectory: withBundle(code), fleet: FLEET, stateDirectory: state };
    const broken = await others.start({ ...options, log: (entry) => entries.push(entry) });
    const { status, headers } = await ask(broken, device('acme.example'), { agent: false });
    return [status, headers['x-cache']?.toString(), entries.filter(({ source }) => source === 'cloudfront')];
  }

  test.each<[string, string, number, string, string]>([
    ['throws', 'throw new Error("x")', 503, 'LambdaExecutionError', 'the function threw Error'],
    [
      'ends its process',
      'process.exit(1)',
      503,
      'LambdaExecutionError',
      'the process of the function ended before it answered',
    ],
    [
      'answers too much',
      'return { status: "200", body: "x".repeat(1048577) }',
      502,
      'LambdaValidationError',
      'the response has 1048577 bytes',
    ],
    [
      'sets a forbidden header',
      'return { status: "200", headers: { "x-cache": [{ value: "Hit" }] } }',
      502,
      'LambdaValidationError',
      'the function set "x-cache"',
    ],
    [
      'changes a read-only header',
      'const { request } = event.Records[0].cf; delete request.headers.via; return request',
      502,
      'LambdaValidationError',
      'the function changed "via"',
    ],
  ])('%s', async (_name, code, status, cacheResult, reason) => {
    const [actual, header, entries] = await fared(code);
    expect([actual, header]).toEqual([status, `${cacheResult} from cloudfront`]);
    expect(entries).toMatchObject([{ source: 'cloudfront', status, reason }]);
  });

  test('hangs is ended after the time limit of its template', async () => {
    const [status, , entries] = await fared('for (;;);');
    expect(status).toBe(503);
    expect(entries).toMatchObject([{ reason: 'the function did not end within its time limit of 1 s' }]);
  });

  test('lets the request go on reaches the origin', async () => {
    const [status, header] = await fared('return event.Records[0].cf.request');
    expect([status, header]).toEqual([404, 'Error from cloudfront']);
  });
});

describe('starting', () => {
  const options = () => ({ assemblyDirectory: assembly, fleet: FLEET, stateDirectory: state });

  test.each(['httpsPort', 'httpPort'] as const)('on a busy %s says so, and leaves nothing running', async (port) => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const address = busy.address();
    const taken = address && typeof address === 'object' ? address.port : 0;
    const started = await startCloud({ ...options(), [port]: taken });
    busy.close();
    expect(started.ok ? [] : started.problems).toEqual([
      {
        code: 'local.port-busy',
        message: `Cannot listen on 127.0.0.1:${taken}: another program does; expected a free port`,
      },
    ]);
  });

  test('where the state cannot be kept says so', async () => {
    const file = join(newFolder('file'), 'file');
    writeFileSync(file, '');
    const started = await startCloud({ ...options(), stateDirectory: join(file, 'state') });
    expect(started.ok ? [] : started.problems.map(({ code }) => code)).toEqual(['local.state-directory']);
  });

  test('twice shows the same authority', async () => {
    const again = await others.start(options());
    expect(again.caPem).toBe(cloud.caPem);
  });
});

test('closing ends every connection and every child', async () => {
  const assemblyDirectory = withBundle('return { status: "200", body: String(process.pid) }');
  const closing = await others.start({ assemblyDirectory, fleet: FLEET, stateDirectory: state });
  const agent = new Agent({ keepAlive: true });
  const { body } = await ask(closing, device('acme.example'), { agent });
  expect(process.kill(Number(body), 0)).toBe(true);
  await closing.close();
  expect(() => process.kill(Number(body), 0)).toThrow('ESRCH');
  await expect(ask(closing, device('acme.example'), { agent })).rejects.toThrow();
  agent.destroy();
});
