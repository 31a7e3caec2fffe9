import { NO_VALUE, type References, resolveIntrinsics, Unresolvable } from '../../../lib/local/assembly/intrinsics';

const references: References = {
  ref: (id) => (id === 'Nothing' ? NO_VALUE : `ref:${id}`),
  attribute: (id, name) => `${id}#${name}`,
  mapping: (...path) => path.join('/'),
};

describe('resolveIntrinsics', () => {
  test.each<[string, unknown, unknown]>([
    ['leaves a scalar', 5, 5],
    ['leaves an object without intrinsics', { a: [1, { b: true }] }, { a: [1, { b: true }] }],
    ['resolves Ref', { Ref: 'A' }, 'ref:A'],
    ['resolves Fn::GetAtt of a list', { 'Fn::GetAtt': ['A', 'Arn'] }, 'A#Arn'],
    ['resolves Fn::GetAtt of a text', { 'Fn::GetAtt': 'A.Endpoint.Address' }, 'A#Endpoint.Address'],
    ['resolves Fn::Join', { 'Fn::Join': [':', ['a', { Ref: 'B' }, 3]] }, 'a:ref:B:3'],
    ['resolves Fn::Split inside Fn::Select', { 'Fn::Select': [1, { 'Fn::Split': [':', { Ref: 'x' }] }] }, 'x'],
    ['resolves Fn::Sub of references', { 'Fn::Sub': `\${A}/\${B.Arn}/\${!C}` }, `ref:A/B#Arn/\${C}`],
    ['resolves Fn::Sub with variables', { 'Fn::Sub': [`\${V}-\${A}`, { V: { Ref: 'B' } }] }, 'ref:B-ref:A'],
    ['resolves Fn::FindInMap', { 'Fn::FindInMap': ['M', { Ref: 'A' }, 'k'] }, 'M/ref:A/k'],
    ['drops a property without a value', { a: { Ref: 'Nothing' }, b: 1 }, { b: 1 }],
    ['drops an item without a value', [{ Ref: 'Nothing' }, 1], [1]],
  ])('%s', (_name, value, expected) => {
    expect(resolveIntrinsics(value, references)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['an intrinsic that is not known', { 'Fn::ImportValue': 'x' }],
    ['a selection beyond the list', { 'Fn::Select': [2, ['a']] }],
    ['a join of something that is no text', { 'Fn::Join': ['', [{ a: 1, b: 2 }]] }],
    ['a Ref to something that is no text', { Ref: ['a'] }],
  ])('refuses %s', (_name, value) => {
    expect(() => resolveIntrinsics(value, references)).toThrow(Unresolvable);
  });
});
