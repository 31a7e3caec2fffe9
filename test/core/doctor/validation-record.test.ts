import type { ValidationLookup } from '../../../lib/core/doctor/facts';
import { judgeRecord } from '../../../lib/core/doctor/validation-record';
import { absentFact, observed, unknown } from '../../../lib/core/observation';

const RECORD = { name: '_x.mail.acme.example', value: '_y.acm-validations.aws' };
const ZONE = 'acme.example';
const lookup = (changes: Partial<ValidationLookup> = {}): ValidationLookup => ({
  record: RECORD,
  atName: absentFact,
  doubled: absentFact,
  ...changes,
});

describe('judgeRecord', () => {
  test.each([
    ['right', lookup({ atName: observed(RECORD.value) }), { kind: 'right' }],
    ['missing', lookup(), { kind: 'missing' }],
    [
      'another value',
      lookup({ atName: observed('_z.acm-validations.aws') }),
      { kind: 'other', found: '_z.acm-validations.aws' },
    ],
    [
      'the zone twice',
      lookup({ doubled: observed(RECORD.value) }),
      { kind: 'doubled', at: '_x.mail.acme.example.acme.example' },
    ],
    ['not checkable', lookup({ atName: unknown('no answer') }), { kind: 'unknown', reason: 'no answer' }],
  ])('%s', (_name, given, verdict) => expect(judgeRecord(given, ZONE)).toEqual(verdict));
});
