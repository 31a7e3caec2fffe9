import { fork } from 'node:child_process';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { EnvironmentFile } from '../../lib/adapters/files/doctor-files';
import { internet } from '../../lib/adapters/http/network';
import type { NetworkAccess } from '../../lib/adapters/observe/network-access';
import { networkAccessOf } from '../../lib/adapters/observe/open-network-access';
import { observeSubjects, PARALLEL_DOMAINS, reportFacts } from '../../lib/cli/doctor/observe';
import { parseDomainName } from '../../lib/core/discovery/domain-name';
import type { DoctorSubject } from '../../lib/core/doctor/subject';
import { ADDRESS, namesOf } from '../../test/fault-catalogue/environment';
import { amount, timesTheFloor } from '../report/figure';
import type { Row } from './row';

const SERVER = join(__dirname, '..', 'subjects', 'catalogue-server.ts');
const DOMAINS = 1000;
const REPEATS = 3;

/** Many healthy domains over sockets, observed as the doctor does. */
export const doctor: Row = {
  name: 'doctor',
  ifMissed: '`signpost doctor --all` and the hourly checks then take longer; no device waits for them.',
  measure: async () => {
    const simulated = await openCatalogue();
    try {
      const access = networkAccessOf({
        network: internet,
        environment: simulated.environment,
        allowInternal: false,
        timeoutMs: 10_000,
      });
      // The servers make each certificate when they are first asked for it.
      await handshakesPerSecond(access);
      await simulated.visits('forget');
      await examine(access, 1);
      const hosts = Object.values(await simulated.visits('forget'));
      const handshakes = hosts.reduce((sum, visit) => sum + visit.handshakes, 0);
      const [ours, floor, memory]: number[][] = [[], [], []];
      for (let repeat = 0; repeat < REPEATS; repeat += 1) {
        floor?.push(await handshakesPerSecond(access));
        const { seconds, growth } = await examineAll(access);
        ours?.push((DOMAINS * handshakes) / seconds);
        memory?.push(growth);
      }
      const many = `${DOMAINS.toLocaleString('en-US')} domains`;
      return {
        figures: [
          timesTheFloor(
            { what: `doctor, TLS handshakes, ${many}`, values: ours ?? [] },
            { what: 'bare TLS handshakes', values: floor ?? [] },
            'per s',
            { goal: { atLeast: 0.4 } },
          ),
          amount('doctor: connections to a host at a time', [Math.max(...hosts.map((visit) => visit.mostAtOnce))], '', {
            goal: { atMost: 6 },
          }),
          amount('doctor: connections for a domain in all, its MDM among them', [handshakes], ''),
          amount('doctor: heap after all domains, times that after a quarter', memory ?? [], '×', {
            goal: { atMost: 1.1 },
          }),
        ],
        notes: [
          `servers in a process of their own; ${PARALLEL_DOMAINS} domains at a time, ${handshakes} handshakes each.`,
        ],
      };
    } finally {
      simulated.close();
    }
  },
};

interface OpenCatalogue {
  readonly environment: EnvironmentFile;
  /** The connections so far, by host. */
  visits(then: 'forget'): Promise<Readonly<Record<string, Visits>>>;
  close(): void;
}

interface Visits {
  readonly handshakes: number;
  readonly mostAtOnce: number;
}

async function openCatalogue(): Promise<OpenCatalogue> {
  const server = fork(SERVER, [String(DOMAINS)], { execArgv: ['--require', 'tsx/cjs'] });
  const environment = await new Promise<EnvironmentFile>((resolve, reject) => {
    server.once('message', (message) => resolve(parseEnvironment(message)));
    server.once('exit', () => reject(new Error('the servers ended')));
  });
  const visits = (then: 'forget') =>
    new Promise<Readonly<Record<string, Visits>>>((resolve) => {
      server.once('message', (message) => resolve(parseVisits(message)));
      server.send(then);
    });
  return { environment, visits, close: () => server.disconnect() };
}

function parseVisits(message: unknown): Readonly<Record<string, Visits>> {
  return message as Readonly<Record<string, Visits>>;
}

function parseEnvironment(message: unknown): EnvironmentFile {
  return message as EnvironmentFile;
}

/** As `signpost doctor --list` does it, with `judged` after each domain. */
async function examine(access: NetworkAccess, count: number, judged: (done: number) => void = () => {}): Promise<void> {
  const subjects = Array.from({ length: count }, (_, number) => subjectOf(number));
  let done = 0;
  await observeSubjects(access, subjects, {}, async (facts) => {
    const report = await reportFacts(facts);
    if (report.rollUp !== 'serving') throw new Error(`${report.domain} is ${report.rollUp}: ${report.sentence}`);
    done += 1;
    judged(done);
    return report;
  });
}

function subjectOf(number: number): DoctorSubject {
  const parsed = parseDomainName(namesOf(`d${number}`).domain);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return { domain: parsed.value };
}

async function examineAll(access: NetworkAccess): Promise<{ readonly seconds: number; readonly growth: number }> {
  const started = performance.now();
  let [quarter, end] = [0, 0];
  await examine(access, DOMAINS, (done) => {
    if (done === DOMAINS / 4) quarter = heapBytes();
    if (done === DOMAINS) end = heapBytes();
  });
  return { seconds: (performance.now() - started) / 1000, growth: end / quarter };
}

/** What is left after a collection. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

/** The floor: one handshake with each domain, without a request. */
async function handshakesPerSecond({ route, ca }: NetworkAccess): Promise<number> {
  const started = performance.now();
  await inLanes(async (number) => {
    const servername = namesOf(`d${number}`).domain;
    const real = route(ADDRESS.usual, 443, servername);
    if (!real) throw new Error('the servers have no such address');
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ ...real, servername, ca }, () => socket.destroy());
      socket.on('close', () => resolve()).on('error', reject);
    });
  });
  return DOMAINS / ((performance.now() - started) / 1000);
}

async function inLanes(work: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < DOMAINS) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_DOMAINS }, lane));
}
