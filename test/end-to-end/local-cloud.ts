import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createAsk } from '../../lib/adapters/http/device';
import { localNetwork } from '../../lib/adapters/http/network';
import { loadFleet } from '../../lib/adapters/project/project-files';
import type { Device } from '../../lib/core/discovery/device';
import { FAMILIES } from '../../lib/core/discovery/family';
import { runJourney } from '../../lib/core/discovery/journey';
import { reportJourney } from '../../lib/core/discovery/journey-report';
import { currentOs, platformOf } from '../../lib/core/discovery/os-support';
import type { ResolvedAnswer } from '../../lib/core/discovery/policy';
import type { Domain, Fleet } from '../../lib/core/tenants/fleet';
import { makeCheckout } from '../support/checkout';
import { expectedAnswer, wasAnswered } from '../support/expectation';
import { type Recording, record } from '../support/recording';
import { type Run, runSignpost } from '../support/signpost';
import { describeWith } from '../support/tools';
import type { StartedCloud } from './started-cloud';

/** Unlike any other text, so that a trace of it can be found. */
const USER = 'zq7.traceable+tag';
const FALLBACK_FAMILIES = FAMILIES.filter((family) => platformOf(family) !== undefined);

/** What `npm start` shows and answers; changes nothing. */
export function describeLocalCloud(cloud: StartedCloud): void {
  const { checkout, signpost } = cloud;
  const printed: string[] = [];
  let fleet: Fleet;

  beforeAll(async () => {
    const loaded = await loadFleet(checkout);
    if (!loaded.ok) throw new Error('The sample tenants do not load.');
    fleet = loaded.value;
  });

  function domains(): readonly Domain[] {
    return fleet.tenants.flatMap((tenant) => tenant.domains);
  }

  /** The one domain that answers 404, of a tenant with a server: Apple knows it, and Vision Pro is assigned nowhere. */
  function isSentByApple({ name }: Domain, family: (typeof FAMILIES)[number]): boolean {
    return name === 'globex-labs.example' && family !== 'RealityDevice';
  }

  function deviceOf({ name }: Domain, family: (typeof FAMILIES)[number]): Device {
    return { identifier: { text: `${USER}@${name}`, domain: name }, family, os: currentOs(family) };
  }

  describe('npm start', () => {
    test('shows every domain, and that a simulated device got the answer that its tenant declares', () => {
      const lines = cloud.running.output().split('\n');
      for (const { name } of domains()) {
        expect(lines.find((line) => line.includes(` ${name} `))).toContain('all answered as declared');
      }
      expect(cloud.running.output()).toContain('--cacert .signpost/ca.pem --connect-to');
    });
  });

  describe('the device simulator', () => {
    test('meets at every domain and for every family what the tenant declares', async () => {
      const ask = createAsk(localNetwork(cloud.endpoints));
      const astray: string[] = [];
      for (const domain of domains()) {
        for (const family of FALLBACK_FAMILIES) {
          const device = deviceOf(domain, family);
          const journey = await runJourney(device, ask);
          const answer = expectedAnswer(domain.policy, device);
          const enrolls = answer.kind === 'redirect' || answer.kind === 'serve' || isSentByApple(domain, family);
          if (!wasAnswered(answer, journey) || journey.outcome.ok !== enrolls)
            astray.push(`${domain.name} ${family}: ${reportJourney(journey).sentence}`);
        }
      }
      expect(astray).toEqual([]);
    });

    test('is `signpost device`, which finds the local cloud by itself', async () => {
      const { code, stdout } = await runSignpost(checkout, ['device', `${USER}@acme.example`, '--json']);
      printed.push(stdout);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        target: 'local',
        enrolls: true,
        enrollment: 'byod',
        stages: [{ stage: 'domain' }],
      });
    });

    test('shows each hop to a person', async () => {
      const { code, stdout, stderr } = await signpost('device', `${USER}@wonka.example`, '--family', 'Mac');
      printed.push(stdout, stderr);
      expect(code).toBe(1);
      expect(stdout).toContain('Target: the local cloud');
      expect(stdout).toContain('Enrollment is suspended. Please call the service desk.');
      expect(stdout).toMatch(/Stage the domain[\s\S]*Stage Apple's fallback[\s\S]*Stage Apple's own MDM/);
    });

    test.each([
      ['an identifier without @', ['device', 'jane'], 64, 'identifier.no-at-sign'],
      ['an unknown family', ['device', 'j@acme.example', '--family', 'iPod'], 64, 'iPod'],
      ['an OS that is no version', ['device', 'j@acme.example', '--os', 'latest'], 64, 'device.os-version'],
      ['a timeout of nothing', ['device', 'j@acme.example', '--timeout', '0'], 64, 'from 0.01'],
      ['no argument', ['device'], 64, 'identifier'],
      ['an unknown command', ['devise'], 64, 'Did you mean device?'],
    ])('refuses %s in one line, without a stack trace', async (_case, args, code, text) => {
      const run = await signpost(...args);
      expect(run.code).toBe(code);
      expect(run.stderr).toContain(text);
      expect(run.stderr).not.toMatch(/^\s+at /m);
    });

    test('an unknown domain has no address', async () => {
      const { code, stdout } = await signpost('device', 'j@nowhere.example', '--os', '17');
      expect(code).toBe(1);
      expect(stdout).toContain('network.name-not-found');
    });
  });

  describeWith('curl')('an unmodified curl', () => {
    /** Status and Location of one request, all hosts being the local cloud. */
    async function curl(url: string): Promise<{ status: number; location?: string }> {
      const { stdout } = await promisify(execFile)('curl', [
        '--silent',
        '--show-error',
        '--head',
        '--cacert',
        join(checkout, '.signpost', 'ca.pem'),
        '--connect-to',
        `::127.0.0.1:${cloud.endpoints.httpsPort}`,
        url,
      ]);
      const [status, ...headers] = stdout.split('\r\n');
      const location = headers.find((header) => /^location:/i.test(header));
      return { status: Number(status?.split(' ')[1]), location: location?.slice(location.indexOf(':') + 2) };
    }

    function declared(answer: ResolvedAnswer, query: string): { status: number; location?: string } {
      switch (answer.kind) {
        case 'redirect':
          return { status: 302, location: `${answer.url}${answer.url.includes('?') ? '&' : '?'}${query}` };
        case 'serve':
          return { status: 200, location: undefined };
        case 'refuse':
          return { status: 403, location: undefined };
        case 'absent':
          return { status: 404, location: undefined };
      }
    }

    test('gets from every domain and for every family what the tenant declares', async () => {
      for (const domain of domains()) {
        for (const family of FALLBACK_FAMILIES) {
          const query = `user-identifier=${USER}@${domain.name}&model-family=${family}`;
          const answer = await curl(`https://${domain.name}/.well-known/com.apple.remotemanagement?${query}`);
          expect({ domain: domain.name, family, ...answer }).toEqual({
            domain: domain.name,
            family,
            ...declared(expectedAnswer(domain.policy, deviceOf(domain, family)), query),
          });
        }
      }
    });

    test.each([
      ['a redirect keeps path and query', 'https://acme.example/a/b?c=1', 301, 'https://www.acme.example/a/b?c=1'],
      ['a redirect to a folder', 'https://globex.example/a', 301, 'https://www.globex.example/en/a'],
      ['none', 'https://initech.example/', 404, undefined],
      ["passed through to the customer's origin", 'https://stark.example/', 200, undefined],
    ])('meets the website: %s', async (_case, url, status, location) => {
      expect(await curl(url)).toEqual({ status, location });
    });
  });

  describe('signpost start refuses in one line', () => {
    test('a port that is taken', async () => {
      const port = String(cloud.endpoints.httpsPort);
      const run = await runSignpost(makeCheckout(), ['start', '--http-port', '0', '--port', port]);
      expectRefusal(run, 'local.port-busy');
    });

    test.each<[string, () => string, readonly string[], string]>([
      ['a port that is none', () => checkout, ['--port', '70000'], 'Expected a port'],
      ['a state folder that cannot be written', checkoutWithoutState, [], 'local.state-directory'],
      ['a tenant with a mistake', checkoutWithMistake, [], 'tenants/acme.ts: name: Cannot use 7; expected'],
    ])('%s', async (_case, folder, args, text) => {
      expectRefusal(await record(folder(), 'start', '--http-port', '0', ...args), text);
    });

    function expectRefusal({ code, stderr }: Run | Recording, text: string): void {
      expect(code).not.toBe(0);
      expect(stderr).toContain(text);
      expect(stderr).not.toMatch(/^\s+at /m);
    }

    function checkoutWithoutState(): string {
      const folder = makeCheckout();
      writeFileSync(join(folder, '.signpost'), 'a file where a folder should be');
      return folder;
    }

    function checkoutWithMistake(): string {
      const folder = makeCheckout();
      writeFileSync(
        join(folder, 'tenants', 'acme.ts'),
        'export default { name: 7, discovery: { rules: [], otherwise: { kind: "absent" } }, domains: {} };',
      );
      return folder;
    }
  });

  describe('what is left behind', () => {
    test('no identifier in any file or in any output', async () => {
      const state = join(checkout, '.signpost');
      const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['local.log', 'ca.pem', 'running.json']));
      const traces = files.filter(({ parentPath, name }) =>
        readFileSync(join(parentPath, name), 'utf8').includes('zq7.traceable'),
      );
      expect(traces).toEqual([]);
      expect([cloud.running.output(), ...printed].filter((text) => text.includes('zq7.traceable'))).toEqual([]);
    });
  });
}
