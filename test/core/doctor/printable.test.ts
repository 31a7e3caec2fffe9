import { printable, quoted } from '../../../lib/core/doctor/printable';

describe('printable', () => {
  test.each([
    ['a sequence for a terminal', '\u001b]0;x\u0007', '\\x1b]0;x\\x07'],
    ['a C1 control', '\u009b2J', '\\x9b2J'],
    ['a direction override', 'a\u202eb', 'a\\u{202e}b'],
    ['line ends and tabs, as a value takes one line', 'a\r\n\tb\u2028c', 'a\\x0d\\x0a\\x09b\\u{2028}c'],
    ['plain text', 'ä → ✗', 'ä → ✗'],
  ])('shows %s', (_name, value, shown) => {
    expect(printable(value)).toBe(shown);
    expect(quoted(value)).toBe(`"${shown}"`);
  });
});
