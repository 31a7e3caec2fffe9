import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import {
  type TokenKeyView,
  type TokenView,
  tokenKeySchema,
  tokenSchema,
} from '../../contract/api/registration-schemas';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import type { Attempt, Output, Runner } from '../action';
import { type Api, type ApiOptions, callFor, withApiOptions, withServer } from '../api';
import type { Context } from '../context';

interface KeyOptions extends ApiOptions {
  readonly confirm?: string;
  readonly replace?: true;
  readonly out: string;
}

interface UploadOptions extends ApiOptions {
  readonly force?: true;
}

/** `signpost token`: the server token, and the exchange with Apple that yields an owned one. */
export function tokenCommand(run: Runner): Command {
  const command = new Command('token')
    .summary('show a server token, or exchange keys with Apple for an owned one')
    .description('Shows the token of a server, or exchanges keys with Apple for a token that Signpost owns.');
  const add = (name: string) => {
    const sub = new Command(name).argument('<server>', '<tenant>/<server>');
    command.addCommand(sub);
    return sub;
  };
  withApiOptions(
    add('show')
      .summary('show when the token expires and its entry at Apple')
      .description('Shows when the token expires and its entry in Apple Business or School Manager, never the token.')
      .action(run(show)),
  );
  withApiOptions(
    add('key')
      .summary('make a key, and write its certificate to upload to Apple')
      .description(
        'Makes a key pair for an owned token. Downloading a token for this key makes the present token worthless: ' +
          'AN MDM THAT USES THIS ENTRY STOPS SYNCING ITS DEVICES. So you must type the name of the entry first.',
      )
      .option('--confirm <name>', 'name of the entry, instead of typing it')
      .option('--replace', 'make another key although one is waiting; a token file downloaded for that key is lost')
      .option('--out <file>', 'file to write the certificate to', 'signpost-token.pem')
      .action(run(makeKey)),
  );
  withApiOptions(
    add('upload')
      .summary("upload Apple's token file")
      .description("Uploads Apple's token file: the server uses this token from now on.")
      .argument('<file>', 'the .p7m file, unchanged from Apple')
      .option(
        '--force',
        'accept an unencrypted token, or one of another entry once the present entry holds no URL of ours',
      )
      .action(run(upload)),
  );
  return command;
}

function show(context: Context, server: string, options: ApiOptions): Promise<Attempt<Output>> {
  return withServer(context, server, options, async (api, path) => {
    const view = await readToken(api, path);
    return view.ok ? ok(outputOf(view.value)) : view;
  });
}

function readToken(api: Api, path: string): Promise<Result<TokenView>> {
  return callFor(api.call, { method: 'GET', path: `${path}/token` }, tokenSchema, 'the server token');
}

function makeKey(context: Context, server: string, options: KeyOptions): Promise<Attempt<Output>> {
  return withServer(context, server, options, async (api, path) => {
    const token = await readToken(api, path);
    if (!token.ok) return token;
    const { confirmation, kind } = token.value;
    const confirm = kind === 'owned' ? await askName(context, options, confirmation) : (options.confirm ?? '');
    const request = {
      method: 'POST',
      path: `${path}/token/key`,
      body: { confirm, ...(options.replace ? { replace: true } : {}) },
    } as const;
    const made = await callFor(api.call, request, tokenKeySchema, 'the certificate');
    if (!made.ok) return made;
    const written = writeCertificate(options.out, made.value.certificate);
    if (!written.ok) return written;
    const lines = [
      `Wrote the certificate to ${options.out}.`,
      ...describeWaiting(made.value),
      '',
      '1. Apple Business or School Manager → the entry → Edit → upload the certificate and save.',
      '2. Download the server token: from then on, an MDM that uses this entry no longer syncs.',
      `3. npx signpost token upload ${server} <the .p7m file>`,
    ];
    return ok({ document: { ...made.value, file: options.out }, lines });
  });
}

/** Names the consequence before the question. */
async function askName({ terminal, ask }: Context, { confirm }: KeyOptions, name: string): Promise<string> {
  if (confirm !== undefined) return confirm;
  terminal.note('Downloading a token for the new key makes the present token of this entry worthless:');
  terminal.note('AN MDM THAT USES THIS ENTRY STOPS SYNCING ITS DEVICES.');
  return ask ? ask(`Type the name of the entry, "${name}", to go on`) : '';
}

function describeWaiting({ waitingSince }: TokenKeyView): readonly string[] {
  if (waitingSince === undefined) return [];
  return [
    `It belongs to the key that has been waiting since ${waitingSince}; a token file downloaded for it can be uploaded.`,
    'With --replace another key is made, and such a file can no longer be opened.',
  ];
}

function writeCertificate(file: string, certificate: string): Result<undefined> {
  try {
    writeFileSync(file, `${certificate.trim()}\n`);
    return ok(undefined);
  } catch (error) {
    return unusable(file, error, 'a file that can be written');
  }
}

function upload(context: Context, server: string, file: string, options: UploadOptions): Promise<Attempt<Output>> {
  return withServer(context, server, options, async (api, path) => {
    const content = readFile(file);
    if (!content.ok) return content;
    const body = { file: content.value.toString('base64'), ...(options.force ? { force: true } : {}) };
    const request = { method: 'PUT', path: `${path}/token`, body } as const;
    const view = await callFor(api.call, request, tokenSchema, 'the server token');
    return view.ok ? ok(outputOf(view.value)) : view;
  });
}

function readFile(file: string): Result<Buffer> {
  try {
    return ok(readFileSync(file));
  } catch (error) {
    return unusable(file, error, 'the .p7m file downloaded from Apple');
  }
}

function unusable(file: string, error: unknown, wanted: string): Result<never> {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
  return failed(problem('cli.usage', `Cannot use the file "${file}": ${code}; expected ${wanted}`));
}

function outputOf(view: TokenView): Output {
  const { kind, state, expires, entry, organisation } = view;
  const lines = [
    `Token: ${kind}, ${describeState(state)}`,
    `Expires: ${expires ?? 'not known yet'}`,
    `Entry: ${entry === undefined ? 'not known yet' : `${entry} of ${organisation ?? 'an unnamed organisation'}`}`,
  ];
  return { document: view, lines, exitCode: state === 'good' || state === 'unknown' ? 0 : 1 };
}

function describeState(state: TokenView['state']): string {
  switch (state) {
    case 'unknown':
      return 'not read yet';
    case 'good':
      return 'good';
    case 'expired':
      return 'expired';
    case 'rejected':
      return 'rejected by Apple: a newer one was downloaded, or it was revoked';
  }
}
