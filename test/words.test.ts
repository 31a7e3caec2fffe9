import { findWords, wordsOf } from './support/words';

test('no word of the list is in names, comments, messages or pages', () => {
  expect(findWords().map(({ file, line, word }) => `${file}:${line}: ${word}`)).toEqual([]);
});

test.each([
  ['a name', 'const takeInHand = lookAtHost(standing);', ['look', 'standing']],
  ['a sentence', '// Whoever asks is told what stands there, in hand.', ['Whoever', 'told', 'stands', 'in hand']],
  ['a name that only counts in names', 'the outside of observeOutside', ['Outside']],
  ['standard English', 'A lookup looks up what stands for the host.', []],
  ['other words', 'understanding, standard, doorway, worldwide', []],
])('%s is read word by word', (_case, line, words) => {
  expect(wordsOf(line).map((word) => word.toLowerCase())).toEqual(words.map((word) => word.toLowerCase()));
});
