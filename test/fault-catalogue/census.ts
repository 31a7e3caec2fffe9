import type { Diagnosis } from '../../lib/core/doctor/diagnose';
import { healthyEnvironment, type Names, namesOf } from './environment';
import { broken, sound } from './index';
import { type FaultySetup, STAGES } from './setup';
import type { SimulatedInternet } from './simulated-internet';
import { codesOf, visit } from './visit';

/** What one visit showed, and what is wrong about it; nothing where all is as it should be. */
export interface Report {
  readonly name: string;
  readonly complaints: readonly string[];
  /** Codes that had to be found, that were, and that were found beside them. */
  readonly wanted: number;
  readonly hits: number;
  readonly strays: number;
}

/** Checks one faulty set-up alone. */
export async function examine(
  simulated: SimulatedInternet,
  name: string,
  setup: FaultySetup,
  slot: string,
): Promise<Report> {
  const names = namesOf(slot);
  const { fault, wanted, slow } = setup;
  const diagnosis = await visit(simulated, fault(healthyEnvironment(names), names), names, {
    wanted: wanted?.(names),
    slow,
  });
  const { found, folded } = codesOf(diagnosis);
  const follows: readonly string[] = setup.follows ?? [];
  const missing = setup.finds.filter((code) => !found.includes(code));
  const stray = [
    ...found.filter((code) => !isIn(setup.finds, code)),
    ...folded.filter((code) => !follows.includes(code)),
  ];
  const wrong = setup.not.filter((code) => [...found, ...folded].includes(code));
  const complaints = [
    ...missing.map((code) => `${code} was not found`),
    ...stray.map((code) => `${code} was found and should not be`),
    ...wrong.map((code) => `${code} must never be found`),
    ...(found[0] === setup.finds[0] ? [] : [`${found[0] ?? 'nothing'} came first`]),
  ];
  return {
    name,
    complaints,
    wanted: setup.finds.length,
    hits: setup.finds.length - missing.length,
    strays: stray.length,
  };
}

/** Checks one sound set-up: nothing may be found. */
export async function examineSound(simulated: SimulatedInternet, name: string, slot: string): Promise<Report> {
  const setup = sound().get(name);
  if (!setup) throw new Error(`No such set-up: ${name}`);
  const names = namesOf(slot);
  const diagnosis = await visit(simulated, setup.environment(names), names, { wanted: setup.wanted?.(names) });
  const stray = diagnosis.findings.filter(({ severity }) => severity !== 'note').map(({ code }) => code);
  const verdict = diagnosis.verdict.rollUp === 'serving' ? [] : [`the verdict is ${diagnosis.verdict.sentence}`];
  const complaints = [...stray.map((code) => `${code} was found in a sound set-up`), ...verdict];
  return { name, complaints, wanted: 0, hits: 0, strays: stray.length };
}

/** Two faults at once that change different things. */
export interface Pair {
  readonly name: string;
  readonly first: FaultySetup;
  readonly second: FaultySetup;
}

/** `count` pairs out of all there are, the same ones for the same seed. */
export function pairs(count: number, seed: number): Pair[] {
  const setups = [...broken()];
  const all = setups.flatMap(([name, first], index) =>
    setups
      .slice(index + 1)
      .filter(([, second]) => !first.touches.some((aspect) => second.touches.includes(aspect)))
      .map(([other, second]) => ({ name: `${name} + ${other}`, first, second })),
  );
  return shuffled(all, seed).slice(0, count);
}

/** Checks two faults at once: the first cause must be right, and every code must come from one of the two. */
export async function examinePair(
  simulated: SimulatedInternet,
  { name, first, second }: Pair,
  slot: string,
): Promise<Report> {
  const names = namesOf(slot);
  const environment = second.fault(first.fault(healthyEnvironment(names), names), names);
  const wanted = { ...first.wanted?.(names), ...second.wanted?.(names) };
  const diagnosis = await visit(simulated, environment, names, {
    wanted,
    slow: first.slow === true || second.slow === true,
  });
  return judgePair(name, [first, second], diagnosis, names);
}

function judgePair(name: string, setups: readonly FaultySetup[], diagnosis: Diagnosis, _names: Names): Report {
  const { found, folded } = codesOf(diagnosis);
  const union: readonly string[] = setups.flatMap(({ finds, follows }) => [...finds, ...(follows ?? [])]);
  const stray = [...found, ...folded].filter((code) => !union.includes(code));
  const rank = ({ stage }: FaultySetup) => STAGES.indexOf(stage);
  const earliest = Math.min(...setups.map(rank));
  const causes = setups.filter((setup) => rank(setup) === earliest).flatMap(({ finds }) => finds[0] ?? []);
  const right = found[0] !== undefined && isIn(causes, found[0]);
  const complaints = [
    ...stray.map((code) => `${code} belongs to neither`),
    ...(right ? [] : [`${found[0] ?? 'nothing'} came first, not ${causes.join(' or ')}`]),
  ];
  return { name, complaints, wanted: 1, hits: right ? 1 : 0, strays: stray.length };
}

function isIn(codes: readonly string[], code: string): boolean {
  return codes.includes(code);
}

/** Fisher and Yates, with a linear congruential generator (Numerical Recipes): no run differs from another. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = seed >>> 0;
  for (let last = result.length - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const chosen = Math.floor((state / 2 ** 32) * (last + 1));
    const [a, b] = [result[last], result[chosen]];
    if (a === undefined || b === undefined) continue;
    result[last] = b;
    result[chosen] = a;
  }
  return result;
}

/** Works through `items`, `width` at a time, each worker with a slot of its own. */
export async function inSlots<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, slot: string) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (slot: string) => {
    for (const [index, item] of queue) results[index] = await work(item, slot);
  };
  await Promise.all(Array.from({ length: width }, (_, index) => worker(`slot-${index}`)));
  return results;
}
