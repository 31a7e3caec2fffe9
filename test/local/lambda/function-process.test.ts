import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployedFunction } from '../../../lib/local/deployment';
import { FunctionProcess } from '../../../lib/local/lambda/function-process';

/** A function in a folder of its own. */
function bundle(code: string, changes: Partial<DeployedFunction> = {}): DeployedFunction {
  const directory = mkdtempSync(join(tmpdir(), 'signpost-function-'));
  writeFileSync(join(directory, 'index.mjs'), code);
  return {
    arn: 'arn',
    name: 'test',
    directory,
    handler: 'index.handler',
    memoryMegabytes: 128,
    timeoutSeconds: 5,
    ...changes,
  };
}

const running: FunctionProcess[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

function start(code: string, changes: Partial<DeployedFunction> = {}, onLine: (line: string) => void = () => {}) {
  const started = new FunctionProcess(bundle(code, changes), onLine);
  running.push(started);
  return started;
}

const ECHO = 'export const handler = async (event) => event;';
const reason = (text: string) => ({ kind: 'failure', reason: text });

describe('a function', () => {
  test('returns what its handler returns', async () => {
    await expect(start(ECHO).invoke({ a: [1, 'é'] })).resolves.toEqual({ kind: 'result', result: { a: [1, 'é'] } });
  });

  test('has no environment, and no flags but its memory', async () => {
    const code = 'export const handler = async () => ({ env: process.env, flags: process.execArgv });';
    await expect(start(code, { memoryMegabytes: 64 }).invoke({})).resolves.toEqual({
      kind: 'result',
      result: { env: {}, flags: ['--max-old-space-size=64'] },
    });
  });

  test('stays the same process from one invocation to the next', async () => {
    const counting = start('let count = 0; export const handler = async () => (count += 1);');
    await counting.invoke({});
    await expect(counting.invoke({})).resolves.toEqual({ kind: 'result', result: 2 });
  });

  test('gives each of hundreds at once its own answer', async () => {
    const delayed = start(
      'export const handler = (n) => new Promise((done) => setTimeout(() => done(n), (n * 7919) % 13));',
    );
    const numbers = Array.from({ length: 500 }, (_, index) => index);
    const answers = await Promise.all(numbers.map((each) => delayed.invoke(each)));
    expect(answers.map((each) => (each.kind === 'result' ? each.result : each.reason))).toEqual(numbers);
  });

  test('hands its lines on, whole', async () => {
    const lines: string[] = [];
    const code = `export const handler = async () => {
      process.stdout.write('{"a":'); process.stdout.write('1}\\n'); console.error('oops'); };`;
    let seen: () => void = () => {};
    const both = new Promise<void>((resolve) => {
      seen = resolve;
    });
    await start(code, {}, (line) => lines.push(line) === 2 && seen()).invoke({});
    await both;
    expect(lines.sort()).toEqual(['oops', '{"a":1}']);
  });
});

describe('a function that fails', () => {
  test.each<[string, string, string]>([
    [
      'by throwing',
      'export const handler = async () => { throw new TypeError("u@acme.example"); };',
      'the function threw TypeError',
    ],
    [
      'by throwing no error',
      'export const handler = async () => { throw "u@acme.example"; };',
      'the function threw string',
    ],
    ['by its module', 'throw new RangeError("x");', 'the function threw RangeError'],
    ['by having no such export', 'export const other = 1;', 'the function threw TypeError'],
    [
      'by a result that is no JSON',
      'export const handler = async () => ({ big: 1n });',
      'the function threw TypeError',
    ],
    [
      'by ending its process',
      'export const handler = async () => process.exit(0);',
      'the process of the function ended before it answered',
    ],
    [
      'by a rejection that is not handled',
      'export const handler = () => new Promise(() => { setTimeout(() => { throw new Error("x"); }); });',
      'the process of the function ended before it answered',
    ],
  ])('%s says so, without a value of the request', async (_name, code, expected) => {
    await expect(start(code).invoke({})).resolves.toEqual(reason(expected));
  });

  test('by taking more memory than it has', async () => {
    const hungry = start(
      'const all = []; export const handler = async () => { for (;;) all.push(new Array(1e5).fill({})); };',
      {
        memoryMegabytes: 24,
      },
    );
    await expect(hungry.invoke({})).resolves.toEqual(reason('the process of the function ended before it answered'));
  });

  const MOODY = `export const handler = async (event) => {
    if (event === 'hang') for (;;);
    if (event === 'wait') return new Promise(() => {});
    if (event === 'exit') process.exit(1);
    return event; };`;
  test.each(['hang', 'wait', 'exit'])('with "%s" fails alone: others at the same time are answered', async (mood) => {
    const moody = start(MOODY, { timeoutSeconds: 2 });
    const events = ['a', 'b', mood, 'c', 'd'];
    const answers = await Promise.all(events.map((each) => moody.invoke(each)));
    expect(answers.map((each) => (each.kind === 'result' ? each.result : 'failed'))).toEqual([
      'a',
      'b',
      'failed',
      'c',
      'd',
    ]);
    await expect(moody.invoke('again')).resolves.toEqual({ kind: 'result', result: 'again' });
  });

  test('is tried again alone, however many others come meanwhile', async () => {
    let starts = 0;
    const counted = start(`console.log('started'); ${MOODY}`, {}, () => {
      starts += 1;
    });
    let settled = false;
    const atFault = counted.invoke('exit').then((answer) => {
      settled = true;
      return answer;
    });
    const others = [counted.invoke('with it')];
    while (!settled) {
      others.push(counted.invoke('after it'));
      await new Promise(setImmediate);
    }
    expect(await atFault).toEqual(reason('the process of the function ended before it answered'));
    const answers = await Promise.all(others);
    expect(answers.filter(({ kind }) => kind === 'failure')).toEqual([]);
    // Together, alone, and for those who came meanwhile.
    expect(starts).toBe(3);
  });

  test('by hanging fails with its time limit', async () => {
    await expect(start(MOODY, { timeoutSeconds: 0.2 }).invoke('hang')).resolves.toEqual(
      reason('the function did not end within its time limit of 0.2 s'),
    );
  });
});

describe('closing', () => {
  test('ends the process and fails pending invocations', async () => {
    const started = start('export const handler = async (e) => (e === "pid" ? process.pid : new Promise(() => {}));');
    const pid = await started.invoke('pid');
    const waiting = started.invoke('wait');
    await started.close();
    await expect(waiting).resolves.toEqual(reason('the local cloud is stopping'));
    await expect(started.invoke('pid')).resolves.toEqual(reason('the local cloud is stopping'));
    expect(() => process.kill(pid.kind === 'result' ? Number(pid.result) : 0, 0)).toThrow('ESRCH');
  });

  test('before the first invocation starts nothing', async () => {
    await expect(start(ECHO).close()).resolves.toBeUndefined();
  });
});
