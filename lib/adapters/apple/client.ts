import type { AppleClient, AppleResult, Conversation, Leases } from '../../backend/registration/ports';
import { problem } from '../../core/problems';
import type { ServerToken } from '../../core/registration/server-token';
import { retryAfterSeconds } from '../http/retry-after';
import {
  ADDE_PATH,
  describeFault,
  readAccount,
  readAddeUrl,
  readSession,
  readWritten,
  wantsNewSession,
} from './answers';
import { tokenFacts } from './fingerprint';
import { authorizationHeader } from './oauth';
import type { Sessions } from './sessions';
import { APPLE_ENROLLMENT_ORIGIN, type AppleAnswer, type AppleRequest, type AppleTransport } from './transport';

export interface AppleClientOptions {
  readonly send: AppleTransport;
  readonly leases: Leases;
  readonly sessions: Sessions;
  /** A name for who holds the lease, another one each time: what one conversation holds no other gives back. */
  readonly newHolder: () => string;
  readonly clock: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly nonce: () => string;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** What the sign-in is signed for; Apple's own address when left out. */
  readonly origin?: string;
}

const REQUEST_TIMEOUT_MS = 10_000;
/** How long a lease is held without being prolonged: longer than any request to Apple may take. */
const LEASE_MS = 30_000;
/** By how much the clocks of two processes may differ: one's lease is over by the other's clock. [assumed] */
const LEASE_MARGIN_MS = 10_000;
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 250;
/** A longer pause is left to the next visit, which comes when Apple asked for it: meanwhile others need the time. */
const LONGEST_PAUSE_MS = 5000;
/** Apple's requests hold for a few minutes around its own time; less than this is no skew. [inferred] */
const SKEW_MS = 60_000;

const HEADERS = {
  'content-type': 'application/json;charset=UTF8',
  'user-agent': 'signpost/1.0',
  'x-server-protocol-version': '10',
} as const;

type Answer = Extract<AppleAnswer, { kind: 'answer' }>;

/** A client of Apple's Device Assignment Services, as far as the ADDE URL needs it. */
export function createAppleClient(options: AppleClientOptions): AppleClient {
  return {
    factsOf: tokenFacts,
    async converse(token, deadline, talk) {
      const talking = new Talk(options, token, deadline);
      if (!(await talking.hold())) return busy();
      try {
        return { ok: true, value: await talk(talking) };
      } finally {
        await talking.release();
      }
    },
  };
}

/** One conversation: its lease, and whether its session was renewed. */
class Talk implements Conversation {
  readonly #lease: string;
  readonly #fingerprint: string;
  readonly #holder: string;
  #heldUntil = 0;
  #renewed = false;
  #skewMs = 0;

  constructor(
    private readonly options: AppleClientOptions,
    private readonly token: ServerToken,
    private readonly deadline: number,
  ) {
    const { entry, fingerprint } = tokenFacts(token);
    this.#lease = `apple/${entry}`;
    this.#fingerprint = fingerprint;
    this.#holder = options.newHolder();
  }

  async hold(): Promise<boolean> {
    const now = this.options.clock();
    const until = now + LEASE_MS;
    const held = await this.options.leases.hold(this.#lease, this.#holder, until, now);
    this.#heldUntil = held ? until : 0;
    return held;
  }

  /** The lease must outlast the request: the next holder may then be sure that nothing is on its way. */
  async #holdForRequest(): Promise<boolean> {
    const left = this.#heldUntil - this.options.clock();
    return left >= REQUEST_TIMEOUT_MS + LEASE_MARGIN_MS || this.hold();
  }

  release(): Promise<void> {
    return this.options.leases.release(this.#lease, this.#holder);
  }

  async readAddeUrl() {
    return this.#call('GET', ADDE_PATH, readAddeUrl);
  }

  async setAddeUrl(url: string) {
    const read = (answer: Answer) => readWritten(answer, 'set the ADDE URL at Apple');
    return this.#call('POST', ADDE_PATH, read, JSON.stringify({ mdm_service_discovery_url: url }));
  }

  async removeAddeUrl() {
    return this.#call('DELETE', ADDE_PATH, (answer) => readWritten(answer, 'remove the ADDE URL at Apple'));
  }

  async readAccount() {
    return this.#call('GET', '/account', readAccount);
  }

  /** A call with a session; where Apple refuses the session, with a new one, once. */
  async #call<T>(
    method: AppleRequest['method'],
    path: string,
    read: (answer: Answer) => AppleResult<T>,
    body?: string,
  ): Promise<AppleResult<T>> {
    for (;;) {
      const session = await this.#session();
      if (!session.ok) return session;
      const headers = { ...HEADERS, 'x-adm-auth-session': session.value };
      const answered = await this.#ask(() => ({ method, path, headers, body }), read);
      if (answered.rotated !== undefined) this.options.sessions.put(this.#fingerprint, answered.rotated);
      if (!answered.newSession) return answered.result;
      this.options.sessions.drop(this.#fingerprint);
      // Another party may sign in with the same token at the same time: once more, and then no more of it.
      if (this.#renewed) return answered.result;
      this.#renewed = true;
    }
  }

  async #session(): Promise<AppleResult<string>> {
    const known = this.options.sessions.get(this.#fingerprint);
    if (known !== undefined) return { ok: true, value: known };
    const signedIn = await this.#signIn();
    if (signedIn.ok) this.options.sessions.put(this.#fingerprint, signedIn.value);
    return signedIn;
  }

  async #signIn(): Promise<AppleResult<string>> {
    const first = await this.#ask(() => this.#signInRequest(), readSession);
    if (first.result.ok || !first.newSession || first.skewMs === undefined) return first.result;
    // The token may be good, and our clock wrong: Apple's own answer says what time it is there.
    this.#skewMs += first.skewMs;
    return (await this.#ask(() => this.#signInRequest(), readSession)).result;
  }

  #signInRequest(): Omit<AppleRequest, 'timeoutMs'> {
    const path = '/session';
    const stamp = {
      nonce: this.options.nonce(),
      timestamp: Math.floor((this.options.clock() + this.#skewMs) / 1000),
    };
    const url = `${this.options.origin ?? APPLE_ENROLLMENT_ORIGIN}${path}`;
    const authorization = authorizationHeader({ method: 'GET', url }, this.token, stamp);
    return { method: 'GET', path, headers: { ...HEADERS, authorization } };
  }

  /** Asks, and asks again after a pause where Apple fails, as long as there is time. */
  async #ask<T>(
    request: () => Omit<AppleRequest, 'timeoutMs'>,
    read: (answer: Answer) => AppleResult<T>,
  ): Promise<{ result: AppleResult<T>; newSession?: boolean; rotated?: string; skewMs?: number }> {
    for (let attempt = 1; ; attempt += 1) {
      const left = this.deadline - this.options.clock();
      if (left <= 0) return { result: { ok: false, problem: describeFault(OUT_OF_TIME) } };
      if (!(await this.#holdForRequest())) return { result: busy() };
      const answer = await this.options.send({ ...request(), timeoutMs: Math.min(REQUEST_TIMEOUT_MS, left) });
      const result: AppleResult<T> =
        answer.kind === 'answer' ? read(answer) : { ok: false, problem: describeFault(answer) };
      const now = this.options.clock();
      const retryAfter = answer.kind === 'answer' ? retryAfterSeconds(answer, now) : undefined;
      const about = answer.kind === 'answer' ? this.#about(answer, now) : {};
      if (result.ok) return { result, ...about };
      const problemMet =
        retryAfter === undefined ? result.problem : { ...result.problem, retryAfterSeconds: retryAfter };
      const pause = this.#pause(attempt, retryAfter);
      const hasTime = pause <= LONGEST_PAUSE_MS && now + pause < this.deadline;
      const again = TRANSIENT.has(problemMet.code) && attempt < ATTEMPTS && hasTime;
      if (!again) return { result: { ok: false, problem: problemMet }, ...about };
      await this.options.wait(pause);
    }
  }

  #about(answer: Answer, now: number): { newSession?: boolean; rotated?: string; skewMs?: number } {
    const rotated = answer.headers['x-adm-auth-session'];
    const skewMs = Date.parse(answer.headers['date'] ?? '') - (now + this.#skewMs);
    return {
      ...(wantsNewSession(answer) ? { newSession: true } : {}),
      ...(rotated !== undefined && rotated !== '' ? { rotated } : {}),
      ...(Math.abs(skewMs) > SKEW_MS ? { skewMs } : {}),
    };
  }

  /** Twice as long each time, somewhere between half and all of it; never less than Apple asks for. */
  #pause(attempt: number, retryAfter: number | undefined): number {
    const own = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + this.options.random() / 2);
    return Math.max(own, (retryAfter ?? 0) * 1000);
  }
}

const OUT_OF_TIME = { kind: 'fault', fault: 'timeout', detail: 'the time given' } as const;

const TRANSIENT: ReadonlySet<string> = new Set([
  'apple.throttled',
  'apple.unavailable',
  'apple.timeout',
  'apple.unreachable',
  'apple.answer-unreadable',
]);

function busy(): AppleResult<never> {
  return {
    ok: false,
    problem: problem(
      'adde.busy',
      'Cannot talk to Apple now: another process holds the lease of this server token; expected a free lease',
    ),
  };
}
