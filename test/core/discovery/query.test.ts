import fc from 'fast-check';
import { parseQuery } from '../../../lib/core/discovery/query';

describe('parseQuery', () => {
  test.each([
    ['both parameters', 'user-identifier=jane@acme.example&model-family=Mac', 'jane@acme.example', 'Mac'],
    ['no family, as iOS 15 and 16', 'user-identifier=jane@acme.example', 'jane@acme.example', undefined],
    ['nothing, as a fallback may', '', undefined, undefined],
    ['+ as +', 'user-identifier=u+tag@x.example', 'u+tag@x.example', undefined],
    ['%2B as +', 'user-identifier=u%2Btag@x.example', 'u+tag@x.example', undefined],
    ['%20 as a space', 'user-identifier=a%20b@x.example', 'a b@x.example', undefined],
    ['an encoded @', 'user-identifier=jane%40acme.example', 'jane@acme.example', undefined],
    ['unknown parameters', 'a=1&user-identifier=j@x.example&b', 'j@x.example', undefined],
    ['the first of a repeated one', 'model-family=Mac&model-family=iPhone', undefined, 'Mac'],
    ['an empty value as missing', 'user-identifier=&model-family=', undefined, undefined],
    ['a broken escape as it is', 'user-identifier=100%@x.example', '100%@x.example', undefined],
    ['bytes that are no UTF-8', 'user-identifier=%ff%fe@x.example', '\ufffd\ufffd@x.example', undefined],
    ['an encoded name', 'user%2Didentifier=j@x.example', 'j@x.example', undefined],
    ['a name in other case as unknown', 'User-Identifier=j@x.example', undefined, undefined],
    ['= inside a value', 'user-identifier=a=b@x.example', 'a=b@x.example', undefined],
  ])('reads %s', (_case, raw, identifier, family) => {
    expect(parseQuery(raw)).toEqual({ raw, identifier, family });
  });

  test('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (raw) => {
        expect(parseQuery(raw).raw).toBe(raw);
      }),
    );
  });

  test('reads back any identifier that a device encodes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const encoded = encodeURIComponent(text.toWellFormed());
        expect(parseQuery(`user-identifier=${encoded}`).identifier).toBe(text.toWellFormed());
      }),
    );
  });
});
