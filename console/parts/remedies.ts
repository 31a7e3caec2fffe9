import { PROBLEMS } from '../../lib/core/problems';
import type { ProblemDefinition } from '../../lib/core/problems/definition';

const DEFINITIONS: Readonly<Record<string, ProblemDefinition>> = PROBLEMS;

/** How to fix a problem; nothing for a code that this build does not know. */
export function remedyOf(code: string): string | undefined {
  return DEFINITIONS[code]?.remedy;
}
