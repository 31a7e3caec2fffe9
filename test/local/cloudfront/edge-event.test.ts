import { asUtf8, edgeHeaders } from '../../../lib/local/cloudfront/edge-event';

describe('edgeHeaders', () => {
  test('has each name once, in lower case, with all its values as they were written', () => {
    expect(
      edgeHeaders([
        ['Accept', 'a'],
        ['X-Two', '1'],
        ['x-two', '2'],
      ]),
    ).toEqual({
      accept: [{ key: 'Accept', value: 'a' }],
      'x-two': [
        { key: 'X-Two', value: '1' },
        { key: 'x-two', value: '2' },
      ],
    });
  });

  test('hides what a function may not see', () => {
    expect(
      edgeHeaders([
        ['Connection', 'x'],
        ['X-Real-IP', 'x'],
        ['X-Amz-Cf-Id', 'x'],
      ]),
    ).toEqual({});
  });

  test.each(['__proto__', 'constructor', 'toString'])('takes %s for a header like any other', (name) => {
    expect(Object.entries(edgeHeaders([[name, 'x']]))).toEqual([[name.toLowerCase(), [{ key: name, value: 'x' }]]]);
  });
});

describe('asUtf8', () => {
  test.each([
    ['leaves ASCII', '/a?b', '/a?b'],
    ['reads UTF-8', Buffer.from('/café→').toString('latin1'), '/café→'],
    ['reads other bytes as ISO 8859-1', '/caf\xe9', '/café'],
  ])('%s', (_name, raw, expected) => {
    expect(asUtf8(raw)).toBe(expected);
  });
});
