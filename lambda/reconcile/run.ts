import type { Context } from 'aws-lambda';
import type { RunSummary } from '../../lib/backend/due-run';
import type { RegistrationPorts } from '../../lib/backend/registration/ports';
import { reconcile } from '../../lib/backend/registration/reconcile';
import { RunReport, type Sending } from '../../lib/backend/run-report';
import { metricLine } from '../../lib/contract/metric-line';
import { defectMetric } from '../../lib/contract/names';

/** The part of Lambda's context that the function reads. */
type RemainingTime = Pick<Context, 'getRemainingTimeInMillis'>;

export interface ReconcileParts {
  /** Opened once; a failure is tried again by the next run. */
  readonly ports: () => Promise<RegistrationPorts>;
  readonly stage: string;
  readonly now: () => number;
  readonly write: (line: string) => void;
}

/** Visits at the same time: no more than these ever call Apple at once. */
export const PARALLEL = 4;
/** The longest that a visit takes, with all its pauses. */
const VISIT_MS = 25_000;
/** Reserved for the log line. */
const MARGIN_MS = 1000;

/** A run of the reconciler: visits what is due within the time that Lambda gives, and writes one log line with its defects. */
export function createReconcileHandler(parts: ReconcileParts) {
  return async (_event: unknown, context: RemainingTime): Promise<RunSummary & Sending> => {
    const end = parts.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
    const started = parts.now();
    const report = new RunReport(parts.write);
    const ports = await parts.ports();
    const run = await reconcile(
      { ...ports, notify: report.watching(ports.notify) },
      {
        deadline: end - VISIT_MS,
        hardDeadline: end,
        parallel: PARALLEL,
        onDefect: ({ tenant, server }, error) => report.error({ tenant, server }, error),
      },
    );
    const summary = { ...run, unsent: report.unsent };
    const fields = { stage: parts.stage, ...summary, milliseconds: parts.now() - started };
    parts.write(metricLine([[defectMetric, summary.defects + summary.unsent]], fields, parts.now()));
    return summary;
  };
}
