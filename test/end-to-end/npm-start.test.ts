import { readLocalState } from '../../lib/adapters/files/local-state';
import { createAsk } from '../../lib/adapters/http/device';
import { localNetwork } from '../../lib/adapters/http/network';
import { describeAddeUrl, describeAddeUrlAfterRestart, describeOwnedToken } from './adde';
import { describeDoctor } from './doctor';
import { describeLocalCloud } from './local-cloud';
import { describeOffboarding } from './offboard';
import { describeOnboarding, describeOnboardingAfterRestart } from './onboarding';
import { describeOverride, describeOverrideAfterRestart } from './override';
import { createStartedCloud } from './started-cloud';

const cloud = createStartedCloud();

// Each start synthesizes anew, and some commands are processes.
jest.setTimeout(180_000);

beforeAll(cloud.start);
afterAll(() => cloud.stop());

// One after the other: first what only reads, then what changes a tenant, then what must survive a restart.
describeLocalCloud(cloud);
describeDoctor(cloud);
describeAddeUrl(cloud);
describeOverride(cloud);
describeOnboarding(cloud);

describe('npm start', () => {
  test('ends by Ctrl-C: no listener, no state, exit code 0', async () => {
    const { endpoints } = cloud;
    const { code, stderr } = await cloud.stop();
    expect(code).toBe(0);
    expect(stderr).toContain('Stopping …');
    expect(readLocalState(cloud.checkout)).toBeUndefined();
    const ask = createAsk(localNetwork(endpoints));
    const observation = await ask({ url: 'https://acme.example/', headers: {} });
    expect(observation).toMatchObject({ kind: 'failure', problem: { code: 'network.refused' } });
  });

  test('starts again in the same checkout', () => cloud.start());
});

describeAddeUrlAfterRestart(cloud);
describeOwnedToken(cloud);
describeOverrideAfterRestart(cloud);
describeOnboardingAfterRestart(cloud);
describeOffboarding(cloud);
