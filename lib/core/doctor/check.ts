import type { ProblemCode } from '../problems';
import type { DiagnosisInput } from './diagnosis-input';
import type { CheckResult } from './finding';

/** One check: it inspects one thing, and lists the codes that it can give. */
export interface Check {
  readonly codes: readonly ProblemCode[];
  run(input: DiagnosisInput): readonly CheckResult[];
}
