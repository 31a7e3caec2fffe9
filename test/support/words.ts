import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Words of a private language, whole words in any spelling; what to write instead is in CONTRIBUTING. */
const WORDS = [
  ...['look', 'looks', 'looked', 'looking', 'looker', 'lookers'],
  ...['tell', 'tells', 'told', 'telling', 'untold'],
  ...['somebody', 'nobody', 'whoever', 'anybody'],
  ...['stand', 'stands', 'standing', 'standings', 'stood'],
  ...['wish', 'wishes', 'wished', 'mend', 'mends', 'mended', 'mender', 'menders', 'mending'],
  ...['door', 'doors', 'world', 'worlds', 'zoo', 'animal', 'animals', 'cage', 'meadow'],
  ...['scene', 'sighting', 'sightings', 'travel', 'travels', 'travelled', 'retrace', 'straggler', 'overtaken'],
];

/** Names that are words of their own: a lookup is one in DNS, and Amazon's and other parties' names are theirs. */
const NAMES_ONLY = ['outside', 'tour', 'prospect', 'holding', 'hostbook', 'happen', 'begun', 'answering'];

const PHRASES = /\b(made-up|in hand|has begun)\b/gi;

/** Standard English in which a word of the list has no other for it. */
const FINE = /\b(look(s|ed|ing)? up|lookups?|looks? like|stands? for|stand-alone|standing by)\b/gi;

/** What is not ours to word: other parties' texts, and data. */
const LEFT_OUT =
  /^(LICENSE|package(-lock)?\.json|bench\/results\.json|docs\/images\/|test\/(support\/words|words\.test)\.ts|CHANGELOG\.md)|\.(png|snap|svg)$/;

/** The table of words in CONTRIBUTING has to name them. */
const TABLE = /<!-- words: begin -->[\s\S]*<!-- words: end -->/;

export interface Occurrence {
  readonly file: string;
  readonly line: number;
  readonly word: string;
  readonly text: string;
}

/** Every place below `folders` at which a word of the list occurs: in names, comments, messages and pages alike. */
export function findWords(folders: readonly string[] = ['.']): readonly Occurrence[] {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...folders], {
    encoding: 'utf8',
  });
  return files
    .split('\n')
    .filter((file) => file !== '' && !LEFT_OUT.test(file) && existsSync(file))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .replace(TABLE, (table) => table.replace(/.+/g, ''))
        .split('\n')
        .flatMap((text, index) => wordsOf(text).map((word) => ({ file, line: index + 1, word, text: text.trim() }))),
    );
}

/** The words of the list in a line; names count by their parts, `takeInHand` as `take`, `in` and `hand`. */
export function wordsOf(line: string): readonly string[] {
  const text = line.replace(FINE, '');
  const parts = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
  const listed = parts.filter((part) => WORDS.includes(part.toLowerCase()));
  const names = text.match(/\b[a-z]+(?:[A-Z][a-z]*)+\b|\b(?:[A-Z][a-z]+){2,}\b/g) ?? [];
  const inNames = names
    .flatMap((name) => name.match(/[A-Z]?[a-z]+/g) ?? [])
    .filter((part) => NAMES_ONLY.includes(part.toLowerCase()));
  return [...listed, ...inNames, ...(text.match(PHRASES) ?? [])];
}

if (process.argv[1]?.endsWith('words.ts')) {
  for (const { file, line, word, text } of findWords(process.argv.slice(2)))
    console.log(`${file}:${line}: ${word}: ${text}`);
}
