import { fork } from 'node:child_process';
import { request } from 'node:https';
import { join } from 'node:path';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';
import { openAuthority } from '../../lib/local/tls/authority';
import { interleave } from '../measure/interleave';
import { type Load, putUnderLoad } from '../measure/load';
import { timesTheFloor } from '../report/figure';
import { discoveryEvents } from '../subjects/edge-events';
import { type RunningCloud, startLocalCloud } from '../subjects/local-cloud';
import type { Row } from './row';

const HOST = 'acme.example';
const PATH = `${WELL_KNOWN_PATH}?user-identifier=user@${HOST}&model-family=iPhone`;
const BARE = join(__dirname, '..', 'subjects', 'bare-https.cjs');
const BARE_WITH_CHILD = join(__dirname, '..', 'subjects', 'bare-https-child.cjs');
/** As large as those of the edge function. */
const [EVENT] = discoveryEvents(1);
const RESULT = { status: '302', headers: { location: [{ key: 'Location', value: `https://mdm.example${PATH}` }] } };
const PLAN = { warmUps: 1, repeats: 5 };

/** The local cloud under load: TLS, CloudFront's rules, the edge function in its child process. */
export const localFront: Row = {
  name: 'local-front',
  ifMissed:
    'The local cloud then answers fewer requests per second than intended: enough for development and tests, and no measure of CloudFront, which does this work in AWS.',
  measure: async () => {
    const cloud = await startLocalCloud();
    try {
      const answer = await ask(cloud);
      const bare = await startBareServer(BARE, cloud, answer);
      const withChild = await startBareServer(BARE_WITH_CHILD, cloud, answer);
      const load = (port: number) => () => putUnderLoad({ port, host: HOST, path: PATH, status: answer.status });
      const loads = await interleave(
        { ours: load(cloud.httpsPort), floor: load(bare.port), withChild: load(withChild.port) },
        PLAN,
      );
      bare.stop();
      withChild.stop();
      return {
        figures: figuresOf(loads),
        notes: ['20 kept connections, load from a process of its own; its clock counts whole milliseconds.'],
      };
    } finally {
      await cloud.stop();
    }
  },
};

interface Loads {
  readonly ours: readonly Load[];
  readonly floor: readonly Load[];
  readonly withChild: readonly Load[];
}

function figuresOf({ ours, floor, withChild }: Loads) {
  const rates = (what: string, loads: readonly Load[]) => ({
    what,
    values: loads.map(({ requestsPerSecond }) => requestsPerSecond),
  });
  const tails = (what: string, loads: readonly Load[]) => ({
    what,
    values: loads.map(({ p99Milliseconds }) => p99Milliseconds),
  });
  const bare = 'bare https server, same bytes';
  const isolated = 'the same, each event through a child process';
  const note =
    'the next line shows what is left of a bare server once each event goes to a process of its own and back; ' +
    "the rest is CloudFront's rules, the event as Lambda@Edge gets it, and the log.";
  return [
    timesTheFloor(rates('local front, requests', ours), rates(bare, floor), 'per s', { goal: { atLeast: 0.5 }, note }),
    timesTheFloor(rates('local front, requests', ours), rates(isolated, withChild), 'per s'),
    timesTheFloor(tails('local front, p99', ours), tails(bare, floor), 'ms'),
  ];
}

interface Answer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

/** One answer of the local cloud, to be repeated byte for byte. */
function ask({ httpsPort, ca }: RunningCloud): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: httpsPort, path: PATH, servername: HOST, ca, headers: { host: HOST } };
    const asked = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString('base64');
        resolve({ status: response.statusCode ?? 0, headers: response.rawHeaders, body });
      });
    });
    asked.on('error', reject).end();
  });
}

async function startBareServer(script: string, { checkout }: RunningCloud, answer: Answer) {
  const authority = await openAuthority(join(checkout, '.signpost'));
  if (!authority.ok) throw new Error(authority.problem.message);
  const pair = await authority.value.issue([HOST]);
  const server = fork(script, { execArgv: [], env: {} });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('message', (value) => resolve(Number(value))).once('error', reject);
    server.send({ ...pair, ...answer, event: EVENT, result: RESULT });
  });
  return { port, stop: () => server.disconnect() };
}
