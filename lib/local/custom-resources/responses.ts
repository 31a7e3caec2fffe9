import { randomUUID } from 'node:crypto';
import type { OutgoingResponse } from '../http-message';
import { isObject, type JsonObject } from '../json';

/** The host of the pre-signed URLs that custom resources answer to. */
export const RESPONSE_HOST = 'cloudformation-custom-resource-response-useast1.s3.amazonaws.com';

// rule: custom-resource.response-size
const MAX_RESPONSE_BYTES = 4096;

/** A URL that takes one answer. */
interface ResponseSlot {
  readonly url: string;
  readonly answered: Promise<JsonObject>;
  /** Makes the URL invalid. */
  close(): void;
}

/** Where answers of custom resources arrive. */
export interface Responses {
  open(): ResponseSlot;
  answer(request: { readonly method: string; readonly target: string; readonly body: Uint8Array }): OutgoingResponse;
}

export function createResponses(): Responses {
  const slots = new Map<string, (document: JsonObject) => void>();
  return {
    open: () => {
      // Signed as a whole: another query is another signature.
      const target = `/local/${randomUUID()}?AWSAccessKeyId=local&Signature=${randomUUID()}&Expires=4102444800`;
      const answered = new Promise<JsonObject>((resolve) => slots.set(target, resolve));
      return { url: `https://${RESPONSE_HOST}${target}`, answered, close: () => slots.delete(target) };
    },
    // rule: custom-resource.response-url
    answer: ({ method, target, body }) => {
      const take = slots.get(target);
      if (method !== 'PUT' || !take) return { status: 403, fields: [], body: '' };
      if (body.length > MAX_RESPONSE_BYTES) return { status: 400, fields: [], body: '' };
      take(parseDocument(body));
      return { status: 200, fields: [], body: '' };
    },
  };
}

/** Anything but an object counts as an empty answer, which is refused later. */
function parseDocument(body: Uint8Array): JsonObject {
  try {
    const document: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return isObject(document) ? document : {};
  } catch {
    return {};
  }
}
