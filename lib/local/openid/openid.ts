import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OriginAnswer, OriginRequest } from '../cloudfront/ask-origin';
import type { Fields } from '../http-message';
import { isObject, type JsonObject, objectOf, textOf } from '../json';
import { createLoopback } from '../loopback';
import type { Identities } from './identities';

/** The OpenID provider under its host; its process starts with the first request. */
export interface OpenId {
  readonly host: string;
  answer(request: OriginRequest): Promise<OriginAnswer>;
  close(): Promise<void>;
}

const PROVIDER = join(__dirname, 'provider.mjs');

interface Running {
  readonly port: number;
  readonly child: ChildProcess;
}

/** `keysFile`: its keys are kept there, so that a session survives a restart. */
export function createOpenId(identities: Identities, keysFile: string): OpenId {
  const loopback = createLoopback();
  let starting: Promise<Running> | undefined;
  const start = async (): Promise<Running> => {
    const running = await startProvider({ ...identities, ...openKeys(keysFile) });
    running.child.once('exit', () => {
      starting = undefined;
    });
    return running;
  };
  return {
    host: new URL(identities.issuer).hostname,
    answer: async ({ secure, method, target, fields, body }) => {
      starting ??= start();
      const { port } = await starting;
      const forwarded: Fields = [
        ...fields.filter(([name]) => !/^x-forwarded-/i.test(name)),
        ['X-Forwarded-Proto', secure ? 'https' : 'http'],
      ];
      return loopback.ask(port, { method, target, fields: forwarded, body }).catch(() => 'refused' as const);
    },
    close: async () => {
      loopback.close();
      const child = (await starting)?.child;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function startProvider(settings: object): Promise<Running> {
  // It speaks of the version of Node on its standard error.
  const child = fork(PROVIDER, [], {
    env: {},
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve({ port: Number(objectOf(message)['port']), child }));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the OpenID provider ended with ${code}`)));
    child.send(settings);
  });
}

interface Keys {
  readonly jwks: { readonly keys: readonly JsonObject[] };
  readonly cookieKey: string;
}

function openKeys(file: string): Keys {
  const kept = readKeys(file);
  if (kept) return kept;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = {
    ...privateKey.export({ format: 'jwk' }),
    alg: 'RS256',
    use: 'sig',
    kid: randomBytes(8).toString('hex'),
  };
  const keys = { jwks: { keys: [key] }, cookieKey: randomBytes(16).toString('hex') };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

function readKeys(file: string): Keys | undefined {
  try {
    const { jwks, cookieKey } = objectOf(JSON.parse(readFileSync(file, 'utf8')));
    const { keys } = objectOf(jwks);
    const text = textOf(cookieKey);
    return Array.isArray(keys) && text !== undefined
      ? { jwks: { keys: keys.filter(isObject) }, cookieKey: text }
      : undefined;
  } catch {
    return undefined;
  }
}
