import type { JsonObject } from '../json';
import type { PlannedResource } from './changes';
import type { StackInput, StackOutput } from './stack';

/** A stack as it would be deployed: its name and what was given for it. */
export interface StackVersion {
  readonly name: string;
  readonly id: string;
  readonly input: StackInput;
}

/** Everything that is resolved in a version of a stack. */
export interface StackPlan {
  readonly resources: readonly PlannedResource[];
  readonly outputs: readonly StackOutput[];
}

/** Why a version cannot be deployed; with the resource, where one is at fault. */
export interface PlanFailure {
  readonly logicalId?: string;
  readonly reason: string;
}

export type Planned = { readonly ok: true; readonly plan: StackPlan } | ({ readonly ok: false } & PlanFailure);

/** How a custom resource's function answered. */
type Answered =
  | { readonly ok: true; readonly physicalId: string }
  | { readonly ok: false; readonly reason: string; readonly physicalId: string };

export interface CustomResourceRequest {
  readonly stackId: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly request:
    | { readonly kind: 'Create' }
    | { readonly kind: 'Update'; readonly physicalId: string; readonly oldProperties: JsonObject }
    | { readonly kind: 'Delete'; readonly physicalId: string };
}

/** What stacks are deployed to. */
export interface DeploymentTarget {
  /** What a version of a stack is, beside the other stacks as they are. Changes nothing. */
  plan(version: StackVersion, others: readonly StackVersion[]): Planned;
  /** Makes exactly these stacks take effect. Throws with the reason. */
  apply(stacks: readonly StackVersion[]): Promise<void>;
  /** Asks the function of a custom resource, which another stack has deployed before. */
  askCustomResource(request: CustomResourceRequest): Promise<Answered>;
}
