import type { ProblemCode } from '../problems';
import type { Sighting } from './finding';
import type { Scene } from './scene';

/** One check: looks at one thing, and says which codes it can give. */
export interface Check {
  readonly codes: readonly ProblemCode[];
  look(scene: Scene): readonly Sighting[];
}
