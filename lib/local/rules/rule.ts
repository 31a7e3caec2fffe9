/** How far a rule of AWS is known: AWS says so, somebody has seen it, or nothing but reason speaks for it. */
export type Mark = 'documented' | 'observed' | 'assumed';

/** One rule of AWS that the local cloud imitates, and the command that proves it in an account. */
export interface ImitatedRule {
  readonly rule: string;
  readonly mark: Mark;
  readonly proof: string;
}
