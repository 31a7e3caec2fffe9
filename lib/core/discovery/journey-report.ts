import { definitionOf, type Problem, type ProblemCode } from '../problems';
import type { Stage } from './device';
import type { RefusalMessage } from './interpret';
import type { Hop, Journey } from './journey';
import { maskAll } from './mask';
import { formatOs, understandsRefusal } from './os-support';
import type { Enrollment } from './policy';

/** What Apple shows for nearly every cause. [reported] */
const OPAQUE_MESSAGE = 'Your Apple Account does not support the expected services on this device.';

const ENROLLMENT_NAMES: Readonly<Record<Enrollment, string>> = {
  byod: 'user enrollment (mdm-byod)',
  adde: 'device enrollment (mdm-adde)',
};

const STAGE_NAMES: Readonly<Record<Stage, string>> = {
  domain: 'the domain',
  'apple-fallback': "Apple's fallback",
  'apple-mdm': "Apple's own MDM",
};

/** A journey as plain data, without the identifier: what `signpost device --json` prints. Version 1. */
export interface JourneyReport {
  readonly version: 1;
  readonly device: { readonly family: string; readonly os: string };
  readonly stages: readonly { readonly stage: Stage; readonly hops: readonly Hop[]; readonly problem?: Problem }[];
  readonly enrolls: boolean;
  readonly enrollment?: Enrollment;
  readonly baseUrl?: string;
  readonly problem?: Problem;
  readonly warnings: readonly Problem[];
  /** Whether the person can enroll, in one sentence. */
  readonly sentence: string;
}

export function reportJourney(journey: Journey): JourneyReport {
  const { device, outcome } = journey;
  const report: JourneyReport = {
    version: 1,
    device: { family: device.family, os: device.os.join('.') },
    stages: journey.stages.map(({ stage, hops, outcome: end }) => ({
      stage,
      hops,
      ...(end.ok ? {} : { problem: end.problem }),
    })),
    enrolls: outcome.ok,
    ...(outcome.ok
      ? { enrollment: outcome.value.enrollment, baseUrl: outcome.value.baseUrl }
      : { problem: outcome.problem }),
    warnings: outcome.ok ? outcome.value.warnings : [],
    sentence: describeOutcome(journey),
  };
  return maskAll(report, device.identifier.text);
}

export function stageName(stage: Stage): string {
  return STAGE_NAMES[stage];
}

/** Whether the person can enroll, in one sentence. */
function describeOutcome({ device, stages, outcome }: Journey): string {
  const who = `${device.family} (${formatOs(device.family, device.os)})`;
  if (outcome.ok) {
    const way = outcome.value.stage === 'domain' ? '' : `, found by ${STAGE_NAMES[outcome.value.stage]}`;
    return `${who} enrolls at ${new URL(outcome.value.baseUrl).host} by ${ENROLLMENT_NAMES[outcome.value.enrollment]}${way}.`;
  }
  const reason = titleOf(outcome.problem.code);
  if (
    isRefusal(outcome.problem) &&
    outcome.problem.personMessage !== undefined &&
    understandsRefusal(device.family, device.os)
  ) {
    return `${who} does not enroll: refused. At best the person reads "${outcome.problem.personMessage}".`;
  }
  if (stages.length === 0) return `${who} does not enroll: ${reason}. It sends no request.`;
  const asked = stages.length > 1 ? ' Apple was asked as well, in vain.' : '';
  return `${who} does not enroll: ${reason}.${asked} The person reads "${OPAQUE_MESSAGE}"`;
}

function isRefusal(problem: Problem): problem is RefusalMessage {
  return problem.code === 'response.refused';
}

function titleOf(code: ProblemCode): string {
  const { title } = definitionOf(code);
  return title.charAt(0).toLowerCase() + title.slice(1);
}
