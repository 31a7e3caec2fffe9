import type { DiagnosisInput, Replay, ReplayStep } from '../../diagnosis-input';
import type { ResponseFacts } from '../../facts';
import type { CheckResult } from '../../finding';

/** The last answer of a journey, which is not a redirect. */
export interface FinalAnswer {
  readonly input: DiagnosisInput;
  readonly replay: Replay;
  readonly last: ReplayStep;
  readonly response: ResponseFacts;
}

/** One recogniser's judgement of an answer: the code, with what was expected and found. */
export type RecognisedPage = Pick<CheckResult, 'code' | 'expected' | 'found' | 'steps' | 'severity'> &
  Partial<Pick<CheckResult, 'place'>>;
export type Recogniser = (answer: FinalAnswer) => RecognisedPage | undefined;
