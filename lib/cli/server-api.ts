import type { z } from 'zod';
import type { ApiCall } from '../adapters/api/client';
import { describeProblem, type Problem } from '../core/problems';
import { failed, ok, type Result } from '../core/result';
import { type Api, findApi } from './api';
import { serverPath, unexpectedAnswer } from './api-tenants';
import type { Context } from './context';

/** Options of every command that is about one server. */
export interface ServerOptions {
  readonly json?: true;
  readonly target?: string;
}

/** Calls the API and reads what it shows. Problem codes: `api.*`, and every code that the API answers with. */
export async function callFor<S extends z.ZodType>(
  { call }: Pick<Api, 'call'>,
  request: ApiCall,
  schema: S,
  what: string,
): Promise<Result<z.output<S>>> {
  const reply = await call(request);
  if (!reply.ok) return reply;
  const parsed = schema.safeParse(reply.value.body);
  return parsed.success ? ok(parsed.data) : failed(unexpectedAnswer(what));
}

/** What a command shows, and whether it is as it should be. */
export interface Shown {
  readonly body: object;
  readonly lines: readonly string[];
  readonly isFine: boolean;
}

/** Runs a command about one server: finds the API, acts, shows, and says how it ended. */
export async function withServer(
  { terminal, projectDirectory, exit }: Context,
  server: string,
  options: ServerOptions,
  act: (api: Api, path: string) => Promise<Result<Shown>>,
): Promise<void> {
  const path = serverPath(server);
  if (!path.ok) {
    terminal.note(describeProblem(path.problem));
    return exit(64);
  }
  const api = await findApi(projectDirectory, options.target);
  if (!api.ok) {
    for (const each of api.problems) terminal.note(describeProblem(each));
    return exit(api.exitCode);
  }
  const shown = await act(api.value, path.value);
  if (!shown.ok) {
    terminal.note(describeProblem(shown.problem));
    return exit(exitCodeOfProblem(shown.problem));
  }
  const { body, lines, isFine } = shown.value;
  const document = { version: 1, target: api.value.target, ...body };
  if (options.json) terminal.print(JSON.stringify(document, null, 2));
  else for (const line of [api.value.title, '', ...lines]) terminal.print(line);
  exit(isFine ? 0 : 1);
}

const COULD_NOT_ASK: readonly Problem['code'][] = [
  'api.unreachable',
  'api.sign-in-failed',
  'api.provider-unreachable',
  'api.busy',
  'api.internal',
];

/** How a command ends upon a problem that the API, or what asks it, has named. */
export function exitCodeOfProblem({ code }: Problem): 1 | 2 | 64 {
  if (code === 'cli.usage') return 64;
  return COULD_NOT_ASK.includes(code) ? 2 : 1;
}
