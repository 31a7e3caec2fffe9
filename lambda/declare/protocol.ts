import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse } from 'aws-lambda';
import type { DeclareProperties } from '../../lib/contract/declare';

/** The request of CloudFormation, once parsed: its types say what an event should hold, not what this one does. */
export interface CloudFormationRequest {
  readonly type: CloudFormationCustomResourceEvent['RequestType'];
  readonly requestId: string;
  readonly stackId: string;
  readonly properties: DeclareProperties;
}

export type CloudFormationAnswer =
  | { readonly status: 'SUCCESS'; readonly physicalId: string }
  /** People read the reason in the events of the stack. */
  | { readonly status: 'FAILED'; readonly physicalId: string; readonly reason: string };

/** What an answer needs, whatever else the event holds. */
export interface ReturnAddress {
  readonly url: string;
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalResourceId: string;
  /** As CloudFormation knows it; missing before the resource was created. */
  readonly physicalResourceId?: string;
}

/** The whole response may have 4,096 bytes [documented]; ids and addresses take their part. */
const MAX_REASON_BYTES = 2000;

type Fields = Readonly<Record<string, unknown>>;

/** The event's return address, or nothing where it is not an event of CloudFormation. */
export function parseReturnAddress(event: unknown): ReturnAddress | undefined {
  if (!isFields(event)) return undefined;
  const { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId } = event;
  const texts = { url: ResponseURL, stackId: StackId, requestId: RequestId, logicalResourceId: LogicalResourceId };
  if (Object.values(texts).some((text) => typeof text !== 'string')) return undefined;
  const known = typeof PhysicalResourceId === 'string' ? { physicalResourceId: PhysicalResourceId } : {};
  return { ...(texts as unknown as ReturnAddress), ...known };
}

/** The event as a request, or nothing where a part of it is missing. */
export function parseRequest(event: unknown): CloudFormationRequest | undefined {
  const address = parseReturnAddress(event);
  if (!address || !isFields(event) || !isFields(event['ResourceProperties'])) return undefined;
  const type = (['Create', 'Update', 'Delete'] as const).find((each) => each === event['RequestType']);
  const { stage, tenantId, declaration } = event['ResourceProperties'];
  if (!type || typeof stage !== 'string' || typeof tenantId !== 'string' || typeof declaration !== 'string') {
    return undefined;
  }
  return {
    type,
    requestId: address.requestId,
    stackId: address.stackId,
    properties: { stage, tenantId, declaration },
  };
}

/** The answer as CloudFormation reads it. */
export function renderAnswer(address: ReturnAddress, answer: CloudFormationAnswer): string {
  const response: CloudFormationCustomResourceResponse = {
    ...(answer.status === 'FAILED'
      ? { Status: answer.status, Reason: clip(answer.reason) }
      : { Status: answer.status }),
    PhysicalResourceId: answer.physicalId,
    StackId: address.stackId,
    RequestId: address.requestId,
    LogicalResourceId: address.logicalResourceId,
  };
  return JSON.stringify(response);
}

function clip(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= MAX_REASON_BYTES) return text;
  return `${new TextDecoder().decode(bytes.slice(0, MAX_REASON_BYTES)).replace(/\uFFFD$/, '')}…`;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
