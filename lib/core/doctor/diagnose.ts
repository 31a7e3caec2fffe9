import { definitionOf } from '../problems';
import { entryOf } from './catalogue';
import { CHECKS } from './checks';
import { type DiagnosisInput, prepareDiagnosis } from './diagnosis-input';
import type { Facts } from './facts';
import { type CheckResult, type DeviceName, type Finding, type Folded, position, type Severity } from './finding';
import { printable } from './printable';
import { listUnchecked, type Unchecked } from './unchecked';
import { judge, type Verdict } from './verdict';

/** The doctor's diagnosis of one domain. */
export interface Diagnosis {
  readonly domain: string;
  readonly verdict: Verdict;
  /** What blocks first comes first; consequences are folded under their cause. */
  readonly findings: readonly Finding[];
  readonly unchecked: readonly Unchecked[];
}

/** A result shared by all devices that see the same. */
interface Seen extends CheckResult {
  readonly devices: readonly DeviceName[];
  readonly severity: Severity;
  readonly folded: Folded[];
}

/** Diagnoses facts: no I/O, the same facts give the same diagnosis. */
export async function diagnose(facts: Facts): Promise<Diagnosis> {
  const input = await prepareDiagnosis(facts);
  const seen = fold(
    order(
      merge(
        input,
        CHECKS.flatMap((check) => [...check.run(input)]),
      ),
    ),
  );
  const findings = seen.map(toFinding);
  return { domain: facts.domain, verdict: await judge(input, findings), findings, unchecked: listUnchecked(input) };
}

/** Results that differ by device only become one. */
function merge({ replays }: DiagnosisInput, results: readonly CheckResult[]): Seen[] {
  const seen = new Map<string, Seen>();
  for (const result of results) {
    const { code, host, expected, found, device } = result;
    const severity = result.severity ?? entryOf(code).severity;
    const key = JSON.stringify([code, host, expected, found, severity]);
    const known = seen.get(key);
    const devices = [...(known?.devices ?? []), ...(device === undefined ? [] : [device])];
    seen.set(key, { ...(known ?? result), severity, devices, folded: [] });
  }
  return [...seen.values()].map((each) => ({
    ...each,
    devices: each.devices.length === replays.length ? [] : each.devices,
  }));
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

/** By severity, then along the device's way; sorting is stable, so the order of the checks decides the rest. */
function order(seen: readonly Seen[]): Seen[] {
  return [...seen].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || position(a.place) - position(b.place),
  );
}

/** Folds what follows from an earlier error, or comes after it on the same devices' way. */
function fold(seen: readonly Seen[]): Seen[] {
  const causes: Seen[] = [];
  for (const each of seen) {
    const cause = each.severity === 'note' ? undefined : causes.find((earlier) => accountsFor(earlier, each));
    if (cause) cause.folded.push(toFolded(each));
    else causes.push(each);
  }
  // Faults that affect some people come after those that stop every device.
  const hurtsSome = ({ code, severity }: Seen) => severity === 'error' && entryOf(code).effect === 'hurts-some';
  const errors = causes.filter(({ severity }) => severity === 'error');
  const others = causes.filter(({ severity }) => severity !== 'error');
  return [...errors.filter((one) => !hurtsSome(one)), ...errors.filter(hurtsSome), ...others];
}

function accountsFor(cause: Seen, each: Seen): boolean {
  const entry = entryOf(cause.code);
  const sameDevices =
    cause.devices.length === 0 || (each.devices.length > 0 && each.devices.every((one) => cause.devices.includes(one)));
  if (cause.severity === 'note' || !sameDevices || each.place.layer === 'aside') return false;
  if (entry.explains?.includes(each.code)) return true;
  return cause.severity === 'error' && entry.effect === 'blocks' && position(each.place) >= position(cause.place);
}

function toFolded({ code, host, found }: Seen): Folded {
  return { code, title: definitionOf(code).title, host: printable(host), found: printable(found) };
}

function toFinding({ code, severity, host, expected, found, steps, devices, folded }: Seen): Finding {
  const { title, meaning, remedy } = definitionOf(code);
  return {
    code,
    severity,
    title,
    host: printable(host),
    expected: printable(expected),
    found: printable(found),
    meaning,
    remedy,
    steps: (steps ?? []).map((step) => printable(step, 400)),
    devices,
    source: entryOf(code).source,
    folded,
  };
}
