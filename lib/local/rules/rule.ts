/** The source of a rule of AWS: AWS documents it, it was seen in an account, or it is only plausible. */
type Mark = 'documented' | 'observed' | 'assumed';

/** One rule of AWS that the local cloud imitates, and the command that proves it in an account. */
export interface ImitatedRule {
  readonly rule: string;
  readonly mark: Mark;
  readonly proof: string;
}
