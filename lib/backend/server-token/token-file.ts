import { problem } from '../../core/problems';
import { parseServerToken, type ServerToken } from '../../core/registration/server-token';
import { failed, type Result } from '../../core/result';
import type { StagedKey } from '../registration/ports';
import { openEnvelope } from './envelope';

/** Far more than Apple's files have, a few kilobytes. */
const MAX_TOKEN_FILE_BYTES = 64 * 1024;

const MESSAGE = /-----BEGIN MESSAGE-----([\s\S]*?)-----END MESSAGE-----/;
const ARMOR = /-----BEGIN [A-Z0-9 ]+-----([\s\S]*?)-----END [A-Z0-9 ]+-----/;

/** Whether an upload is the bare JSON of a token instead of Apple's file. */
export function isPlainToken(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 256))
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .startsWith('{');
}

/**
 * Reads the token out of Apple's `.p7m`: MIME around base64 around the envelope, and MIME around JSON inside of it.
 * Problem codes: `token.file-unreadable`, `token.file-other-key`, `token.malformed`.
 */
export function openTokenFile(bytes: Uint8Array, staged: StagedKey): Result<ServerToken> {
  if (bytes.length > MAX_TOKEN_FILE_BYTES) return unreadable(`it has ${bytes.length} bytes`);
  const cms = unwrapMime(bytes);
  if (!cms) return unreadable('it is neither MIME with base64 nor binary');
  const opened = openEnvelope(cms, staged);
  return opened.ok ? readContent(opened.value) : opened;
}

/** The bare JSON of a token. Problem code: `token.malformed`. */
export function readPlainToken(bytes: Uint8Array): Result<ServerToken> {
  return parseServerToken(
    Buffer.from(bytes)
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
  );
}

/** The envelope's bytes: as they are, base64, PEM, or the body of a MIME message. */
function unwrapMime(bytes: Uint8Array): Buffer | undefined {
  // Every BER SEQUENCE begins so, and no text of ours does.
  if (bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80) return Buffer.from(bytes);
  const { body } = splitMime(Buffer.from(bytes).toString('latin1'));
  const base64 = (ARMOR.exec(body)?.[1] ?? body).replace(/\s+/g, '');
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  return Buffer.from(base64, 'base64');
}

/** The JSON of the token: its lines may be broken anywhere, inside of strings as well. [observed] */
function readContent(content: Buffer): Result<ServerToken> {
  const { headers, body } = splitMime(content.toString('utf8'));
  const text = decodeTransfer(body, headers['content-transfer-encoding']);
  const message = MESSAGE.exec(text)?.[1] ?? text;
  return parseServerToken(message.replace(/[\r\n]+/g, '').trim());
}

function splitMime(text: string): { headers: Readonly<Record<string, string>>; body: string } {
  const start = text.replace(/^\s+/, '');
  const end = /\r?\n[ \t]*\r?\n/.exec(start);
  if (!end || !/^[A-Za-z0-9-]+:/.test(start)) return { headers: {}, body: start };
  const lines = start
    .slice(0, end.index)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { headers, body: start.slice(end.index + end[0].length) };
}

function decodeTransfer(body: string, encoding = ''): string {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable': {
      const joined = body.replace(/=\r?\n/g, '');
      return joined.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    }
    default:
      return body;
  }
}

function unreadable(actual: string): Result<never> {
  return failed(
    problem('token.file-unreadable', `Cannot open the token file: ${actual}; expected a .p7m file as Apple makes it`),
  );
}
