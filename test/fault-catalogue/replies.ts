import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { QueryHandling, Reply } from './environment';

type Parameters = readonly string[];

/** Answers one request as the environment says. `first` remembers the first answer per path, as a bad cache does. */
export function act(
  reply: Reply,
  request: IncomingMessage,
  response: ServerResponse,
  first: Map<string, string>,
): void {
  const [path = '/', query = ''] = splitAt(request.url ?? '/', '?');
  switch (reply.kind) {
    case 'respond':
      response.writeHead(reply.status, reply.headers);
      response.end(reply.base64 === undefined ? reply.body : Buffer.from(reply.base64, 'base64'));
      break;
    case 'redirect':
      response.writeHead(reply.status ?? 302, {
        ...reply.headers,
        location: withQuery(reply.to, handle(query, reply.query ?? 'keep')),
      });
      response.end();
      break;
    case 'hop':
      response
        .writeHead(reply.status ?? 302, { location: reply.to.replace('#', randomBytes(4).toString('hex')) })
        .end();
      break;
    case 'by-family':
      act(reply.families[parameter(query, 'model-family') ?? ''] ?? reply.otherwise, request, response, first);
      break;
    case 'mdm':
      if (knowsUser(query)) act(reply.reply, request, response, first);
      else response.writeHead(404).end();
      break;
    case 'shared-cache': {
      const cached = first.get(path) ?? query;
      first.set(path, cached);
      request.url = `${path}?${cached}`;
      act(reply.reply, request, response, first);
      break;
    }
    default:
      misbehave(reply, response);
  }
}

type Misbehaviour = Extract<Reply, { kind: 'bytes' | 'hang' | 'drip' | 'reset' | 'endless' | 'bomb' }>;

function misbehave(reply: Misbehaviour, response: ServerResponse): void {
  const socket = response.socket;
  switch (reply.kind) {
    case 'bytes':
      socket?.end(Buffer.from(reply.text, 'latin1'));
      return;
    case 'hang':
      return;
    case 'reset':
      socket?.destroy();
      return;
    case 'drip': {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
      return;
    }
    case 'endless': {
      response.writeHead(200, { 'content-type': reply.type });
      const pour = () => {
        while (!response.destroyed && response.write(' '.repeat(16 * 1024)));
      };
      response.on('drain', pour).on('error', () => response.destroy());
      pour();
      return;
    }
    case 'bomb': {
      const body = bombOf(reply.encoding);
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': reply.encoding }).end(body);
    }
  }
}

const bombs = new Map<string, Buffer>();

/** Many times what is read, in a few kilobytes. */
function bombOf(encoding: 'gzip' | 'br'): Buffer {
  const megabytes = () => Buffer.alloc(4 * 1024 * 1024, ' ');
  const bomb = bombs.get(encoding) ?? (encoding === 'gzip' ? gzipSync(megabytes()) : brotliCompressSync(megabytes()));
  bombs.set(encoding, bomb);
  return bomb;
}

function handle(query: string, handling: QueryHandling): string {
  const pairs: Parameters = query.split('&').filter((pair) => pair !== '');
  switch (handling) {
    case 'keep':
      return query;
    case 'drop':
      return '';
    case 'identifier-only':
      return pairs.filter((pair) => pair.startsWith('user-identifier=')).join('&');
    case 'family-only':
      return pairs.filter((pair) => pair.startsWith('model-family=')).join('&');
    case 'plus-to-space':
      return query.replaceAll('+', '%20');
    case 'encode-twice':
      return pairs
        .map((pair) => pair.replace(/=(.*)$/, (_, value) => `=${encodeURIComponent(encodeURIComponent(value))}`))
        .join('&');
  }
}

function withQuery(url: string, query: string): string {
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

/** An MDM finds people by their exact address. */
function knowsUser(query: string): boolean {
  const identifier = parameter(query, 'user-identifier');
  return identifier !== undefined && !identifier.includes('%20') && !identifier.includes('%25');
}

function parameter(query: string, name: string): string | undefined {
  return query
    .split('&')
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
