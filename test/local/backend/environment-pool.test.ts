import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RegionalFunction } from '../../../lib/local/deployment';
import { lambdaEnvironment } from '../../../lib/local/lambda/environment';
import { EnvironmentPool } from '../../../lib/local/lambda/environment-pool';

let onLine: (line: string) => void = () => {};
const pools: EnvironmentPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

const directory = mkdtempSync(join(tmpdir(), 'signpost-pool-'));
const caFile = join(directory, 'ca.pem');
writeFileSync(caFile, '');

/** A pool over a function of these lines. Its network leads to ports without a listener. */
function start(code: string, changes: Partial<RegionalFunction> = {}): EnvironmentPool {
  const folder = mkdtempSync(join(directory, 'code-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.mjs'), code);
  const target: RegionalFunction = {
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:test',
    name: 'test',
    directory: folder,
    handler: 'index.handler',
    memoryMegabytes: 64,
    timeoutSeconds: 10,
    environment: { SIGNPOST_TABLE: 'table' },
    runtime: 'nodejs24.x',
    architecture: 'arm64',
    asynchronousRetries: 2,
    ...changes,
  };
  const network = { httpsPort: 1, httpPort: 1, dnsPort: 1, caFile };
  const environment = () => ({ environment: lambdaEnvironment(target, 'us-east-1'), network });
  const pool = new EnvironmentPool(target, environment, (line) => onLine(line));
  pools.push(pool);
  return pool;
}

const failure = (reason: string) => ({ kind: 'failure', reason });
const result = (value: unknown) => ({ kind: 'result', result: value });

/** Returns the id of its process, and behaves as the event asks. */
const MOODY = `export const handler = async (event) => {
  if (event === 'hang') for (;;);
  if (event === 'exit') process.exit(1);
  if (event === 'throw') throw new TypeError('a secret');
  if (event === 'print') console.log('a line');
  return process.pid;
};`;

describe('a function of the region', () => {
  test('has the variables of its template, those of Lambda, and no other', async () => {
    process.env['SIGNPOST_STRAY'] = 'stray';
    const pool = start('export const handler = async () => process.env;');
    const outcome = await pool.invoke({});
    delete process.env['SIGNPOST_STRAY'];
    const environment = outcome.kind === 'result' ? Object(outcome.result) : {};
    expect(environment).toMatchObject({
      SIGNPOST_TABLE: 'table',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'test',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '64',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      _HANDLER: 'index.handler',
      TZ: ':UTC',
    });
    const others = Object.keys(environment).filter(
      (name) => !/^(AWS_|LAMBDA_|SIGNPOST_TABLE|_HANDLER|TZ|LANG|PATH)/.test(name),
    );
    expect(others).toEqual([]);
  });

  test('has a context with the time that is left, and a request id of its own each time', async () => {
    const code = `export const handler = async (event, context) =>
      [context.getRemainingTimeInMillis(), context.awsRequestId, context.functionName];`;
    const pool = start(code);
    const [first, second] = [await pool.invoke({}), await pool.invoke({})];
    const [left, id, name] = first.kind === 'result' && Array.isArray(first.result) ? first.result : [];
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(10_000);
    expect(name).toBe('test');
    expect(second).not.toMatchObject({ result: [expect.anything(), id, name] });
  });

  test('stays in its process between invocations, and has several for several at once', async () => {
    const pool = start(MOODY);
    const one = await pool.invoke('a');
    expect(await pool.invoke('b')).toEqual(one);
    const many = await Promise.all(Array.from({ length: 12 }, () => pool.invoke('c')));
    const pids = new Set(many.map((each) => (each.kind === 'result' ? each.result : 'failed')));
    expect(pids.has('failed')).toBe(false);
    expect(pids.size).toBe(4);
    expect([...pids].sort()).toEqual([...pool.pids()].sort());
  });

  test('answers one invocation at a time in each process', async () => {
    const code = `let busy = 0; export const handler = async () => {
      busy += 1; await new Promise(setImmediate); const seen = busy; busy -= 1; return seen; };`;
    const pool = start(code);
    const seen = await Promise.all(Array.from({ length: 20 }, () => pool.invoke({})));
    expect(seen).toEqual(seen.map(() => result(1)));
  });

  test('hands on what it prints', async () => {
    const printed = new Promise<string>((resolve) => {
      onLine = resolve;
    });
    await start(MOODY).invoke('print');
    expect(await printed).toBe('a line');
  });
});

describe('a function of the region fails', () => {
  test.each([
    ['throw', 'the function threw TypeError'],
    ['exit', 'the process of the function ended before it answered'],
    ['hang', 'the function did not end within its time limit of 2 s'],
  ])('alone with "%s": others at the same time are answered', async (mood, reason) => {
    const pool = start(MOODY, { timeoutSeconds: 2 });
    const outcomes = await Promise.all(['a', 'b', mood, 'c', 'd'].map((each) => pool.invoke(each)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['result', 'result', 'failure', 'result', 'result']);
    expect(outcomes[2]).toEqual(failure(reason));
    expect((await pool.invoke('again')).kind).toBe('result');
  });

  test('by being killed from outside, and starts again', async () => {
    const pool = start(MOODY);
    const first = await pool.invoke('a');
    const pid = first.kind === 'result' ? Number(first.result) : 0;
    const waiting = pool.invoke('hang');
    process.kill(pid, 'SIGKILL');
    expect(await waiting).toEqual(failure('the process of the function ended before it answered'));
    expect(await pool.invoke('b')).not.toEqual(first);
  });

  test('by code that does not load', async () => {
    expect(await start('throw new Error("secret");').invoke({})).toEqual(failure('the function threw Error'));
  });

  test('slow code has a time limit of its own for loading', async () => {
    const code = `const until = Date.now() + 2500; while (Date.now() < until); ${MOODY}`;
    expect((await start(code, { timeoutSeconds: 2 }).invoke('a')).kind).toBe('result');
  });
});

describe('the network of a function', () => {
  const fetching = (url: string) =>
    `export const handler = () => fetch('${url}').then(() => 'reached', (error) => error.cause.code);`;
  test.each([
    ['leads from port 443 to the local listener', 'https://anywhere.example/', 'ECONNREFUSED'],
    ['leads from port 80 to the local listener', 'http://anywhere.example/', 'ECONNREFUSED'],
    ['leads nowhere else by name', 'http://anywhere.example:8080/', 'ENETUNREACH'],
    ['leads nowhere else by address', 'http://127.0.0.1:8080/', 'ENETUNREACH'],
  ])('%s', async (_name, url, code) => {
    expect(await start(fetching(url)).invoke({})).toEqual(result(code));
  });
});

test('closing ends every process and fails pending invocations', async () => {
  const pool = start(
    'export const handler = async (event) => (event === "pid" ? process.pid : new Promise(() => {}));',
  );
  const pid = await pool.invoke('pid');
  const waiting = Array.from({ length: 6 }, () => pool.invoke('wait'));
  await pool.close();
  const stopping = failure('the local cloud is stopping');
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => stopping));
  expect(await pool.invoke('pid')).toEqual(stopping);
  expect(() => process.kill(pid.kind === 'result' ? Number(pid.result) : 0, 0)).toThrow('ESRCH');
});
