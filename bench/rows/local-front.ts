import { fork } from 'node:child_process';
import { request } from 'node:https';
import { join } from 'node:path';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';
import { openAuthority } from '../../lib/local/tls/authority';
import { interleave } from '../measure/interleave';
import { type Load, putUnderLoad } from '../measure/load';
import { timesTheFloor } from '../report/figure';
import { type RunningCloud, startLocalCloud } from '../subjects/local-cloud';
import type { Row } from './row';

const HOST = 'acme.example';
const PATH = `${WELL_KNOWN_PATH}?user-identifier=user@${HOST}&model-family=iPhone`;
const BARE = join(__dirname, '..', 'subjects', 'bare-https.cjs');
const PLAN = { warmUps: 1, repeats: 5 };

/** The local cloud under load: TLS, CloudFront's rules, the edge function in its child process. */
export const localFront: Row = {
  name: 'local-front',
  measure: async () => {
    const cloud = await startLocalCloud();
    try {
      const answer = await ask(cloud);
      const bare = await startBareServer(cloud, answer);
      const path = PATH;
      const { status } = answer;
      const { ours, floor } = await interleave(
        {
          ours: () => putUnderLoad({ port: cloud.httpsPort, host: HOST, path, status }),
          floor: () => putUnderLoad({ port: bare.port, host: HOST, path, status }),
        },
        PLAN,
      );
      bare.stop();
      return { figures: figuresOf(ours, floor), notes: ['20 kept connections, load from a process of its own.'] };
    } finally {
      await cloud.stop();
    }
  },
};

function figuresOf(ours: readonly Load[], floor: readonly Load[]) {
  const bare = 'bare https server, same bytes';
  const rates = (loads: readonly Load[]) => loads.map(({ requestsPerSecond }) => requestsPerSecond);
  const tails = (loads: readonly Load[]) => loads.map(({ p99Milliseconds }) => p99Milliseconds);
  return [
    timesTheFloor(
      { what: 'local front, requests', values: rates(ours) },
      { what: bare, values: rates(floor) },
      'per s',
      {
        goal: { atLeast: 0.5 },
      },
    ),
    timesTheFloor({ what: 'local front, p99', values: tails(ours) }, { what: bare, values: tails(floor) }, 'ms'),
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

async function startBareServer({ checkout }: RunningCloud, answer: Answer) {
  const authority = await openAuthority(join(checkout, '.signpost'));
  if (!authority.ok) throw new Error(authority.problem.message);
  const pair = await authority.value.issue([HOST]);
  const server = fork(BARE, { execArgv: [], env: {} });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('message', (value) => resolve(Number(value))).once('error', reject);
    server.send({ ...pair, ...answer });
  });
  return { port, stop: () => server.disconnect() };
}
