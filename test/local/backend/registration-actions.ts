import fc from 'fast-check';
import type { ServerKey } from '../../../lib/core/registration/registration';
import type { AppleFault } from '../../../lib/local/simulation/apple/faults';
import type { Kill, TableFault } from './function-environment';

/** The servers that actions apply to. */
export const KEYS: readonly ServerKey[] = [
  { tenant: 'acme', server: 'main' },
  { tenant: 'globex', server: 'main' },
];
/** The one of them whose token is Signpost's own. */
export const OWNED = 1;

/** The URLs that may be requested; the default one where there is none. */
export const URLS = [undefined, 'https://a.example/discovery', 'https://b.example/discovery?x=1'] as const;

/** One action of an actor, or one event. */
export type Action =
  | { readonly kind: 'configure'; readonly server: number; readonly url: number; readonly besideRun: boolean }
  | { readonly kind: 'remove' | 'refresh'; readonly server: number; readonly besideRun: boolean }
  | { readonly kind: 'reconcile' }
  /** A request arrives while the reconciler talks to Apple. */
  | { readonly kind: 'interrupt'; readonly server: number; readonly url: number; readonly nth: number }
  | { readonly kind: 'time'; readonly minutes: number }
  | { readonly kind: 'fault'; readonly fault: AppleFault; readonly server: number; readonly times: number }
  | { readonly kind: 'table-fault'; readonly fault: TableFault; readonly nth: number }
  | { readonly kind: 'renew'; readonly server: number; readonly putSecret: boolean }
  | { readonly kind: 'exchange' }
  | { readonly kind: 'terms'; readonly server: number; readonly signed: boolean };

const server = fc.nat(KEYS.length - 1);
const besideRun = fc.boolean();
const kind = <K extends string>(value: K) => fc.constant(value);

const appleFault = fc.constantFrom<AppleFault>(
  { kind: 'status', status: 401 },
  { kind: 'status', status: 403, word: 'FORBIDDEN' },
  { kind: 'status', status: 403, word: 'ACCESS_DENIED' },
  { kind: 'status', status: 429, retryAfterSeconds: 120 },
  { kind: 'status', status: 500 },
  { kind: 'half-answer' },
  { kind: 'reset', done: true },
  { kind: 'reset', done: false },
);

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: kind('configure'), server, url: fc.nat(URLS.length - 1), besideRun }) },
  { weight: 5, arbitrary: fc.record({ kind: kind('remove'), server, besideRun }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('refresh'), server, besideRun }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('reconcile') }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('interrupt'),
      server,
      url: fc.nat(URLS.length - 1),
      nth: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: kind('time'), minutes: fc.constantFrom(1, 5, 70) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind('fault'), fault: appleFault, server, times: fc.constantFrom(1, 4) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: kind('table-fault'),
      fault: fc.constantFrom<TableFault>('lose', 'throttle'),
      nth: fc.integer({ min: 1, max: 12 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('renew'), server, putSecret: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('exchange') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('terms'), server, signed: fc.boolean() }) },
);

const moment = fc.constantFrom<Kill['when']>('before', 'after');
const MOMENTS = ['before', 'after', 'late'] as const;
const kill: fc.Arbitrary<Kill> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ at: kind('any'), nth: fc.integer({ min: 1, max: 30 }), when: moment }) },
  {
    weight: 3,
    arbitrary: fc.record({ at: kind('apple write'), nth: fc.constant(1), when: fc.constantFrom(...MOMENTS) }),
  },
  { weight: 2, arbitrary: fc.record({ at: kind('commit'), nth: fc.integer({ min: 1, max: 4 }), when: moment }) },
  { weight: 1, arbitrary: fc.record({ at: kind('secret write'), nth: fc.constant(1), when: moment }) },
);

/** An action, and the call at which a process is killed from now on; a kill waits for its call. */
export interface Step {
  readonly action: Action;
  readonly kill: Kill | null;
}

/**
 * Starts with a request whose process is killed as it writes to Apple, in turn before, after, and so that Apple receives it
 * late; every other time a second request follows at once. Everything depends on what is stored at that moment.
 */
export function sequenceOf(seed: number): readonly Step[] {
  const beginning = fc.record({ server, url: fc.integer({ min: 1, max: URLS.length - 1 }), changesMind: fc.boolean() });
  const more = fc.array(fc.record({ action, kill: fc.option(kill) }), { minLength: 2, maxLength: 4 });
  const [made] = fc.sample(fc.tuple(beginning, more), { numRuns: 1, seed });
  if (!made) throw new Error('fast-check returned no sample');
  const [{ changesMind, ...desired }, steps] = made;
  const when = MOMENTS[seed % MOMENTS.length] ?? 'before';
  const first: Step = {
    action: { kind: 'configure', ...desired, besideRun: false },
    kill: { at: 'apple write', nth: 1, when },
  };
  const second: Step = { action: { kind: 'remove', server: desired.server, besideRun: false }, kill: null };
  return changesMind ? [first, second, ...steps] : [first, ...steps];
}
