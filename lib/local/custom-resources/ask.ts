import { randomUUID } from 'node:crypto';
import type { CustomResource } from '../deployment';
import { type JsonObject, textOf } from '../json';
import type { Invocation } from '../lambda/invocation';
import type { Responses } from './responses';

/** What a function is asked to do for a resource of a stack. */
export type ResourceRequest =
  | { readonly type: 'Create' }
  | { readonly type: 'Update'; readonly physicalId: string; readonly oldProperties: JsonObject }
  | { readonly type: 'Delete'; readonly physicalId: string };

/** How it went; where it failed, `physicalId` is what a rollback is to delete. */
export type ResourceOutcome =
  | { readonly ok: true; readonly physicalId: string }
  | { readonly ok: false; readonly reason: string; readonly physicalId: string };

export interface CustomResourceCall {
  /** Invokes a function by ARN, as an asynchronous invocation. */
  readonly invoke: (functionArn: string, event: unknown) => Promise<Invocation>;
  /** How often an asynchronous invocation of it is tried again. */
  readonly retriesOf: (functionArn: string) => number;
  readonly responses: Responses;
}

/** Asks the function of a custom resource as CloudFormation does, and reads its answer. */
export async function askFunction(
  resource: CustomResource & { readonly stackId: string },
  request: ResourceRequest,
  { invoke, retriesOf, responses }: CustomResourceCall,
): Promise<ResourceOutcome> {
  const slot = responses.open();
  const event = resourceEvent(resource, request, slot.url);
  // Where no answer names one, CloudFormation makes one up. [observed]
  const physicalId = request.type === 'Create' ? `${resource.logicalId}-${event.RequestId}` : request.physicalId;
  const fail = (reason: string): ResourceOutcome => ({ ok: false, reason, physicalId });
  const invocations = async (): Promise<ResourceOutcome> => {
    let reason = 'it ended without an answer';
    for (let attempt = 0; attempt <= retriesOf(resource.serviceToken); attempt += 1) {
      const invocation = await invoke(resource.serviceToken, event);
      if (invocation.kind === 'result') break;
      reason = invocation.reason;
    }
    // rule: custom-resource.no-answer
    return fail(`the function did not answer: ${reason}`);
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ResourceOutcome>((resolve) => {
    const seconds = resource.timeoutSeconds;
    timer = setTimeout(() => resolve(fail(`the function did not answer within ${seconds} s`)), seconds * 1000);
  });
  const answered = slot.answered.then((document) => judge(document, event, fail));
  // In this order: an answer that has arrived counts, also where the function has ended.
  const outcome = await Promise.race([
    answered,
    late,
    invocations().then(async (lost) => Promise.race([answered, lost])),
  ]);
  clearTimeout(timer);
  slot.close();
  return outcome;
}

// rule: custom-resource.request
function resourceEvent(
  { stackId, logicalId, type, serviceToken, properties }: CustomResource & { readonly stackId: string },
  request: ResourceRequest,
  responseUrl: string,
) {
  return {
    RequestType: request.type,
    ServiceToken: serviceToken,
    ResponseURL: responseUrl,
    StackId: stackId,
    RequestId: randomUUID(),
    LogicalResourceId: logicalId,
    ...(request.type === 'Create' ? {} : { PhysicalResourceId: request.physicalId }),
    ResourceType: type,
    ResourceProperties: properties,
    ...(request.type === 'Update' ? { OldResourceProperties: request.oldProperties } : {}),
  };
}

type ResourceEvent = ReturnType<typeof resourceEvent>;

// rule: custom-resource.response
function judge(document: JsonObject, event: ResourceEvent, fail: (reason: string) => ResourceOutcome): ResourceOutcome {
  const physicalId = textOf(document['PhysicalResourceId']) ?? '';
  const reason = textOf(document['Reason']) ?? '';
  if (document['Status'] === 'FAILED') {
    const failure = fail(reason === '' ? 'the function gave no reason' : reason);
    return physicalId === '' ? failure : { ...failure, physicalId };
  }
  const copied = (['StackId', 'RequestId', 'LogicalResourceId'] as const).filter(
    (name) => document[name] !== event[name],
  );
  if (document['Status'] !== 'SUCCESS' || copied.length > 0) {
    return fail(`the answer is none: ${copied.length > 0 ? `${copied.join(', ')} not copied` : 'no Status'}`);
  }
  if (physicalId === '' || physicalId.length > 1024) return fail('Invalid PhysicalResourceId');
  return { ok: true, physicalId };
}
