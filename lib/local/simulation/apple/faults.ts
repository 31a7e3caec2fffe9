/** Faults of Apple, and disturbances by another user of the token. */
export type AppleFault =
  /** Carries out the request, and answers after a while. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'status'; readonly status: number; readonly word?: string; readonly retryAfterSeconds?: number }
  /** Carries out the request, and ends the connection after half of the answer. */
  | { readonly kind: 'half-answer' }
  /** Ends the connection; `done` says whether the request is carried out first. */
  | { readonly kind: 'reset'; readonly done: boolean }
  /** Another holder of the token signs in every second, so that no other session lasts longer. */
  | { readonly kind: 'foreign-sign-ins' };

/** A fault, the requests that it affects, and how many of them. */
interface FaultRule {
  readonly fault: AppleFault;
  /** `<tenant>/<server>`; every entry when left out. */
  readonly entry?: string;
  /** Such as `/session`; every path when left out. */
  readonly path?: string;
  readonly method?: string;
  /** The number of requests that it affects; all when left out. */
  readonly times?: number;
}

/** The current faults. */
export interface FaultList {
  add(rule: FaultRule): void;
  clear(): void;
  /** The fault that affects this request, counted down. */
  take(request: { entry?: string; path: string; method: string }): AppleFault | undefined;
  /** Whether another party keeps signing in to this entry. */
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
