import type { JsonObject } from '../json';

/** The states of a stack that are imitated, by CloudFormation's names. */
export type StackStatus =
  | 'REVIEW_IN_PROGRESS'
  | `${'CREATE' | 'UPDATE' | 'DELETE' | 'ROLLBACK' | 'UPDATE_ROLLBACK'}_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS';

/** One line of a stack's history. */
export interface StackEvent {
  readonly id: string;
  readonly time: number;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** What a caller gives for the next version of a stack. */
export interface StackInput {
  /** The template as it was sent: `GetTemplate` gives it back to the letter. */
  readonly templateBody: string;
  readonly template: JsonObject;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
  readonly roleArn?: string;
  readonly rollback: RollbackConfiguration;
}

/** Alarms that turn a deployment back, and for how many minutes after it they are watched. */
export interface RollbackConfiguration {
  readonly alarmArns: readonly string[];
  readonly monitoringMinutes: number;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
}

/** One change to a resource, as a change set lists it. */
export interface ResourceChange {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly replacement?: 'True' | 'False';
  readonly scope: readonly ('Properties' | 'Metadata' | 'DeletionPolicy' | 'Tags')[];
}

export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly kind: 'CREATE' | 'UPDATE';
  readonly createdAt: number;
  readonly input: StackInput;
  readonly changes: readonly ResourceChange[];
  /** Why it cannot be executed; missing where it can. */
  readonly failure?: string;
}

interface ExistingResource {
  readonly type: string;
  readonly physicalId: string;
  /** Where the template fixes one. */
  readonly fixedName?: string;
}

/** A stack as it is now; `deployed` is missing until its first deployment begins. */
export interface StackRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  updatedAt?: number;
  deletedAt?: number;
  status: StackStatus;
  statusReason?: string;
  deployed?: StackInput;
  outputs: readonly StackOutput[];
  terminationProtection: boolean;
  /** The resources that exist, by logical id. */
  readonly resources: Map<string, ExistingResource>;
  /** Oldest first. */
  readonly events: StackEvent[];
  readonly changeSets: Map<string, ChangeSet>;
}

/** Whether another operation on the stack is still under way. */
export function isInProgress({ status }: StackRecord): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}
