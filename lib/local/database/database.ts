import { mkdirSync } from 'node:fs';
import { type Problem, problem } from '../../core/problems';
import { failed, type Result } from '../../core/result';
import type { OriginAnswer, OriginRequest } from '../cloudfront/ask-origin';
import type { Table } from '../deployment';
import { type Fields, fieldOf } from '../http-message';
import { objectOf, textOf } from '../json';
import type { Log } from '../log';
import { createLoopback } from '../loopback';
import { type DatabaseEngine, type EngineProgram, findEngine, startEngine } from './engine';
import { type CallDynamoDb, ensureTables } from './tables';

/** A fault of one call: no connection, an answer that is lost after the work is done, too many calls. */
export type DatabaseFault = 'refuse' | 'lose' | 'throttle';

/** Decides whether a call of an operation, such as `GetItem`, goes wrong. */
export type DisturbDatabase = (operation: string) => DatabaseFault | undefined;

export interface DatabaseOptions {
  /** Where the tables are kept. */
  readonly directory: string;
  readonly tables: readonly Table[];
  readonly log: Log;
  /** Nothing goes wrong when left out. */
  readonly disturb?: DisturbDatabase;
  /** The engine of this machine when left out. */
  readonly program?: EngineProgram;
}

/** DynamoDB as the functions call it, under its own host name. */
export interface Database {
  /** Whether a table was created just now, so that nothing is stored. */
  readonly isNew: boolean;
  answer(request: Pick<OriginRequest, 'method' | 'target' | 'fields' | 'body'>): Promise<OriginAnswer>;
  /** Makes the tables those of another deployment; a table that it lacks stays. Problem codes as in `openDatabase`. */
  ensure(tables: readonly Table[]): Promise<readonly Problem[]>;
  /** Id of the engine's process; nothing while it does not run. */
  pid(): number | undefined;
  close(): Promise<void>;
}

export type DatabaseOutcome =
  | { readonly ok: true; readonly value: Database }
  | { readonly ok: false; readonly problems: Problem[] };

/** The host at which the SDK calls DynamoDB. */
export const DYNAMODB_HOST = 'dynamodb.us-east-1.amazonaws.com';

/**
 * Opens the tables of the templates. An engine that dies is started again with the next call: what it had written is
 * still there. Problem codes: `local.database`, `local.table-changed`, `local.state-directory`.
 */
export async function openDatabase(options: DatabaseOptions): Promise<DatabaseOutcome> {
  const { directory, tables, log } = options;
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    const cause = textOf(objectOf(error)['code']) ?? 'it cannot be made';
    return { ok: false, problems: [problem('local.state-directory', `Cannot keep tables in ${directory}: ${cause}`)] };
  }
  const program = options.program ? ({ ok: true, value: options.program } as const) : findEngine(directory);
  if (!program.ok) return { ok: false, problems: [program.problem] };
  const keeper = keepRunning(program.value, (line) => log({ source: 'database', line }));
  const first = await keeper.engine();
  if (!first.ok) return { ok: false, problems: [first.problem] };
  const loopback = createLoopback();
  const close = async () => {
    loopback.close();
    await keeper.close();
  };
  const ask = async (request: Pick<OriginRequest, 'method' | 'target' | 'fields' | 'body'>) => {
    const engine = await keeper.engine();
    if (!engine.ok) return 'refused';
    try {
      return await loopback.ask(engine.value.port, request);
    } catch {
      // Most likely it has just died: the next call starts a new one.
      await Promise.race([engine.value.ended, pause()]);
      return 'refused';
    }
  };
  const ensured = await ensureTables(tables, callThrough(ask));
  if (!ensured.ok) {
    await close();
    return ensured;
  }
  const answer = (request: Parameters<Database['answer']>[0]) => answerDisturbed(request, ask, options.disturb);
  const ensure = async (wanted: readonly Table[]) => {
    const outcome = await ensureTables(wanted, callThrough(ask));
    return outcome.ok ? [] : outcome.problems;
  };
  return { ok: true, value: { isNew: ensured.created.length > 0, answer, ensure, pid: keeper.pid, close } };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

async function answerDisturbed(
  request: Parameters<Database['answer']>[0],
  ask: Database['answer'],
  disturb: DisturbDatabase = () => undefined,
): Promise<OriginAnswer> {
  const [, operation = ''] = (fieldOf(request.fields, 'x-amz-target') ?? '').split('.');
  switch (disturb(operation)) {
    case 'refuse':
      return 'refused';
    case 'lose':
      await ask(request);
      return 'refused';
    case 'throttle':
      return THROTTLED;
    default:
      return ask(request);
  }
}

// rule: dynamodb.throttling
const THROTTLED: OriginAnswer = {
  status: 400,
  fields: [['Content-Type', 'application/x-amz-json-1.0']],
  body: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException',
    message: 'Throughput exceeds the current capacity of your table or index.',
  }),
};

interface Keeper {
  engine(): Promise<Result<DatabaseEngine>>;
  pid(): number | undefined;
  close(): Promise<void>;
}

/** One engine at a time; a new one when the one before has ended. */
function keepRunning(program: EngineProgram, onLine: (line: string) => void): Keeper {
  let starting: Promise<Result<DatabaseEngine>> | undefined;
  let pid: number | undefined;
  let closed = false;
  const start = async (): Promise<Result<DatabaseEngine>> => {
    const started = await startEngine(program, onLine);
    pid = started.ok ? started.value.pid : undefined;
    if (!started.ok) starting = undefined;
    else
      void started.value.ended.then(() => {
        starting = undefined;
        pid = undefined;
      });
    return started;
  };
  return {
    engine: () => {
      if (closed) return Promise.resolve(failed(problem('local.database', 'Cannot use the database: it is closed')));
      starting ??= start();
      return starting;
    },
    pid: () => pid,
    close: async () => {
      closed = true;
      const running = await starting;
      if (running?.ok) await running.value.end();
    },
  };
}

/** Signpost's own calls: the engine expects the SDK's form, and accepts every signature. */
function callThrough(ask: Database['answer']): CallDynamoDb {
  return async (operation, document) => {
    const fields: Fields = [
      ['Host', DYNAMODB_HOST],
      ['Content-Type', 'application/x-amz-json-1.0'],
      ['X-Amz-Target', `DynamoDB_20120810.${operation}`],
      ['X-Amz-Date', '20260101T000000Z'],
      [
        'Authorization',
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local',
      ],
    ];
    const answer = await ask({ method: 'POST', target: '/', fields, body: Buffer.from(JSON.stringify(document)) });
    if (typeof answer === 'string') return { status: 503, document: { message: 'it does not answer' } };
    return { status: answer.status, document: objectOf(JSON.parse(Buffer.from(answer.body).toString('utf8'))) };
  };
}
