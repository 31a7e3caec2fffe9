import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factsSchema } from '../../lib/core/doctor/facts';
import { reportJsonSchema, reportSchema } from '../../lib/core/doctor/report';
import { ADDRESS, healthyEnvironment, namesOf, withRecords, withReply } from '../fault-catalogue/environment';
import { broken } from '../fault-catalogue/index';
import type { FaultySetup } from '../fault-catalogue/setup';
import { SimulatedInternet } from '../fault-catalogue/simulated-internet';
import { tenantFile, writeProject } from '../support/project';
import { record } from '../support/recording';

let simulated: SimulatedInternet;
let directory: string;
let environment: string;

beforeAll(async () => {
  simulated = await SimulatedInternet.open();
  directory = mkdtempSync(join(tmpdir(), 'signpost-doctor-'));
  environment = join(directory, 'environment.json');
  writeFileSync(environment, JSON.stringify(simulated.describe()));
});
afterAll(() => simulated.close());

/** Adds a faulty set-up to the simulated environment, and returns its domain. */
function admit(name: string): string {
  const names = namesOf(name.replace('/', '-'));
  const setup: FaultySetup | undefined = broken().get(name);
  if (!setup) throw new Error(`No such set-up: ${name}`);
  simulated.admit(setup.fault(healthyEnvironment(names), names));
  return names.domain;
}

function admitSound(slot: string): string {
  const names = namesOf(slot);
  simulated.admit(healthyEnvironment(names));
  return names.domain;
}

const doctor = (...argv: string[]) => record(directory, 'doctor', ...argv, '--environment', environment);

describe('signpost doctor', () => {
  test('ends with 0 where everything is sound', async () => {
    const { code, stdout } = await doctor(admitSound('fine'));
    expect(code).toBe(0);
    expect(stdout).toContain('✓ serving');
    expect(stdout).toContain('All devices enroll (BYOD) at mdm.fine-vendor.example');
  });

  test('ends with 1, and says what was expected, what was found and how to fix it', async () => {
    const { code, stdout } = await doctor(admit('redirects/query-dropped'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ Query dropped {2}\[query\.dropped\]/);
    expect(stdout).toMatch(/found {5}neither of them/);
    expect(stdout).toContain('nginx:   return 302');
    expect(stdout).toMatch(/then {6}Nothing at the well-known path/);
  });

  test('accepts an expected host in any case, and refuses an invalid one', async () => {
    const domain = admitSound('expected');
    expect(await doctor(domain, '--expect', 'MDM.expected-vendor.example')).toMatchObject({ code: 0 });
    expect(await doctor(domain, '--expect', 'other.example', 'mdm.expected-vendor.example')).toMatchObject({ code: 0 });
    expect(await doctor(domain, '--expect', 'mdm.other.example')).toMatchObject({ code: 1 });
    const refused = await doctor(domain, '--expect', 'https://mdm.expected-vendor.example');
    expect(refused).toMatchObject({ code: 64, stderr: expect.stringContaining('Expected the name of a host') });
  });

  test('fits into 80 columns, except lines to copy', async () => {
    const { stdout } = await doctor(admit('answers/html'), '--details');
    const long = stdout.split('\n').filter((line) => line.length > 80 && !line.startsWith(' '.repeat(12)));
    expect(long).toEqual([]);
  });

  test('prints the contract with --json', async () => {
    const { stdout } = await doctor(admit('tls/expired'), '--json');
    const report = reportSchema.parse(JSON.parse(stdout));
    expect(report.domains[0]).toMatchObject({
      rollUp: 'stuck',
      findings: [{ code: 'tls.expired', severity: 'error' }],
    });
  });

  test('prints a ticket with --markdown, with foreign text in code spans', async () => {
    const { stdout } = await doctor(admit('answers/content-type'), '--markdown');
    expect(stdout).toContain('### 1. Wrong content type');
    expect(stdout).toContain('| found | `Content-Type: "application/octet-stream"` |');
  });

  test('checks many domains, from words and from a list, and prints a table', async () => {
    const list = join(directory, 'domains.txt');
    writeFileSync(list, `# ours\n${admit('names/no-name')}\n\n${admitSound('listed')} # fine\n`);
    const { code, stdout, stderr } = await doctor(admit('answers/basic'), '--list', list);
    expect(code).toBe(1);
    expect(stdout).toMatch(/DOMAIN +TENANT +STATE +FIRST CAUSE/);
    expect(stdout).toMatch(/acme\.names-no-name\.example +– +in progress +No DNS name \[dns\.no-name\]/);
    expect(stdout).toContain('1 serving · 1 in progress · 1 stuck');
    expect(stderr).toContain('[3/3]');
  });
});

describe('--record and --replay', () => {
  test('give the same diagnosis without any request', async () => {
    const file = join(directory, 'recording.json');
    const live = await doctor(admit('tls/chain-incomplete'), '--record', file, '--json');
    const replayed = await record(directory, 'doctor', '--replay', file, '--json');
    expect(replayed.code).toBe(1);
    expect(JSON.parse(replayed.stdout)).toEqual({ ...JSON.parse(live.stdout), target: 'recording' });
    expect(
      JSON.parse(readFileSync(file, 'utf8')).domains.map((each: unknown) => factsSchema.safeParse(each).success),
    ).toEqual([true]);
  });

  test.each([
    ['no file', undefined, 'ENOENT'],
    ['no JSON', '{', 'it is not JSON'],
    ['of another form', '{"version":1,"domains":[{"version":2}]}', 'domains.0'],
  ])('refuse a recording that is %s', async (_name, text, words) => {
    const file = join(directory, 'broken-recording.json');
    if (text !== undefined) writeFileSync(file, text);
    const { code, stderr } = await record(directory, 'doctor', '--replay', text === undefined ? `${file}.none` : file);
    expect([code, stderr]).toEqual([64, expect.stringContaining(words)]);
    expect(stderr.split('\n')).toHaveLength(1);
  });
});

describe("a person's own identifier", () => {
  const sent = (file: string) => readFileSync(file, 'utf8');

  test('is in no output and in no recording', async () => {
    const domain = admit('answers/not-found');
    const file = join(directory, 'own.json');
    const { stdout } = await doctor(`Jane.Doe+x@${domain}`, '--json', '--record', file);
    expect(`${stdout}${sent(file)}`).not.toMatch(/jane/i);
    expect(sent(file)).toContain('person+tag@');
  });

  test('is recorded where it was asked for', async () => {
    const file = join(directory, 'kept.json');
    await doctor(`Jane.Doe+x@${admit('answers/not-found')}`, '--keep-identifier', '--record', file);
    expect(sent(file)).toContain('Jane.Doe+x@');
  });

  test('is not sent to a server without a valid certificate', async () => {
    const file = join(directory, 'withheld.json');
    await doctor(`Jane.Doe@${admit('tls/self-signed')}`, '--record', file);
    const [facts] = JSON.parse(sent(file)).domains;
    const outcomes = factsSchema
      .parse(facts)
      .journeys.flatMap(({ exchanges }) => exchanges.map(({ outcome }) => outcome.kind));
    expect(new Set(outcomes)).toEqual(new Set(['failure']));
  });
});

describe('bad input', () => {
  test.each([
    ['an address', ['192.0.2.1'], 'domain.ip-address'],
    ['a URL', ['https://acme.example/x'], 'domain.bad-character'],
    ['one label', ['localhost'], 'domain.single-label'],
    ['an identifier without a user', ['@acme.example'], 'identifier.no-user'],
    ['an identifier without a domain', ['user@'], 'domain.empty'],
    ['nothing', [], 'cli.usage'],
    ['a list that is not there', ['--list', '/nowhere'], 'doctor.list'],
    ['bytes for the terminal', ['\u001b[2J.example'], 'domain.bad-character'],
  ])('%s ends with 64 and one line', async (_name, argv, code) => {
    const result = await doctor(...argv);
    expect([result.code, result.stdout]).toEqual([64, '']);
    expect(result.stderr).toContain(`[${code}]`);
    expect(result.stderr).not.toMatch(/\p{Cc}/u);
  });

  test.each([
    ['a resolver', '--resolver', 'not a server'],
    ['a time', '--timeout', '0'],
  ])('refuses %s that is none', async (_name, ...argv) => {
    expect((await record(directory, 'doctor', 'acme.example', ...argv)).code).toBe(64);
  });

  test('suggests similar tenants for an unknown one', async () => {
    const project = writeProject({ 'tenants/acme.ts': tenantFile() });
    const { code, stderr } = await record(project, 'doctor', 'acmee', '--environment', environment);
    expect([code, stderr]).toEqual([64, expect.stringContaining('did you mean "acme"')]);
  });

  test('ends with 2 and one line where nothing is reachable', async () => {
    const { code, stdout, stderr } = await record(
      directory,
      'doctor',
      'acme.example',
      '--target',
      'internet',
      '--resolver',
      '127.0.0.1:1',
      '--timeout',
      '1',
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^Cannot check acme\.example: .*\[doctor\.offline\]$/);
  });

  test('does not ask an internal address, and says so', async () => {
    const { code, stdout } = await doctor(admit('connection/internal-mapped'));
    expect(code).toBe(1);
    expect(stdout).toContain('[network.internal-address]');
    expect(stdout).toContain('--allow-private');
  });

  test('connects to an internal address with --allow-private', async () => {
    const names = namesOf('inside');
    simulated.admit(withRecords(healthyEnvironment(names), names.domain, { A: ['10.1.2.3'] }));
    const described = simulated.describe();
    const inside = join(directory, 'inside.json');
    const usual = described.connect[`${ADDRESS.usual}:443`] ?? '';
    writeFileSync(inside, JSON.stringify({ ...described, connect: { ...described.connect, '10.1.2.3:443': usual } }));
    const observe = (...argv: string[]) => record(directory, 'doctor', names.domain, '--environment', inside, ...argv);
    expect((await observe()).stdout).toContain('[network.internal-address]');
    expect((await observe('--allow-private')).stdout).toContain('✓ serving');
  });

  test('prints no control characters of a hostile document', async () => {
    const names = namesOf('hostile');
    const text = '\u001b]0;owned\u0007\u001b[31m{"Servers"';
    simulated.admit(
      withReply(healthyEnvironment(names), names.domain, {
        kind: 'respond',
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: text,
      }),
    );
    const { stdout } = await doctor(names.domain);
    expect(stdout).toContain('[response.not-json]');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});

describe('a tenant', () => {
  test('is compared with its file', async () => {
    const domain = admitSound('declared');
    const project = writeProject({
      'tenants/acme.ts': tenantFile({ domains: `{ '${domain}': { dns: route53('Z0123'), website: none() } }` }),
    });
    const { code, stdout } = await record(project, 'doctor', 'acme', '--environment', environment);
    expect(code).toBe(1);
    expect(stdout).toContain(`${domain} (tenant acme)`);
    expect(stdout).toContain('[policy.other-answer]');
    expect(stdout).toContain('npx cdk deploy -c tenant=acme');
  });
});

describe('docs/doctor.md', () => {
  const page = readFileSync('docs/doctor.md', 'utf8');

  test('shows what is really printed', async () => {
    const names = namesOf('shop');
    const setup = broken().get('redirects/query-dropped');
    if (!setup) throw new Error('gone');
    simulated.admit(setup.fault(healthyEnvironment(names), names));
    const { stdout } = await doctor(names.domain);
    expect(page).toContain(stdout.split('\n').slice(2).join('\n'));
  });

  test('names every option', async () => {
    const { stdout } = await record(directory, 'doctor', '--help');
    const options = [...stdout.matchAll(/^ +(--[a-z-]+)/gm)].map(([, option = '']) => option);
    expect(options.length).toBeGreaterThan(10);
    expect(options.filter((option) => !page.includes(option))).toEqual([]);
  });
});

test('the schema in docs/ is the one of the code (npm run docs writes it)', () => {
  expect(JSON.parse(readFileSync('docs/doctor-report.schema.json', 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(reportJsonSchema())),
  );
});
