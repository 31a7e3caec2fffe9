import { fork } from 'node:child_process';
import { join } from 'node:path';
import { createTenantRepository } from '../../lib/adapters/dynamodb/tenants';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';
import { startDynoxide } from '../../test/support/dynamodb';
import { domainRecord } from '../../test/support/tenant-records';
import { quantile } from '../measure/spread';
import { timesTheFloor } from '../report/figure';
import { backendEnvironment, bundleBareGetItem, bundleDiscovery } from '../subjects/backend-handlers';
import type { Row } from './row';

const RUNNER = join(__dirname, '..', 'subjects', 'endpoint-runner.cjs');
const DOMAIN = 'acme.example';
const EVENT = {
  rawPath: WELL_KNOWN_PATH,
  rawQueryString: `user-identifier=user@${DOMAIN}&model-family=iPhone`,
  headers: { host: 'discovery.signpost.example', 'user-agent': 'DeviceManagementClient/1.0' },
  requestContext: { requestId: 'request-1', http: { method: 'GET', sourceIp: '192.0.2.1' } },
};
const WARM_UP_REQUESTS = 2000;
const REQUESTS = 1000;
const REPEATS = 9;

/** The public endpoint from event to response, the table's answer included. */
export const discoveryEndpoint: Row = {
  name: 'discovery-endpoint',
  ifMissed:
    "A device at a domain with `decide: 'backend'` then waits longer for its answer; domains answered at the edge do not.",
  measure: async () => {
    const engine = await startDynoxide();
    try {
      const table = await engine.createTable();
      await createTenantRepository(engine.client, table).commit([
        { kind: 'domain', record: domainRecord(DOMAIN, 'acme') },
      ]);
      const rounds = await measureRounds(backendEnvironment(engine.endpoint, table));
      const at = (fraction: number) => ({
        ours: rounds.map(([ours]) => quantileOf(ours, fraction)),
        floor: rounds.map(([, floor]) => quantileOf(floor, fraction)),
      });
      const compare = (what: string, { ours, floor }: ReturnType<typeof at>, atMost: number) =>
        timesTheFloor({ what, values: ours }, { what: 'a bare GetItem', values: floor }, 'ms', { goal: { atMost } });
      return {
        figures: [compare('discovery endpoint, p50', at(0.5), 1.15), compare('discovery endpoint, p95', at(0.95), 1.3)],
        notes: [`same SDK and same embedded engine, request by request in turn, ${REQUESTS} of each a repeat.`],
      };
    } finally {
      await engine.close();
    }
  },
};

type Round = readonly [ours: readonly number[], floor: readonly number[]];

async function measureRounds(env: Record<string, string>): Promise<readonly Round[]> {
  const files = [await bundleDiscovery(), await bundleBareGetItem()];
  const runner = fork(RUNNER, files, { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const run = (requests: number) =>
    new Promise<Round>((resolve, reject) => {
      const onExit = () => reject(new Error('the runner ended'));
      runner.once('exit', onExit);
      runner.once('message', (times) => {
        runner.off('exit', onExit);
        resolve(parseRound(times));
      });
      runner.send({ requests, event: EVENT, bareEvent: { domain: DOMAIN } });
    });
  try {
    await run(WARM_UP_REQUESTS);
    const rounds: Round[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat += 1) rounds.push(await run(REQUESTS));
    return rounds;
  } finally {
    runner.disconnect();
  }
}

function parseRound(times: unknown): Round {
  return times as Round;
}

function quantileOf(times: readonly number[], fraction: number): number {
  return quantile(
    [...times].sort((a, b) => a - b),
    fraction,
  );
}
