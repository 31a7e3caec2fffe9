import { type Problem, problem } from '../problems';
import { failed, ok, type Result } from '../result';
import { parseUrl } from '../url';
import { buildRequest, type Device, type DeviceRequest, followRequest, STAGES, type Stage } from './device';
import { type Discovered, type FinalResponse, interpretResponse } from './interpret';
import { formatOs, platformOf, supportsEnrollment, supportsFallback } from './os-support';
import { parseQuery, queryOf } from './query';

/** What came back for one request: a response, or why there is none. */
export type HopObservation =
  | { readonly kind: 'response'; readonly response: FinalResponse; readonly milliseconds: number }
  | { readonly kind: 'failure'; readonly problem: Problem; readonly milliseconds: number };

/** Sends one request and follows no redirect. The only I/O of a journey. */
export type Ask = (request: DeviceRequest) => Promise<HopObservation>;

/** One request of a journey and what it brought. */
export interface Hop {
  readonly url: string;
  readonly status?: number;
  readonly location?: string;
  /** Which of the two parameters the request carried. */
  readonly carries: { readonly identifier: boolean; readonly family: boolean };
  readonly milliseconds: number;
  readonly problem?: Problem;
}

export interface StageJourney {
  readonly stage: Stage;
  readonly hops: readonly Hop[];
  readonly outcome: Result<Discovered>;
}

/** All stages that a device went through, and the outcome. */
export interface Journey {
  readonly device: Device;
  readonly stages: readonly StageJourney[];
  readonly outcome: Result<Discovered & { readonly stage: Stage }>;
}

/** Redirects followed within a stage. [observed] */
export const MAX_REDIRECTS = 20;

const REDIRECT_STATUS = [301, 302, 303, 307, 308];

/**
 * Acts as a device through the three stages. A stage that ends in a usable document ends the journey, even where the
 * device's OS cannot enroll that way [documented]; a failed stage leads to the next one if the OS has a fallback.
 */
export async function runJourney(device: Device, ask: Ask): Promise<Journey> {
  const stages: StageJourney[] = [];
  const inability = inabilityOf(device);
  if (inability) return { device, stages, outcome: failed(inability) };
  for (const stage of STAGES) {
    const stageJourney = await runStage(stage, buildRequest(stage, device), ask);
    stages.push(stageJourney);
    const { outcome } = stageJourney;
    if (outcome.ok) return { device, stages, outcome: judgeForDevice(device, stage, outcome.value) };
    if (!supportsFallback(device.family, device.os)) break;
  }
  // Only the last stage's error reaches the person, but the first one is what an administrator can fix. [observed]
  const first = stages[0]?.outcome;
  return {
    device,
    stages,
    outcome: first && !first.ok ? first : failed(problem('device.no-stage', 'No stage was asked')),
  };
}

/** Why a device sends no request, if it sends none. */
function inabilityOf({ family, os }: Device): Problem | undefined {
  if (!platformOf(family)) {
    return problem('device.family-unsupported', `${family} has no account-driven enrollment of its own`);
  }
  if (supportsEnrollment(family, os, 'byod')) return undefined;
  return problem('device.os-too-old', `${formatOs(family, os)} has no account-driven enrollment`);
}

function judgeForDevice(device: Device, stage: Stage, discovered: Discovered): Journey['outcome'] {
  if (supportsEnrollment(device.family, device.os, discovered.enrollment)) return ok({ ...discovered, stage });
  return failed(
    problem(
      'device.enrollment-unsupported',
      `${formatOs(device.family, device.os)} cannot do the enrollment "mdm-${discovered.enrollment}" that the server offers`,
    ),
  );
}

/** One stage: the first request and what its redirects lead to. */
export async function runStage(stage: Stage, first: DeviceRequest, ask: Ask): Promise<StageJourney> {
  const hops: Hop[] = [];
  const seen = new Set<string>();
  let request = first;
  for (;;) {
    seen.add(request.url);
    const observation = await ask(request);
    const hop = describeHop(request, observation);
    const step =
      observation.kind === 'failure'
        ? failed(observation.problem)
        : nextStep(request.url, observation.response, seen, hops.length);
    hops.push(step.ok ? hop : { ...hop, problem: step.problem });
    if (!step.ok) return { stage, hops, outcome: step };
    if ('discovered' in step.value) return { stage, hops, outcome: ok(step.value.discovered) };
    request = followRequest(step.value.follow);
  }
}

/** What follows from one response: the next URL, or the stage's end. */
function nextStep(
  url: string,
  response: FinalResponse,
  seen: ReadonlySet<string>,
  redirects: number,
): Result<{ follow: string } | { discovered: Discovered }> {
  if (!REDIRECT_STATUS.includes(response.status)) {
    const judged = interpretResponse(response);
    return judged.ok ? ok({ discovered: judged.value }) : judged;
  }
  const target = redirectTarget(url, response);
  if (!target.ok) return target;
  if (seen.has(target.value))
    return failed(problem('redirect.loop', 'Cannot follow the redirect: it leads back to a URL already asked'));
  if (redirects >= MAX_REDIRECTS)
    return failed(problem('redirect.too-many', `Cannot follow the redirect: it is one of more than ${MAX_REDIRECTS}`));
  return ok({ follow: target.value });
}

function redirectTarget(from: string, response: FinalResponse): Result<string> {
  const location = response.headers['location'];
  if (location === undefined)
    return failed(
      problem('redirect.no-location', `Cannot follow the redirect: status ${response.status} without a Location`),
    );
  const target = parseUrl(location, from);
  if (!target) return failed(problem('redirect.bad-location', 'Cannot follow the redirect: its Location is no URL'));
  if (target.protocol !== 'https:') {
    return failed(
      problem(
        'redirect.not-https',
        `Cannot follow the redirect: it leads to ${target.protocol}//${target.host}; expected https`,
      ),
    );
  }
  return ok(target.href);
}

function describeHop(request: DeviceRequest, observation: HopObservation): Hop {
  const query = parseQuery(queryOf(request.url));
  return {
    url: request.url,
    carries: { identifier: query.identifier !== undefined, family: query.family !== undefined },
    milliseconds: observation.milliseconds,
    ...(observation.kind === 'response'
      ? { status: observation.response.status, location: observation.response.headers['location'] }
      : {}),
  };
}
