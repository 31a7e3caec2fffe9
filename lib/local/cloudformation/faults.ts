/** What goes wrong with a resource the next time it is made, changed or removed. */
export interface ResourceFault {
  /** Of any stack when left out. */
  readonly stack?: string;
  /** A logical id or a resource type. */
  readonly resource: string;
  readonly kind: 'fails' | 'conflict' | 'slow';
  /** Of a slow one: how long it takes. */
  readonly seconds?: number;
  /** How often it happens, once when left out. */
  readonly times?: number;
}

/** Faults that wait to happen, and alarms that are in ALARM. */
export interface DeploymentFaults {
  add(fault: ResourceFault): void;
  /** The fault that happens now to this resource, which is counted; nothing where all is well. */
  take(stack: string, logicalId: string, type: string): ResourceFault | undefined;
  setAlarm(arn: string, isInAlarm: boolean): void;
  isInAlarm(arn: string): boolean;
}

export function createDeploymentFaults(): DeploymentFaults {
  const waiting: { readonly fault: ResourceFault; left: number }[] = [];
  const alarms = new Set<string>();
  return {
    add: (fault) => {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    take: (stack, logicalId, type) => {
      const found = waiting.find(
        ({ fault, left }) =>
          left > 0 &&
          (fault.stack === undefined || fault.stack === stack) &&
          (fault.resource === logicalId || fault.resource === type),
      );
      if (found) found.left -= 1;
      return found?.fault;
    },
    setAlarm: (arn, isInAlarm) => {
      if (isInAlarm) alarms.add(arn);
      else alarms.delete(arn);
    },
    isInAlarm: (arn) => alarms.has(arn),
  };
}

/** What a fault says, as the service of the resource does. */
export function faultMessage({ kind }: ResourceFault, type: string): string {
  if (kind === 'conflict') {
    return `Resource handler returned message: "ConflictException: the resource is currently being updated" (HandlerErrorCode: ResourceConflict)`;
  }
  return `Resource handler returned message: "${type} fails on request" (HandlerErrorCode: GeneralServiceException)`;
}
