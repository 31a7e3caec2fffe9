import { Command, Option } from 'commander';
import { createAsk } from '../../adapters/http/device';
import type { Network } from '../../adapters/http/network';
import { responsiveLimit } from '../../adapters/timing/time-limit';
import { type Device, STAGE_TIMEOUT_SECONDS } from '../../core/discovery/device';
import { FAMILIES, type Family } from '../../core/discovery/family';
import { parseIdentifier } from '../../core/discovery/identifier';
import { type Hop, runJourney } from '../../core/discovery/journey';
import { type JourneyReport, reportJourney, stageName } from '../../core/discovery/journey-report';
import { currentOs, parseOsVersion } from '../../core/discovery/os-support';
import { describeProblem } from '../../core/problems';
import { ok, type Result } from '../../core/result';
import { type Attempt, done, type Output, type Runner, refusal } from '../action';
import type { Context } from '../context';
import { parseSeconds } from '../pause';
import { describeTarget, findNetwork, targetOption } from '../target';

interface Options {
  readonly family: Family;
  readonly os?: string;
  readonly json?: true;
  readonly target?: string;
  readonly timeout: number;
}

/** `signpost device`: acts as a device through all stages of discovery and shows each request. */
export function deviceCommand(run: Runner): Command {
  return new Command('device')
    .summary('act as a device and show each request')
    .description(
      'Acts as an Apple device on which a user signs in with a work account: asks the domain, follows redirects, and ' +
        "goes on to Apple's fallback if the OS supports it. Shows each request, and whether the device enrolls.",
    )
    .argument('<identifier>', 'work e-mail address, user@domain')
    .addOption(new Option('--family <family>', 'model family').choices(FAMILIES).default('iPhone'))
    .option('--os <version>', 'OS version, such as 18.2 (default: a version with all features)')
    .option('--timeout <seconds>', 'time limit for one request', parseSeconds(600), STAGE_TIMEOUT_SECONDS)
    .option('--json', 'print one JSON document')
    .addOption(targetOption())
    .action(run(act));
}

async function act({ projectDirectory }: Context, identifier: string, options: Options): Promise<Attempt<Output>> {
  const device = readDevice(identifier, options);
  if (!device.ok) return refusal(device, 64);
  const network = findNetwork(projectDirectory, options.target);
  if (!network.ok) return refusal(network, 2);
  const report = reportJourney(
    await runJourney(device.value, createAsk(network.value, responsiveLimit(options.timeout * 1000))),
  );
  return done({
    document: { target: network.value.name, ...report },
    lines: formatReport(network.value, report),
    exitCode: report.enrolls ? 0 : 1,
  });
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
