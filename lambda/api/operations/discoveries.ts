import type { HourCount } from '../../../lib/adapters/aws/cloudwatch';
import { discoveryCountsSchema, hoursQuerySchema } from '../../../lib/contract/api/schemas';
import { isoTime } from '../../../lib/core/time';
import { operation, refused, success } from '../operation';

const HOUR_MS = 3_600_000;
const DEFAULT_HOURS = 24;

export const countDiscoveries = operation({
  id: 'countDiscoveries',
  method: 'get',
  path: '/v1/discoveries',
  summary: 'How many discoveries the backend answered in each hour',
  description:
    'Invocations of the discovery function, as CloudWatch counts them: answers for domains that are answered at the backend, and for ADDE URLs. Answers of the edge are not included.',
  access: { role: 'platform', scope: 'read' },
  query: hoursQuerySchema,
  response: { schema: discoveryCountsSchema, description: 'Every hour, the current one last.' },
  refusals: [502],
  handle: async ({ query: { hours = DEFAULT_HOURS } }, { countInvocations, now }) => {
    const present = Math.floor(now() / HOUR_MS) * HOUR_MS;
    const from = present - (hours - 1) * HOUR_MS;
    const counts = await countInvocations(from, present + HOUR_MS);
    return counts.ok ? success({ items: everyHour(counts.value, from, hours) }) : refused(counts.problem);
  },
});

/** CloudWatch leaves out hours without an invocation. */
function everyHour(counts: readonly HourCount[], from: number, hours: number) {
  const byHour = new Map(counts.map(({ at, count }) => [at, count]));
  return Array.from({ length: hours }, (_, index) => from + index * HOUR_MS).map((at) => ({
    at: isoTime(at),
    count: byHour.get(at) ?? 0,
  }));
}
