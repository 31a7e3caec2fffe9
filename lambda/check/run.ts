import type { CheckPorts } from '../../lib/adapters/checks/ports';
import { visitCheck } from '../../lib/adapters/checks/visit';
import { type RunSummary, visitDue } from '../../lib/adapters/due-run';
import { RunReport, type Sending } from '../../lib/adapters/run-report';
import { isLookDue } from '../../lib/core/checks/check';

/** The part of Lambda's context that we read. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

export interface CheckParts {
  readonly ports: () => CheckPorts;
  readonly write: (line: string) => void;
}

/** Looks at the same time; each is a few dozen requests. */
const PARALLEL = 8;
/** The longest that a visit takes, with a second look; servers that stay silent cost most of it. */
const VISIT_MS = 60_000;
/** Kept for what is written after a look, and for the log line. */
const MARGIN_MS = 5000;

/** A run of the check: looks at what is due within the time that Lambda gives, and leaves one line. */
export function createCheckHandler(parts: CheckParts) {
  return async (_event: unknown, context: LambdaContext): Promise<RunSummary & Sending> => {
    const report = new RunReport(parts.write);
    const opened = parts.ports();
    const ports = { ...opened, tell: report.watching(opened.tell) };
    const started = ports.clock();
    const end = started + context.getRemainingTimeInMillis() - MARGIN_MS;
    const begun = new Date(started).toISOString();
    const run = await visitDue({
      parallel: PARALLEL,
      listDue: (after) => ports.store.listDue(begun, after),
      mayGoOn: () => ports.clock() < end - VISIT_MS,
      visit: async (key) => {
        const deadline = Math.min(ports.clock() + VISIT_MS, end);
        await visitCheck(ports, key, { isDue: isLookDue, deadline });
      },
      onDefect: ({ tenant, target }, error) => report.error({ tenant, target }, error),
    });
    const summary = { ...run, unsent: report.unsent };
    parts.write(`${JSON.stringify({ ...summary, milliseconds: ports.clock() - started })}\n`);
    return summary;
  };
}
