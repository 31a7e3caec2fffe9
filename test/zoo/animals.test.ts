import { CATALOGUE } from '../../lib/core/doctor/catalogue';
import { examine, examineSound } from './census';
import { broken, sound } from './index';
import { Zoo } from './zoo';

let zoo: Zoo;
beforeAll(async () => {
  zoo = await Zoo.open();
});
afterAll(() => zoo.close());

describe('a broken set-up is named exactly', () => {
  test.each([...broken().keys()])('%s', async (name) => {
    const animal = broken().get(name);
    if (!animal) throw new Error('gone');
    expect((await examine(zoo, name, animal, 'cage')).complaints).toEqual([]);
  });
});

describe('a sound set-up yields no finding', () => {
  test.each([...sound().keys()])('%s', async (name) => {
    expect((await examineSound(zoo, name, 'meadow')).complaints).toEqual([]);
  });
});

describe('the zoo', () => {
  test('has an animal for every code of the catalogue', () => {
    const shown = new Set<string>([...broken().values()].flatMap(({ finds }) => finds));
    expect(Object.keys(CATALOGUE).filter((code) => !shown.has(code))).toEqual([]);
  });

  test('has at least 60 broken set-ups', () => {
    expect(broken().size).toBeGreaterThanOrEqual(60);
  });
});
