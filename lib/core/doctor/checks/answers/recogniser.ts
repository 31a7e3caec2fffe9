import type { ResponseFacts } from '../../facts';
import type { Sighting } from '../../finding';
import type { Scene, Step, Travel } from '../../scene';

/** The last answer of a travel, which is no redirect. */
export interface FinalAnswer {
  readonly scene: Scene;
  readonly travel: Travel;
  readonly last: Step;
  readonly response: ResponseFacts;
}

/** What one recogniser says of an answer: which code, and what was found instead of what. */
export type Recognised = Pick<Sighting, 'code' | 'expected' | 'found' | 'steps' | 'severity'> &
  Partial<Pick<Sighting, 'place'>>;
export type Recogniser = (answer: FinalAnswer) => Recognised | undefined;
