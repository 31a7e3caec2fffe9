import { REGION } from '../../contract/names';
import { type Deployment, functionArnOf, type RegionalFunction } from '../deployment';
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
  /** Runs the functions of another deployment from now on; those that are the same go on. */
  serve(deployment: Pick<Deployment, 'functions'>): Promise<void>;
  close(): Promise<void>;
}

/** A function of a deployment, with its processes at the edge and in the region. */
interface Running {
  readonly target: RegionalFunction;
  readonly atEdge: FunctionProcess;
  readonly pool: EnvironmentPool;
}

/** `network`: the ports of the local cloud, read when the first process starts. */
export function createFunctions(
  deployment: Pick<Deployment, 'functions'>,
  log: Log,
  network: () => ChildSettings['network'],
): Functions {
  const start = (target: RegionalFunction): Running => {
    const onLine = (line: string) => log({ source: 'function', name: target.name, line });
    const settings = () => ({ environment: lambdaEnvironment(target, REGION), network: network() });
    return { target, atEdge: new FunctionProcess(target, onLine), pool: new EnvironmentPool(target, settings, onLine) };
  };
  let running = new Map([...deployment.functions].map(([arn, target]) => [arn, start(target)]));
  return {
    invokeAtEdge: async (versionArn, event) => found(running, functionArnOf(versionArn) ?? '').atEdge.invoke(event),
    invoke: async (arn, event) => found(running, arn).pool.invoke(event),
    pids: (name) =>
      [...running.values()].filter(({ target }) => target.name === name).flatMap(({ pool }) => pool.pids()),
    serve: async ({ functions }) => {
      const before = running;
      const isSame = (arn: string, target: RegionalFunction) =>
        JSON.stringify(before.get(arn)?.target) === JSON.stringify(target);
      running = new Map(
        [...functions].map(([arn, target]) => [arn, (isSame(arn, target) && before.get(arn)) || start(target)]),
      );
      const kept = new Set(running.values());
      await Promise.all([...before.values()].filter((each) => !kept.has(each)).map(end));
    },
    close: async () => {
      await Promise.all([...running.values()].map(end));
    },
  };
}

async function end({ atEdge, pool }: Running): Promise<void> {
  await Promise.all([atEdge.close(), pool.close()]);
}

/** A deployment is not made without its functions. */
function found<T>(all: ReadonlyMap<string, T>, arn: string): T {
  const one = all.get(arn);
  if (one === undefined) throw new Error(`no function ${arn}`);
  return one;
}
