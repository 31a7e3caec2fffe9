/** What Apple, or another user of the token, can be made to do. */
export type AppleFault =
  /** Answers after a while, having done what it was asked. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'status'; readonly status: number; readonly word?: string; readonly retryAfterSeconds?: number }
  /** Half of the answer, and the connection ends; what was asked is done. */
  | { readonly kind: 'half-answer' }
  /** The connection ends; whether what was asked is done first is up to `done`. */
  | { readonly kind: 'reset'; readonly done: boolean }
  /** Another holder of the token signs in every second, so that no other session lasts longer. */
  | { readonly kind: 'foreign-sign-ins' };

/** A fault, whom and what it meets, and how often. */
export interface FaultRule {
  readonly fault: AppleFault;
  /** `<tenant>/<server>`; every entry when left out. */
  readonly entry?: string;
  /** Such as `/session`; every path when left out. */
  readonly path?: string;
  readonly method?: string;
  /** Requests that it meets before it is over; all when left out. */
  readonly times?: number;
}

/** Faults by demand. */
export interface FaultList {
  add(rule: FaultRule): void;
  clear(): void;
  /** The fault that meets this request, counted down. */
  take(request: { entry?: string; path: string; method: string }): AppleFault | undefined;
  /** Whether somebody else signs in to this entry all the time. */
  isContested(entry: string): boolean;
}

export function createFaults(): FaultList {
  let rules: { rule: FaultRule; left: number }[] = [];
  return {
    add: (rule) => void rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }),
    clear: () => {
      rules = [];
    },
    take: (request) => {
      const met = rules.find(({ rule }) => rule.fault.kind !== 'foreign-sign-ins' && meets(rule, request));
      if (!met) return undefined;
      met.left -= 1;
      if (met.left <= 0) rules = rules.filter((each) => each !== met);
      return met.rule.fault;
    },
    isContested: (entry) =>
      rules.some(({ rule }) => rule.fault.kind === 'foreign-sign-ins' && (rule.entry ?? entry) === entry),
  };
}

function meets(rule: FaultRule, { entry, path, method }: { entry?: string; path: string; method: string }): boolean {
  if (rule.entry !== undefined && rule.entry !== entry) return false;
  if (rule.path !== undefined && rule.path !== path) return false;
  return rule.method === undefined || rule.method === method;
}
