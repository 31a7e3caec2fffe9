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
import { type Api, apiTargetOption } from '../api';
import type { Context } from '../context';
import { callFor, type ServerOptions, type Shown, withServer } from '../server-api';

interface KeyOptions extends ServerOptions {
  readonly confirm?: string;
  readonly replace?: true;
  readonly out: string;
}

interface UploadOptions extends ServerOptions {
  readonly force?: true;
}

/** `signpost token`: the server token, and the exchange that brings an owned one. */
export function tokenCommand(context: Context): Command {
  const command = new Command('token').summary('show a server token, or exchange keys with Apple for an owned one');
  const withCommon = (each: Command) =>
    each
      .argument('<server>', '<tenant>/<server>')
      .option('--json', 'print one JSON document')
      .addOption(apiTargetOption());
  command.addCommand(
    withCommon(new Command('show'))
      .summary('its expiry and its entry; never the token itself')
      .action((server: string, options: ServerOptions) => show(context, server, options)),
  );
  command.addCommand(
    withCommon(new Command('key'))
      .summary('make a key and write its certificate, to be uploaded to Apple')
      .description(
        'Makes a key pair for an owned token. The token that is downloaded for it makes the present one worthless:\n' +
          'AN MDM THAT USES THIS ENTRY STOPS SYNCING ITS DEVICES. So the name of the entry must be typed first.',
      )
      .option('--confirm <name>', 'the name of the entry, instead of typing it')
      .option('--replace', 'another key where one waits: a token file downloaded for that one is lost')
      .option('--out <file>', 'where to write the certificate', 'signpost-token.pem')
      .action((server: string, options: KeyOptions) => makeKey(context, server, options)),
  );
  command.addCommand(
    withCommon(new Command('upload'))
      .summary("upload Apple's token file")
      .argument('<file>', 'the .p7m file as Apple gives it')
      .option('--force', 'take a token in the clear, or of another entry once our URL is gone from the one in use')
      .action((server: string, file: string, options: UploadOptions) => upload(context, server, file, options)),
  );
  return command;
}

async function show(context: Context, server: string, options: ServerOptions): Promise<void> {
  await withServer(context, server, options, async (api, path) => {
    const view = await readToken(api, path);
    return view.ok ? ok(shown(view.value)) : view;
  });
}

function readToken(api: Api, path: string): Promise<Result<TokenView>> {
  return callFor(api, { method: 'GET', path: `${path}/token` }, tokenSchema, 'the server token');
}

async function makeKey(context: Context, server: string, options: KeyOptions): Promise<void> {
  await withServer(context, server, options, async (api, path) => {
    const token = await readToken(api, path);
    if (!token.ok) return token;
    const { confirmation, kind } = token.value;
    const confirm = kind === 'owned' ? await askName(context, options, confirmation) : (options.confirm ?? '');
    const request = {
      method: 'POST',
      path: `${path}/token/key`,
      body: { confirm, ...(options.replace ? { replace: true } : {}) },
    } as const;
    const made = await callFor(api, request, tokenKeySchema, 'the certificate');
    if (!made.ok) return made;
    const written = writeCertificate(options.out, made.value.certificate);
    if (!written.ok) return written;
    const lines = [
      `Wrote the certificate to ${options.out}.`,
      ...describeWaiting(made.value),
      '',
      '1. Apple Business or School Manager → the entry → Edit → upload the certificate and save.',
      '2. Download the server token: from then on an MDM that uses this entry no longer syncs.',
      `3. npx signpost token upload ${server} <the .p7m file>`,
    ];
    return ok({ body: { ...made.value, file: options.out }, lines, isFine: true });
  });
}

/** What stops is said before anything is asked. */
async function askName({ terminal, ask }: Context, { confirm }: KeyOptions, name: string): Promise<string> {
  if (confirm !== undefined) return confirm;
  terminal.note('A token downloaded for the new key makes the present token of this entry worthless:');
  terminal.note('AN MDM THAT USES THIS ENTRY STOPS SYNCING ITS DEVICES.');
  return ask ? ask(`Type the name of the entry, "${name}", to go on`) : '';
}

function describeWaiting({ waitingSince }: TokenKeyView): readonly string[] {
  if (waitingSince === undefined) return [];
  return [
    `It is that of the key that waits since ${waitingSince}; a token file that was downloaded for it can be uploaded.`,
    'With --replace another key is made, and such a file cannot be opened any more.',
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

async function upload(context: Context, server: string, file: string, options: UploadOptions): Promise<void> {
  await withServer(context, server, options, async (api, path) => {
    const content = readFile(file);
    if (!content.ok) return content;
    const body = { file: content.value.toString('base64'), ...(options.force ? { force: true } : {}) };
    const request = { method: 'PUT', path: `${path}/token`, body } as const;
    const view = await callFor(api, request, tokenSchema, 'the server token');
    return view.ok ? ok(shown(view.value)) : view;
  });
}

function readFile(file: string): Result<Buffer> {
  try {
    return ok(readFileSync(file));
  } catch (error) {
    return unusable(file, error, 'the .p7m file that Apple gave');
  }
}

function unusable(file: string, error: unknown, wanted: string): Result<never> {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
  return failed(problem('cli.usage', `Cannot use the file "${file}": ${code}; expected ${wanted}`));
}

function shown(view: TokenView): Shown {
  const { kind, state, expires, entry, organisation } = view;
  const lines = [
    `Token: ${kind}, ${describeState(state)}`,
    `Expires: ${expires ?? 'not known yet'}`,
    `Entry: ${entry === undefined ? 'not known yet' : `${entry} of ${organisation ?? 'an unnamed organisation'}`}`,
  ];
  return { body: view, lines, isFine: state === 'good' || state === 'unknown' };
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
