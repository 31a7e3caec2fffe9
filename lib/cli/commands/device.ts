import { Command, InvalidArgumentError, Option } from 'commander';
import { createAsk } from '../../adapters/http/device';
import type { Network } from '../../adapters/http/network';
import { type Device, STAGE_TIMEOUT_SECONDS } from '../../core/discovery/device';
import { FAMILIES, type Family } from '../../core/discovery/family';
import { parseIdentifier } from '../../core/discovery/identifier';
import { type Hop, runJourney } from '../../core/discovery/journey';
import { type JourneyReport, reportJourney, stageName } from '../../core/discovery/journey-report';
import { currentOs, parseOsVersion } from '../../core/discovery/os-support';
import { describeProblem } from '../../core/problems';
import { ok, type Result } from '../../core/result';
import type { Context } from '../context';
import { describeTarget, findNetwork, targetOption } from '../target';

interface Options {
  readonly family: Family;
  readonly os?: string;
  readonly json?: true;
  readonly target?: string;
  readonly timeout: number;
}

/** `signpost device`: acts as a device through all stages of discovery and shows each request. */
export function deviceCommand(context: Context): Command {
  return new Command('device')
    .summary('act as a device, hop by hop')
    .description(
      'Acts as an Apple device that signs in with a work account: asks the domain, follows redirects, and goes on to\n' +
        "Apple's fallback where the OS has one. Shows each request, and how the person fares.",
    )
    .argument('<identifier>', 'work e-mail address, user@domain')
    .addOption(new Option('--family <family>', 'model family').choices(FAMILIES).default('iPhone'))
    .option('--os <version>', 'OS version, such as 18.2 (default: one with all features)')
    .option('--timeout <seconds>', 'longest wait for one request', parseSeconds, STAGE_TIMEOUT_SECONDS)
    .option('--json', 'print one JSON document')
    .addOption(targetOption())
    .action((identifier: string, options: Options) => run(context, identifier, options));
}

async function run(context: Context, identifierText: string, options: Options): Promise<void> {
  const { terminal } = context;
  const device = readDevice(identifierText, options);
  const network = findNetwork(context.projectDirectory, options.target);
  const fault = [device, network].find((each) => !each.ok);
  if (fault && !fault.ok) terminal.note(describeProblem(fault.problem));
  if (!device.ok) return context.exit(64);
  if (!network.ok) return context.exit(2);

  const report = reportJourney(await runJourney(device.value, createAsk(network.value, options.timeout)));
  if (options.json) terminal.print(JSON.stringify({ target: network.value.name, ...report }, null, 2));
  else for (const line of formatReport(network.value, report)) terminal.print(line);
  context.exit(report.enrolls ? 0 : 1);
}

function readDevice(identifierText: string, { family, os }: Options): Result<Device> {
  const identifier = parseIdentifier(identifierText);
  if (!identifier.ok) return identifier;
  const version = os === undefined ? ok(currentOs(family)) : parseOsVersion(os);
  if (!version.ok) return version;
  return ok({ identifier: identifier.value, family, os: version.value });
}

function formatReport(network: Network, report: JourneyReport): string[] {
  const lines = [describeTarget(network), ''];
  for (const { stage, hops, problem } of report.stages) {
    lines.push(`Stage ${stageName(stage)}`, ...hops.flatMap(formatHop));
    if (problem) lines.push(`  ✗ ${describeProblem(problem)}`);
  }
  lines.push(...report.warnings.map((warning) => `  ! ${describeProblem(warning)}`), '', report.sentence);
  return lines;
}

function formatHop({ url, status, location, carries, milliseconds }: Hop): string[] {
  const carried = [carries.identifier ? 'identifier' : undefined, carries.family ? 'family' : undefined].filter(
    Boolean,
  );
  const lines = [
    `  GET ${url}`,
    `      ${status === undefined ? 'no answer' : `status ${status}`} · carries ${carried.join(' and ') || 'neither parameter'} · ${milliseconds} ms`,
  ];
  if (location !== undefined) lines.push(`      → ${location}`);
  return lines;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds <= 0 || seconds > 600)
    throw new InvalidArgumentError('Expected seconds, above 0 and at most 600.');
  return seconds;
}
