import { Command } from 'commander';
import type { ApiCall } from '../../adapters/api/client';
import { type AddeUrlView, addeUrlSchema } from '../../contract/api/registration-schemas';
import { definitionOf } from '../../core/problems';
import { ok } from '../../core/result';
import type { Action, Attempt, Output, Runner } from '../action';
import { type ApiOptions, callFor, withApiOptions, withServer } from '../api';
import type { Context } from '../context';

interface Options extends ApiOptions {
  readonly url?: string;
}

/** `signpost adde`: the ADDE URL that Apple holds for a server. */
export function addeCommand(run: Runner): Command {
  const command = new Command('adde')
    .summary('show, set, remove or refresh the ADDE URL of a server')
    .description(
      'The ADDE URL is where Apple sends devices whose own domain does not answer. Signpost verifies the URL before it ' +
        'sends it to Apple, records what it cannot do at once, and tries again.',
    );
  const add = (name: string, summary: string, action: Action<[string, Options]>) => {
    const sub = new Command(name)
      .summary(summary)
      .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
      .argument('<server>', '<tenant>/<server>')
      .action(run(action));
    command.addCommand(withApiOptions(sub));
    return sub;
  };
  const callWith = (call: Omit<ApiCall, 'path'>, suffix?: string): Action<[string, Options]> => {
    return (context, server, options) => callAddeUrl(context, server, options, call, suffix);
  };
  add('show', 'show the requested URL, the URL that Apple holds, and since when', callWith({ method: 'GET' }));
  add('set', 'register the URL with Apple', (context, server, options) =>
    callAddeUrl(context, server, options, {
      method: 'PUT',
      body: options.url === undefined ? {} : { url: options.url },
    }),
  ).option('--url <url>', "a URL other than the server's own; only the platform team may set one");
  add('remove', "remove our URL from Apple; another MDM's URL stays", callWith({ method: 'DELETE' }));
  add('refresh', 'check at Apple now, and retry what failed', callWith({ method: 'POST' }, '/refresh'));
  return command;
}

function callAddeUrl(
  context: Context,
  server: string,
  options: Options,
  call: Omit<ApiCall, 'path'>,
  suffix = '',
): Promise<Attempt<Output>> {
  return withServer(context, server, options, async (api, path) => {
    const request = { ...call, path: `${path}/adde-url${suffix}` };
    const view = await callFor(api.call, request, addeUrlSchema, 'the ADDE URL');
    return view.ok ? ok(outputOf(view.value)) : view;
  });
}

function outputOf(view: AddeUrlView): Output {
  const isFine = (view.state === 'set' || view.state === 'none') && !view.fault;
  return { document: view, lines: formatAddeUrl(view), exitCode: isFine ? 0 : 1 };
}

function formatAddeUrl({ state, wanted, observed, fault, defaultUrl, nextCheck }: AddeUrlView): readonly string[] {
  const lines = [`State: ${state}`];
  if (wanted) lines.push(`Requested: ${wanted.url ?? 'none'}, by ${wanted.by} at ${wanted.since}`);
  else lines.push(`Requested: nothing yet${defaultUrl === undefined ? '' : `; \`set\` registers ${defaultUrl}`}`);
  lines.push(`Apple holds: ${describeObserved(observed)}`);
  const lost = state === 'overwritten' || state === 'contested' ? (`adde.${state}` as const) : undefined;
  if (fault) lines.push('', `✗ ${fault.message} [${fault.code}]`, `  ${fault.remedy}`);
  else if (lost) lines.push('', `✗ ${definitionOf(lost).meaning} [${lost}]`, `  ${definitionOf(lost).remedy}`);
  lines.push('', `Next check: ${nextCheck}`);
  return lines;
}

function describeObserved(observed: AddeUrlView['observed']): string {
  switch (observed.kind) {
    case 'unknown':
      return 'not known yet';
    case 'none':
      return `none, seen at ${observed.at}`;
    case 'url':
      return `${observed.url}, set at ${observed.setTime ?? 'an unknown time'}, seen at ${observed.at}`;
  }
}
