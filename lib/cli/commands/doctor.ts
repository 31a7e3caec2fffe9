import { Command, InvalidArgumentError, Option } from 'commander';
import { STAGE_TIMEOUT_SECONDS } from '../../core/discovery/device';
import { parseDomainName } from '../../core/discovery/domain-name';
import type { Action, Runner } from '../action';
import { runRemoteDoctor } from '../doctor/remote';
import { type DoctorOptions, runDoctor } from '../doctor/run';
import { resolverOption } from '../onboarding-access';
import { parseSeconds } from '../pause';

const DEFAULT_TIMEOUT_SECONDS = 10;

/** What only a check from this machine supports. */
const LOCAL_ONLY = [
  'list',
  'resolver',
  'expect',
  'apple',
  'post',
  'allowPrivate',
  'record',
  'replay',
  'keepIdentifier',
];

/** `signpost doctor`: checks domains as devices do, and says why they fail and how to fix them. */
export function doctorCommand(run: Runner): Command {
  return new Command('doctor')
    .summary('find out why devices of a domain do not enroll, and how to fix it')
    .description(
      'Sends the requests of Apple devices to any domain, and reports what was expected, what was found and how to fix ' +
        'it. Changes nothing. Sends a test identifier unless you give your own.',
    )
    .argument('[subject...]', 'domain, identifier (user@domain), or tenant; with --remote also <tenant>/<server>')
    .option('--all', 'check every domain of every tenant')
    .option('--list <file>', 'check the domains of a file, one per line; - is standard input')
    .addOption(new Option('--remote', 'let the backend run the check and keep the result').conflicts(LOCAL_ONLY))
    .option(
      '--target <name>',
      '"local" or "internet"; with --remote "local" or the stage of signpost.config.ts (default: local while it runs)',
    )
    .addOption(resolverOption())
    .option('--expect <host...>', 'hosts where devices should enroll', parseHost)
    .option('--apple', "ask Apple's fallback too; Apple receives the identifier")
    .option('--post', 'send one empty POST to the enrollment URL')
    .option('--allow-private', 'connect to addresses that are not public, too')
    .option(
      '--timeout <seconds>',
      'time limit for one answer',
      parseSeconds(STAGE_TIMEOUT_SECONDS),
      DEFAULT_TIMEOUT_SECONDS,
    )
    .addOption(new Option('--json', 'print one JSON document (docs/doctor-report.schema.json)').conflicts('markdown'))
    .option('--markdown', 'print Markdown for a ticket')
    .option('--details', 'print each of many domains in full, not as one line')
    .option('--record <file>', 'write the observations to a file')
    .addOption(
      new Option('--replay <file>', 'diagnose a recording without any request').conflicts(['all', 'list', 'record']),
    )
    .option('--keep-identifier', 'show and record your own identifier instead of a placeholder')
    .addOption(new Option('--environment <file>', 'check a simulated environment instead of the internet').hideHelp())
    .action(run(diagnose));
}

const diagnose: Action<[readonly string[], DoctorOptions & { readonly remote?: true }]> = (
  context,
  subjects,
  options,
) => (options.remote ? runRemoteDoctor(context, subjects, options) : runDoctor(context, subjects, options));

function parseHost(text: string, before: readonly string[] = []): readonly string[] {
  const host = parseDomainName(text);
  if (host.ok) return [...before, host.value];
  throw new InvalidArgumentError('Expected the name of a host, such as mdm.acme.example.');
}
