import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fleet } from '../../core/tenants/fleet';
import { readAssembly } from '../assembly/read-assembly';
import type { Cloud } from '../cloud';
import { type IncomingRequest, type OutgoingResponse, splitTarget } from '../http-message';
import type { Service } from '../simulation/aws/api';
import { createAssemblyTarget } from './assembly-target';
import { type Bootstrap, createBootstrap } from './bootstrap';
import { createDeploymentFaults, type DeploymentFaults } from './faults';
import { cloudFormation } from './operations';
import { ORDERS_PATH, takeOrder } from './orders';
import type { StackInput } from './stack';
import { createStacks, type Stacks } from './stacks';
import { readTemplate } from './template-source';

export interface DeploymentsOptions {
  readonly cloud: Pick<Cloud, 'serve' | 'backend'>;
  /** What the cloud serves from the start. */
  readonly assemblyDirectory: string;
  /** Where uploads are kept. */
  readonly stateDirectory: string;
  /** The project as it is when something is deployed; the simulated environment follows it. */
  readonly readFleet: () => Promise<Fleet | undefined>;
  /** Called after each deployment, with the project as it was read for it. */
  readonly onServed?: (fleet: Fleet | undefined) => void;
}

/** CloudFormation with what `cdk deploy` needs beside it, over the deployment that a local cloud serves. */
export interface Deployments {
  /** By the name that a signature has. */
  readonly services: Readonly<Record<string, Service>>;
  /** Takes orders for faults; nothing for any other request. */
  readonly orders: (request: IncomingRequest) => OutgoingResponse | undefined;
  readonly stacks: Stacks;
  readonly faults: DeploymentFaults;
}

/** Opens deployments over a running cloud: its stacks are there, as if each had been deployed. Nothing without a backend. */
export function openDeployments(options: DeploymentsOptions): Deployments | undefined {
  const { assemblyDirectory, stateDirectory, cloud } = options;
  const assembly = readAssembly(assemblyDirectory);
  if (!assembly.ok) throw new Error('The assembly that is served cannot be read.');
  const accountId = assembly.value.stacks[0]?.account ?? '111111111111';
  const { backend } = cloud;
  if (!backend) return undefined;
  const faults = createDeploymentFaults();
  const bootstrap: Bootstrap = createBootstrap({
    accountId,
    directory: join(stateDirectory, 'assets'),
    known: assembly.value.assets,
    callerArn: `arn:aws:sts::${accountId}:assumed-role/platform/local`,
    readParameter: (name) => parameterOf(stacks, name),
  });
  const stacks = createStacks({
    target: createAssemblyTarget({
      accountId,
      assets: bootstrap.assets,
      serve: async (deployment) => {
        const fleet = await options.readFleet();
        const problems = await cloud.serve(deployment, fleet);
        if (problems.length === 0) options.onServed?.(fleet);
        return problems;
      },
      customResources: backend.customResources,
    }),
    faults,
    accountId,
    clock: Date.now,
    newId: randomUUID,
    wait: async (milliseconds) => {
      await wait(milliseconds);
    },
  });
  const deployed = backend.customResources.state.all();
  const inputs = assembly.value.stacks.map(
    (stack) => [stack, inputOf(readFileSync(join(assemblyDirectory, stack.file), 'utf8'), stack.tags ?? {})] as const,
  );
  stacks.adopt(
    inputs.map(([{ name, terminationProtection }, input]) => {
      const own = deployed.filter(({ stack }) => stack === name);
      const physicalIds = new Map(own.map(({ logicalId, physicalId }) => [logicalId, physicalId]));
      return { name, input, terminationProtection, id: own[0]?.stackId, physicalIds };
    }),
  );
  const services = { ...bootstrap.services, cloudformation: cloudFormation(stacks, bootstrap.fetchTemplate) };
  const orders: Deployments['orders'] = (request) =>
    splitTarget(request.target).path === ORDERS_PATH ? takeOrder(request, faults) : undefined;
  return { services, orders, stacks, faults };
}

function inputOf(templateBody: string, tagged: Readonly<Record<string, string>>): StackInput {
  const tags = Object.entries(tagged).map(([key, value]) => ({ key, value }));
  const rollback = { alarmArns: [], monitoringMinutes: 0 };
  const capabilities = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'];
  return { templateBody, template: readTemplate(templateBody), parameters: {}, tags, capabilities, rollback };
}

/** The value of an SSM parameter that a stack has written. */
function parameterOf(stacks: Stacks, name: string): string | undefined {
  return stacks.propertyOf('AWS::SSM::Parameter', name, 'Value');
}
