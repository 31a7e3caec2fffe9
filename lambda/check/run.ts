import type { Context } from 'aws-lambda';
import type { CheckPorts } from '../../lib/backend/checks/ports';
import { visitCheck } from '../../lib/backend/checks/visit';
import { type RunSummary, visitDue } from '../../lib/backend/due-run';
import { RunReport, type Sending } from '../../lib/backend/run-report';
import { metricLine } from '../../lib/contract/metric-line';
import { checkMetrics } from '../../lib/contract/names';
import { isCheckDue } from '../../lib/core/checks/check';
import { isoTime } from '../../lib/core/time';

/** The part of Lambda's context that the function reads. */
type RemainingTime = Pick<Context, 'getRemainingTimeInMillis'>;

export interface CheckParts {
  readonly ports: () => CheckPorts;
  readonly stage: string;
  readonly write: (line: string) => void;
}

/** Checks at the same time; each is a few dozen requests. */
const PARALLEL = 8;
/** The longest that a visit takes, with a second check; servers that stay silent cost most of it. */
const VISIT_MS = 60_000;
/** Reserved for storing the last check, and for the log line. */
const MARGIN_MS = 5000;

/** How a run went: there are more observations than visits where a target was checked twice. */
export interface CheckSummary extends RunSummary, Sending {
  readonly observations: number;
  /** Observations that saw nothing. */
  readonly blind: number;
}

/** A run of the check: visits what is due within the time that Lambda gives, and writes one log line with its defects. */
export function createCheckHandler(parts: CheckParts) {
  return async (_event: unknown, context: RemainingTime): Promise<CheckSummary> => {
    const report = new RunReport(parts.write);
    const counts = { observations: 0, blind: 0 };
    const ports = watched(parts.ports(), report, counts);
    const started = ports.clock();
    const end = started + context.getRemainingTimeInMillis() - MARGIN_MS;
    const startedAt = isoTime(started);
    const run = await visitDue({
      parallel: PARALLEL,
      listDue: (after) => ports.store.listDue(startedAt, after),
      mayGoOn: () => ports.clock() < end - VISIT_MS,
      visit: async (key) => {
        const deadline = Math.min(ports.clock() + VISIT_MS, end);
        await visitCheck(ports, key, { isDue: isCheckDue, deadline });
      },
      onDefect: ({ tenant, target }, error) => report.error({ tenant, target }, error),
    });
    const summary = { ...run, unsent: report.unsent, ...counts };
    const fields = { stage: parts.stage, ...summary, milliseconds: ports.clock() - started };
    parts.write(metricLine(measured(summary), fields, ports.clock()));
    return summary;
  };
}

/** The same ports, which also count observations and refused messages. */
function watched(ports: CheckPorts, report: RunReport, counts: { observations: number; blind: number }): CheckPorts {
  const observe: CheckPorts['observe'] = async (subject, deadline) => {
    const outcome = await ports.observe(subject, deadline);
    counts.observations += 1;
    if (outcome.kind === 'blind') counts.blind += 1;
    return outcome;
  };
  return { ...ports, observe, notify: report.watching(ports.notify) };
}

function measured({ defects, unsent, observations, blind }: CheckSummary): Parameters<typeof metricLine>[0] {
  return [
    [checkMetrics.defects, defects + unsent],
    [checkMetrics.observations, observations],
    [checkMetrics.blind, blind],
  ];
}
