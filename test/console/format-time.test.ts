import { formatAbsolute, formatHour, formatRelative } from '../../console/parts/format-time';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const at = (text: string) => Date.parse(text);

test.each([
  ['2026-11-21T12:00:00Z', 'just now'],
  ['2026-11-21T11:59:01Z', 'just now'],
  ['2026-11-21T11:59:00Z', '1 minute ago'],
  ['2026-11-21T10:00:01Z', '1 hour ago'],
  ['2026-11-19T12:00:00Z', '2 days ago'],
  ['2026-11-21T12:00:59Z', 'in less than a minute'],
  ['2026-11-21T15:59:59Z', 'in 3 hours'],
  ['2027-11-21T12:00:00Z', 'in 365 days'],
])('%s is %s', (time, words) => {
  expect(formatRelative(at(time), NOW)).toBe(words);
});

test('an absolute time is the same for all readers', () => {
  expect(formatAbsolute(NOW)).toBe('21 Nov 2026, 12:00:00 UTC');
});

test('an hour is the same for all readers', () => {
  expect(formatHour(new Date(NOW))).toBe('12:00');
});
