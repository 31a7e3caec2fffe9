import { diagnose } from '../../lib/core/doctor/diagnose';
import { type Recognised, recognise } from '../../lib/core/onboarding/import/recognise';
import { type Environment, healthyEnvironment, type Names, namesOf } from './environment';
import { broken, sound } from './index';
import { SimulatedInternet } from './simulated-internet';
import { observe } from './visit';

let simulated: SimulatedInternet;
beforeAll(async () => {
  simulated = await SimulatedInternet.open();
});
afterAll(() => simulated.close());

/** The result of an import of one environment, with the vendor's MDM as a cluster. */
async function recogniseEnvironment(environment: Environment, names: Names, slow = false): Promise<Recognised> {
  const facts = await observe(simulated, environment, names, { slow });
  const clusters = [{ name: 'vendor', url: `https://${names.mdm}` }];
  return recognise(facts, await diagnose(facts), clusters);
}

/** Errors that the doctor finds only with more information than an import has. */
const NOT_STARTED = ['dns.no-name', 'dns.no-address', 'http.not-found'];

describe('an import recognises', () => {
  const setups = [...broken()].filter(([, { wanted }]) => !wanted);

  test.each(setups)('the broken set-up %s', async (name, { fault, finds, slow }) => {
    const names = namesOf(`import-${name.replace(/\W/g, '-')}`);
    const recognised = await recogniseEnvironment(fault(healthyEnvironment(names), names), names, slow);
    const facts = await observe(simulated, fault(healthyEnvironment(names), names), names, { slow });
    const { verdict, findings } = await diagnose(facts);
    const [error] = findings.filter(({ severity }) => severity === 'error');
    if (error === undefined) expect(['works', 'unknown-cluster', 'nothing']).toContain(recognised.kind);
    else if (verdict.rollUp === 'in-progress')
      expect([finds[0], recognised.kind]).toEqual([expect.anything(), 'nothing']);
    else expect(recognised).toMatchObject({ kind: 'broken', code: finds[0] });
    if (recognised.kind === 'nothing' && error) expect(NOT_STARTED).toContain(error.code);
  });

  const REDIRECT = { rules: [], otherwise: { kind: 'redirect', cluster: 'vendor' } };
  const serve = (enrollment: string) => ({ kind: 'serve', cluster: 'vendor', path: '/enroll', enrollment });
  const SERVE = { rules: [], otherwise: serve('byod') };
  /** What is found without a tenant's file to compare with: a plain redirect unless listed here. */
  const expected: Readonly<Record<string, unknown>> = {
    absent: { kind: 'nothing' },
    suspended: { kind: 'broken', code: 'response.refused' },
    'relative-location': { kind: 'works', policy: SERVE },
    served: { kind: 'works', policy: SERVE },
    'served-with-charset': { kind: 'works', policy: { rules: [], otherwise: serve('adde') } },
    'by-family': {
      kind: 'works',
      policy: { rules: [{ when: { families: ['Mac'] }, answer: serve('adde') }], otherwise: serve('byod') },
    },
  };

  test.each([...sound()])('the sound set-up %s', async (name, { environment }) => {
    const names = namesOf(`import-${name.replace(/\W/g, '-')}`);
    const wanted = expected[name.replace('healthy/', '')] ?? { kind: 'works', policy: REDIRECT };
    expect(await recogniseEnvironment(environment(names), names)).toMatchObject(wanted);
  });

  test('a host that is no cluster', async () => {
    const names = namesOf('import-stranger');
    const facts = await observe(simulated, healthyEnvironment(names), names, {});
    expect(await recognise(facts, await diagnose(facts), [])).toEqual({ kind: 'unknown-cluster', hosts: [names.mdm] });
  });
});
