import type { ProblemCode } from '../problems';
import type { DiagnosisInput } from './diagnosis-input';
import type { CheckResult } from './finding';

/** One check: looks at one thing, and says which codes it can give. */
export interface Check {
  readonly codes: readonly ProblemCode[];
  run(input: DiagnosisInput): readonly CheckResult[];
}
