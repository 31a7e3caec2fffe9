import type { DiagnosisInput, Replay, ReplayStep } from '../../diagnosis-input';
import type { ResponseFacts } from '../../facts';
import type { CheckResult } from '../../finding';

/** The last answer of a travel, which is no redirect. */
export interface FinalAnswer {
  readonly input: DiagnosisInput;
  readonly replay: Replay;
  readonly last: ReplayStep;
  readonly response: ResponseFacts;
}

/** What one recogniser says of an answer: which code, and what was found instead of what. */
export type RecognisedPage = Pick<CheckResult, 'code' | 'expected' | 'found' | 'steps' | 'severity'> &
  Partial<Pick<CheckResult, 'place'>>;
export type Recogniser = (answer: FinalAnswer) => RecognisedPage | undefined;
