/** A presigned URL answers at once or not at all. */
const TIMEOUT_MS = 10_000;

/**
 * Puts a text to a presigned URL. Without a content type, as its signature has none [documented]; the URL is a secret
 * and is part of no message.
 */
export async function putAnswer(url: string, body: string): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    // Bytes, as `fetch` gives a text a content type by itself.
    body: new TextEncoder().encode(body),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`Cannot hand in the answer: status ${response.status}; expected 200`);
}
