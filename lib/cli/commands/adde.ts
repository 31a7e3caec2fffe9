import { Command } from 'commander';
import type { ApiCall } from '../../adapters/api/client';
import { type AddeUrlView, addeUrlSchema } from '../../contract/api/registration-schemas';
import { definitionOf } from '../../core/problems';
import { ok } from '../../core/result';
import { apiTargetOption } from '../api';
import type { Context } from '../context';
import { callFor, type ServerOptions, type Shown, withServer } from '../server-api';

interface SetOptions extends ServerOptions {
  readonly url?: string;
}

/** `signpost adde`: the ADDE URL that Apple holds for a server. */
export function addeCommand(context: Context): Command {
  const command = new Command('adde')
    .summary('show, set, remove or refresh the ADDE URL that Apple holds for a server')
    .description(
      'The ADDE URL is where Apple sends devices whose own domain does not answer. It is verified before Apple is told,\n' +
        'and whatever cannot be done at once is written down and tried again.',
    );
  const add = (name: string, summary: string, call: Omit<ApiCall, 'path'>, suffix = '') => {
    const sub = new Command(name)
      .summary(summary)
      .argument('<server>', '<tenant>/<server>')
      .option('--json', 'print one JSON document')
      .addOption(apiTargetOption());
    if (name === 'set') sub.option('--url <url>', "another URL than the server's own, for the platform team");
    sub.action((server: string, options: SetOptions) => run(context, server, options, call, suffix));
    command.addCommand(sub);
  };
  add('show', 'what is wanted, what Apple holds, and since when', { method: 'GET' });
  add('set', 'register the URL with Apple', { method: 'PUT', body: {} });
  add('remove', "remove our URL from Apple; another MDM's is left alone", { method: 'DELETE' });
  add('refresh', 'look at Apple now, and try again what had failed', { method: 'POST' }, '/refresh');
  return command;
}

async function run(
  context: Context,
  server: string,
  options: SetOptions,
  call: Omit<ApiCall, 'path'>,
  suffix: string,
): Promise<void> {
  await withServer(context, server, options, async (api, path) => {
    const body = call.method === 'PUT' ? { body: options.url === undefined ? {} : { url: options.url } } : {};
    const request = { ...call, ...body, path: `${path}/adde-url${suffix}` };
    const view = await callFor(api, request, addeUrlSchema, 'the ADDE URL');
    return view.ok ? ok(shown(view.value)) : view;
  });
}

function shown(view: AddeUrlView): Shown {
  return {
    body: view,
    lines: formatAddeUrl(view),
    isFine: (view.state === 'set' || view.state === 'none') && !view.fault,
  };
}

/** The ADDE URL of a server for a person. */
export function formatAddeUrl({
  state,
  wanted,
  observed,
  fault,
  defaultUrl,
  nextCheck,
}: AddeUrlView): readonly string[] {
  const lines = [`State: ${state}`];
  if (wanted) lines.push(`Wanted: ${wanted.url ?? 'none'}, by ${wanted.by} at ${wanted.since}`);
  else
    lines.push(
      `Wanted: nothing was asked for yet${defaultUrl === undefined ? '' : `; \`set\` registers ${defaultUrl}`}`,
    );
  lines.push(`Apple holds: ${describeObserved(observed)}`);
  const lost = state === 'overwritten' || state === 'contested' ? (`adde.${state}` as const) : undefined;
  if (fault) lines.push('', `✗ ${fault.message} [${fault.code}]`, `  ${fault.remedy}`);
  else if (lost) lines.push('', `✗ ${definitionOf(lost).meaning} [${lost}]`, `  ${definitionOf(lost).remedy}`);
  lines.push('', `Next look: ${nextCheck}`);
  return lines;
}

/** What Apple held at the last look, in words. */
export function describeObserved(observed: AddeUrlView['observed']): string {
  switch (observed.kind) {
    case 'unknown':
      return 'not known yet';
    case 'none':
      return `none, seen at ${observed.at}`;
    case 'url':
      return `${observed.url}, set at ${observed.setTime ?? 'an unknown time'}, seen at ${observed.at}`;
  }
}
