import { interleave } from '../../bench/measure/interleave';
import { gauge, runNode } from '../../bench/measure/process';
import { isWithin, pairwise, quantile, spreadOf } from '../../bench/measure/spread';

describe('spreadOf', () => {
  test.each([
    ['one value', [3], { median: 3, least: 3, most: 3, repeats: 1 }],
    ['an odd number, in any order', [9, 1, 2], { median: 2, least: 1, most: 9, repeats: 3 }],
    ['an even number', [1, 2, 4, 9], { median: 3, least: 1, most: 9, repeats: 4 }],
  ])('of %s', (_case, values, spread) => expect(spreadOf(values)).toEqual(spread));

  test('refuses nothing', () => expect(() => spreadOf([])).toThrow('nothing was measured'));
});

test('a quantile lies between its neighbours', () => {
  expect(quantile([0, 10, 20, 30], 0.5)).toBe(15);
  expect(quantile([0, 10, 20, 30], 0.95)).toBeCloseTo(28.5);
  expect(quantile([0, 10, 20, 30], 1)).toBe(30);
});

test('pairs are combined in their order, and must be pairs', () => {
  expect(pairwise([4, 9], [2, 3], (a, b) => a / b)).toEqual([2, 3]);
  expect(() => pairwise([1], [1, 2], (a, b) => a / b)).toThrow('as often');
});

test('a median agrees with a spread that holds it', () => {
  const spread = spreadOf([1, 2, 3]);
  expect(isWithin(spreadOf([3]), spread)).toBe(true);
  expect(isWithin(spreadOf([3.1]), spread)).toBe(false);
});

test('contenders take turns, every second round backwards, and warming up does not count', async () => {
  const order: string[] = [];
  const contender = (name: string) => async () => order.push(name);
  const samples = await interleave({ a: contender('a'), b: contender('b') }, { warmUps: 1, repeats: 2 });
  expect(order).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
  expect(samples).toEqual({ a: [4, 5], b: [3, 6] });
});

describe('a gauged process', () => {
  const run = (script: string) => ({ args: ['--eval', script], cwd: process.cwd() });

  test('says what it took, its Node children among it', async () => {
    const busy = 'const until = process.cpuUsage().user + 2e5; while (process.cpuUsage().user < until);';
    const parent = `require('node:child_process').execFileSync(process.execPath, ['--eval', ${JSON.stringify(busy)}]);`;
    const usage = await gauge(run(parent));
    expect(usage.cpuMilliseconds).toBeGreaterThan(200);
    expect(usage.milliseconds).toBeGreaterThan(200);
    expect(usage.peakMegabytes).toBeGreaterThan(10);
  });

  test('counts the memory of the largest process', async () => {
    const small = await gauge(run('0'));
    const large = await gauge(run('Buffer.alloc(200 * 1024 * 1024, 1)'));
    expect(large.peakMegabytes - small.peakMegabytes).toBeGreaterThan(150);
  });

  test('that fails is an error with what it said', async () => {
    await expect(gauge(run('throw new Error("not today")'))).rejects.toThrow('not today');
    await expect(runNode(run('process.exit(3)'))).rejects.toThrow('ended with 3');
  });
});
