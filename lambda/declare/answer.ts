import { problem } from '../../lib/core/problems';
import { carryOut, type DeclareParts } from './declare';
import {
  type CloudFormationAnswer,
  parseRequest,
  parseReturnAddress,
  type ReturnAddress,
  renderAnswer,
} from './protocol';

/** Sends the answer to CloudFormation; throws where that failed. */
type PutAnswer = (url: string, body: string) => Promise<void>;

export interface DeclareHandlerParts extends DeclareParts {
  readonly put: PutAnswer;
  readonly write: (line: string) => void;
}

/** How often sending is tried: without an answer, CloudFormation waits for its whole time limit. */
const MAX_PUTS = 3;

/**
 * The function behind the custom resource. Whatever happens, CloudFormation gets an answer; only where there is no
 * address to send it to, or the address takes none, it throws.
 */
export function createDeclareHandler(parts: DeclareHandlerParts) {
  return async (event: unknown): Promise<void> => {
    const address = parseReturnAddress(event);
    if (!address)
      throw new Error('Cannot answer: the event has no return address; expected an event of CloudFormation');
    const { answer, error } = await answerTo(event, address, parts);
    parts.write(`${JSON.stringify({ requestId: address.requestId, status: answer.status, ...error })}\n`);
    await putWithRetries(parts.put, address.url, renderAnswer(address, answer));
  };
}

async function answerTo(
  event: unknown,
  { physicalResourceId }: ReturnAddress,
  parts: DeclareParts,
): Promise<{ answer: CloudFormationAnswer; error?: { error: string } }> {
  const request = parseRequest(event);
  // A resource that was never created may have any id, but CloudFormation requires one.
  const physicalId = physicalResourceId ?? 'signpost-tenant-unknown';
  if (!request) {
    // A resource that could not be declared does not exist either: a rollback must not fail on it.
    if (isDelete(event)) return { answer: { status: 'SUCCESS', physicalId } };
    return { answer: failedWith(physicalId, 'declaration.unreadable', UNREADABLE) };
  }
  try {
    const answer = await carryOut(request, parts);
    // A Delete must name the resource as CloudFormation knows it.
    return { answer: request.type === 'Delete' && physicalResourceId ? { ...answer, physicalId } : answer };
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    const message = `Cannot store the declaration: ${name}; expected the table to accept it`;
    return { answer: failedWith(physicalId, 'declaration.failed', message), error: { error: name } };
  }
}

const UNREADABLE = 'Cannot read the request: a property is missing; expected stage, tenantId and declaration';

function failedWith(
  physicalId: string,
  code: 'declaration.failed' | 'declaration.unreadable',
  message: string,
): CloudFormationAnswer {
  return { status: 'FAILED', physicalId, reason: `${problem(code, message).message} [${code}]` };
}

function isDelete(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'RequestType' in event && event.RequestType === 'Delete';
}

async function putWithRetries(put: PutAnswer, url: string, body: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await put(url, body);
    } catch (error) {
      if (attempt === MAX_PUTS) throw error;
    }
  }
}
