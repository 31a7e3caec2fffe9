import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { redirect } from '../../../lib/core/tenants/authoring';
import type { Fleet } from '../../../lib/core/tenants/fleet';
import type { Cloud } from '../../../lib/local/cloud';
import { type Deployments, openDeployments } from '../../../lib/local/cloudformation/open';
import { type ControlPlane, startControlPlane } from '../../../lib/local/simulation/aws/control-plane';
import { buildFleet, plainTenant } from '../../support/fleet';
import { ask, outcome } from '../client';
import { Clouds, newFolder, synthesized } from '../synthesized';

const ZENITH = 'Signpost-local-Tenant-zenith';
const ACME = 'Signpost-local-Tenant-acme';
const clusters = { na1: { url: 'https://na1.mdm.example' }, eu1: { url: 'https://eu1.mdm.example' } };
const acme = plainTenant('acme.example');
const zenith = plainTenant('zenith.example');
const moved = plainTenant('acme.example', { discovery: { rules: [], otherwise: redirect('eu1') } });

// Several runs of the CLI a test, each of which waits 5 s for what it has asked.
jest.setTimeout(300_000);

/** The pinned CDK CLI, unchanged, against the local cloud; and what devices are answered after each of its runs. */
describe('the CDK CLI on a running local cloud', () => {
  const clouds = new Clouds();
  let fleet = buildFleet({ clusters, tenants: { acme } });
  let cloud: Cloud;
  let deployments: Deployments;
  let controlPlane: ControlPlane;

  beforeAll(async () => {
    const [assemblyDirectory, stateDirectory] = [await synthesized(fleet), newFolder('state')];
    cloud = await clouds.start({ assemblyDirectory, fleet, stateDirectory });
    const opened = openDeployments({ cloud, assemblyDirectory, stateDirectory, readFleet: async () => fleet });
    if (!opened) throw new Error('There is no backend.');
    deployments = opened;
    controlPlane = await startControlPlane({ services: opened.services });
  });
  afterAll(async () => {
    await Promise.all([clouds.close(), controlPlane.close()]);
  });

  /** Runs the CLI over the app of a fleet, which is what the project says from then on. */
  async function cdk(next: Fleet, command: string, stack: string, ...flags: readonly string[]): Promise<CdkRun> {
    fleet = next;
    const app = await synthesized(next);
    return runCdk(controlPlane.url, ['--app', app, command, '--exclusively', ...flags, stack]);
  }
  const deploy = (next: Fleet, stack: string) => cdk(next, 'deploy', stack, '--require-approval', 'never');
  const answer = (domain: string) =>
    outcome(ask(cloud, `https://${domain}/.well-known/com.apple.remotemanagement?user-identifier=a@${domain}`));
  const withZenith = buildFleet({ clusters, tenants: { acme, zenith } });

  test('says that nothing differs from what the local cloud began with', async () => {
    const app = await synthesized(fleet);
    const { code, output } = await runCdk(controlPlane.url, ['--app', app, 'diff', '--all']);
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringContaining('Number of stacks with differences: 0'),
    });
  });

  test('deploys a new tenant, finds no difference afterwards, and takes it away', async () => {
    expect(await answer('zenith.example')).toBe('name not found');
    expect(await deploy(withZenith, ZENITH)).toMatchObject({ code: 0 });
    expect(await answer('zenith.example')).toMatch(/^302 https:\/\/na1\.mdm\.example\//);
    const { output } = await cdk(withZenith, 'diff', ZENITH);
    expect(output).toContain('Number of stacks with differences: 0');
    expect(await cdk(withZenith, 'destroy', ZENITH, '--force')).toMatchObject({ code: 0 });
    expect(await answer('zenith.example')).toBe('name not found');
    expect(await answer('acme.example')).toMatch(/^302 https:\/\/na1\.mdm\.example\//);
  });

  test.each([
    'AWS::CloudFront::Distribution',
    'Custom::SignpostTenant',
  ])('whose first deployment fails at a %s leaves nothing, and deploys the next time', async (resource) => {
    deployments.faults.add({ stack: ZENITH, resource, kind: 'fails' });
    expect(await deploy(withZenith, ZENITH)).toMatchObject({
      code: 1,
      output: expect.stringContaining('fails on request'),
    });
    expect(deployments.stacks.find(ZENITH).status).toBe('ROLLBACK_COMPLETE');
    expect(await answer('zenith.example')).toBe('name not found');
    expect(await deploy(withZenith, ZENITH)).toMatchObject({ code: 0 });
    expect(await answer('zenith.example')).toMatch(/^302 /);
    expect(await cdk(withZenith, 'destroy', ZENITH, '--force')).toMatchObject({ code: 0 });
  });

  test('changes a policy; a change that fails is taken back', async () => {
    deployments.faults.add({ stack: ACME, resource: 'AWS::CloudFront::Distribution', kind: 'conflict' });
    const changed = buildFleet({ clusters, tenants: { acme: moved } });
    expect(await deploy(changed, ACME)).toMatchObject({ code: 1 });
    expect(deployments.stacks.find(ACME).status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await answer('acme.example')).toMatch(/^302 https:\/\/na1\.mdm\.example\//);
    expect(await deploy(changed, ACME)).toMatchObject({ code: 0 });
    expect(await answer('acme.example')).toMatch(/^302 https:\/\/eu1\.mdm\.example\//);
  });
});

interface CdkRun {
  readonly code: number | null;
  readonly output: string;
}

function runCdk(endpoint: string, args: readonly string[]): Promise<CdkRun> {
  const child = spawn(join('node_modules', '.bin', 'cdk'), ['--no-notices', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: newFolder('home'),
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_DISABLE_VERSION_CHECK: '1',
      NODE_NO_WARNINGS: '1',
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve({ code, output })));
}
