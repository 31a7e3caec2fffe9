import { readFileSync } from 'node:fs';
import { replaceFile } from '../../adapters/files/replace-file';
import type { CustomResource } from '../deployment';
import { isObject, objectOf, textOf } from '../json';

/** A custom resource as it was last deployed. */
export interface Deployed extends CustomResource {
  /** The stack's own id: another one where a stack of this name was deleted and made again. */
  readonly stackId: string;
  readonly physicalId: string;
}

/** What CloudFormation remembers between deployments: on disk, and written with each change. */
export interface DeploymentState {
  all(): readonly Deployed[];
  put(deployed: Deployed): void;
  remove(deployed: Pick<Deployed, 'stack' | 'logicalId'>): void;
}

/** Opens the state in a file; empty where there is none, or where it is `forgotten`. */
export function openState(file: string, forgotten: boolean): DeploymentState {
  let resources = forgotten ? [] : readState(file);
  const write = (next: readonly Deployed[]) => {
    resources = next;
    replaceFile(file, JSON.stringify({ resources }, null, 2));
  };
  const without = ({ stack, logicalId }: Pick<Deployed, 'stack' | 'logicalId'>) =>
    resources.filter((each) => each.stack !== stack || each.logicalId !== logicalId);
  return {
    all: () => resources,
    put: (deployed) => write([...without(deployed), deployed]),
    remove: (deployed) => write(without(deployed)),
  };
}

function readState(file: string): readonly Deployed[] {
  try {
    const { resources } = objectOf(JSON.parse(readFileSync(file, 'utf8')));
    return Array.isArray(resources) ? resources.flatMap(parseDeployed) : [];
  } catch {
    return [];
  }
}

function parseDeployed(raw: unknown): Deployed[] {
  const { stack, accountId, logicalId, type, serviceToken, timeoutSeconds, stackId, physicalId, ...rest } =
    objectOf(raw);
  const texts = [stack, accountId, logicalId, type, serviceToken, stackId, physicalId].map(textOf);
  if (texts.includes(undefined) || !isObject(rest['properties'])) return [];
  const [name = '', account = '', logical = '', kind = '', token = '', id = '', physical = ''] = texts;
  return [
    {
      stack: name,
      accountId: account,
      logicalId: logical,
      type: kind,
      serviceToken: token,
      timeoutSeconds: Number(timeoutSeconds),
      retained: rest['retained'] === true,
      properties: rest['properties'],
      stackId: id,
      physicalId: physical,
    },
  ];
}
