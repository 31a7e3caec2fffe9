import type { PlannedResource } from './changes';
import type { StackRecord, StackStatus } from './stack';

/** Writes down what happens to a stack and its resources; the stack's own status follows. */
export interface History {
  stack(status: StackStatus, reason?: string): void;
  resource(resource: Pick<PlannedResource, 'logicalId' | 'type' | 'physicalId'>, status: string, reason?: string): void;
}

export function createHistory(
  stack: StackRecord,
  { clock, newId }: { readonly clock: () => number; readonly newId: () => string },
): History {
  // No two events have the same time, so that sorting by it keeps their order.
  const add = (entry: { logicalId: string; physicalId: string; type: string; status: string; reason?: string }) =>
    stack.events.push({ id: newId(), time: Math.max(clock(), (stack.events.at(-1)?.time ?? 0) + 1), ...entry });
  return {
    stack: (status, reason) => {
      stack.status = status;
      stack.statusReason = reason;
      const own = { logicalId: stack.name, physicalId: stack.id, type: 'AWS::CloudFormation::Stack' };
      add({ ...own, status, ...(reason === undefined ? {} : { reason }) });
    },
    resource: ({ logicalId, type, physicalId }, status, reason) => {
      add({ logicalId, type, physicalId, status, ...(reason === undefined ? {} : { reason }) });
    },
  };
}
