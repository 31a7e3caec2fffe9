import { REGION } from '../../contract/names';
import { type Deployment, functionArnOf } from '../deployment';
import type { Log } from '../log';
import type { ChildSettings } from './child';
import { lambdaEnvironment } from './environment';
import { EnvironmentPool } from './environment-pool';
import { FunctionProcess } from './function-process';
import type { Invocation } from './invocation';

/** All functions of a deployment, each in processes of its own that start with its first invocation. */
export interface Functions {
  /** Invokes an edge function, by the ARN of a version. */
  invokeAtEdge(versionArn: string, event: unknown): Promise<Invocation>;
  /** Invokes a function of the region, by its ARN. */
  invoke(arn: string, event: unknown): Promise<Invocation>;
  /** Ids of the processes of a function that run now, by its name. */
  pids(name: string): readonly number[];
  close(): Promise<void>;
}

/** `network`: the ports of the local cloud, read when the first process starts. */
export function createFunctions(
  { functions }: Deployment,
  log: Log,
  network: () => ChildSettings['network'],
): Functions {
  const atEdge = new Map<string, FunctionProcess>();
  const pools = new Map<string, EnvironmentPool>();
  for (const [arn, target] of functions) {
    const onLine = (line: string) => log({ source: 'function', name: target.name, line });
    const settings = () => ({ environment: lambdaEnvironment(target, REGION), network: network() });
    atEdge.set(arn, new FunctionProcess(target, onLine));
    pools.set(arn, new EnvironmentPool(target, settings, onLine));
  }
  return {
    invokeAtEdge: async (versionArn, event) => found(atEdge, functionArnOf(versionArn) ?? '').invoke(event),
    invoke: async (arn, event) => found(pools, arn).invoke(event),
    pids: (name) =>
      [...functions.values()].filter((each) => each.name === name).flatMap(({ arn }) => found(pools, arn).pids()),
    close: async () => {
      await Promise.all([...atEdge.values(), ...pools.values()].map((each) => each.close()));
    },
  };
}

/** A deployment is not made without its functions. */
function found<T>(all: ReadonlyMap<string, T>, arn: string): T {
  const one = all.get(arn);
  if (one === undefined) throw new Error(`no function ${arn}`);
  return one;
}
