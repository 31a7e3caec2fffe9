import { Command, InvalidArgumentError, Option } from 'commander';
import type { DnsServer } from '../../adapters/dns/resolver';
import { parseDnsServer } from '../../adapters/observe/open-network-access';
import { parseDomainName } from '../../core/discovery/domain-name';
import type { Context } from '../context';
import { runRemoteDoctor } from '../doctor/remote';
import { type DoctorOptions, runDoctor } from '../doctor/run';

const DEFAULT_TIMEOUT_SECONDS = 10;

/** `signpost doctor`: looks at domains as devices do, and says why they fail and how to mend it. */
export function doctorCommand(context: Context): Command {
  return new Command('doctor')
    .summary('find out why a domain does not enroll, and how to mend it')
    .description(
      'Acts as the devices do, at any domain, and says what was expected, what was found and how to mend it.\n' +
        'It changes nothing. A made-up identifier is sent unless you give one of your own.',
    )
    .argument('[subject...]', 'domain, identifier (user@domain), or tenant; with --remote also tenant/server')
    .option('--all', 'every domain of every tenant')
    .option('--list <file>', 'domains from a file, one per line; - is standard input')
    .addOption(
      new Option('--remote', 'let the backend look, from where it runs, and keep the result').conflicts(LOCAL_ONLY),
    )
    .option(
      '--target <name>',
      '"local" or "internet"; with --remote "local" or the stage of signpost.config.ts (default: local while it runs)',
    )
    .option('--resolver <host:port>', "name server to ask instead of the system's", readServer)
    .option('--expect <host...>', 'hosts where devices should enroll', readHost)
    .option('--apple', "ask Apple's fallback as well: it is sent the identifier")
    .option('--post', 'send one empty POST to the enrollment URL')
    .option('--allow-private', 'ask addresses that are not public, too')
    .option('--timeout <seconds>', 'longest wait for one answer', readSeconds, DEFAULT_TIMEOUT_SECONDS)
    .addOption(new Option('--json', 'print one JSON document (docs/doctor-report.schema.json)').conflicts('markdown'))
    .option('--markdown', 'print it for a ticket')
    .option('--details', 'many domains: each in full, not one line each')
    .option('--record <file>', 'write down what was observed')
    .addOption(
      new Option('--replay <file>', 'diagnose a recording; nothing is asked of anybody').conflicts([
        'all',
        'list',
        'record',
      ]),
    )
    .option('--keep-identifier', 'show and record your own identifier instead of a stand-in')
    .addOption(new Option('--environment <file>', 'ask another environment than the internet').hideHelp())
    .action((subjects: string[], options: DoctorOptions & { readonly remote?: true }) =>
      options.remote ? runRemoteDoctor(context, subjects, options) : runDoctor(context, subjects, options),
    );
}

/** What the backend does not do. */
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

function readServer(text: string): DnsServer {
  const server = parseDnsServer(text);
  if (!server)
    throw new InvalidArgumentError(
      'Expected an address, with a port if it is not 53, such as 9.9.9.9 or 127.0.0.1:5300.',
    );
  return server;
}

function readHost(text: string, before: readonly string[] = []): readonly string[] {
  const host = parseDomainName(text);
  if (host.ok) return [...before, host.value];
  throw new InvalidArgumentError('Expected the name of a host, such as mdm.acme.example.');
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds <= 0 || seconds > 90)
    throw new InvalidArgumentError('Expected seconds, above 0 and at most 90, as a device waits no longer.');
  return seconds;
}
