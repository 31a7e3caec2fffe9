import { FINDING_CATALOGUE } from '../../lib/core/doctor/catalogue';
import { examine, examineSound } from './census';
import { broken, sound } from './index';
import { SimulatedInternet } from './simulated-internet';

let simulated: SimulatedInternet;
beforeAll(async () => {
  simulated = await SimulatedInternet.open();
});
afterAll(() => simulated.close());

describe('a broken set-up is named exactly', () => {
  test.each([...broken().keys()])('%s', async (name) => {
    const setup = broken().get(name);
    if (!setup) throw new Error('gone');
    expect((await examine(simulated, name, setup, 'faulty')).complaints).toEqual([]);
  });
});

describe('a sound set-up yields no finding', () => {
  test.each([...sound().keys()])('%s', async (name) => {
    expect((await examineSound(simulated, name, 'sound')).complaints).toEqual([]);
  });
});

describe('the fault catalogue', () => {
  test("has a faulty set-up for every code of the doctor's catalogue", () => {
    const shown = new Set<string>([...broken().values()].flatMap(({ finds }) => finds));
    expect(Object.keys(FINDING_CATALOGUE).filter((code) => !shown.has(code))).toEqual([]);
  });

  test('has at least 60 broken set-ups', () => {
    expect(broken().size).toBeGreaterThanOrEqual(60);
  });
});
