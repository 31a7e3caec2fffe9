import { distance } from 'fastest-levenshtein';

/** Up to three candidates that `word` may have been meant as, the nearest first. */
function nearMatches(word: string, candidates: readonly string[]): readonly string[] {
  const limit = Math.max(2, Math.floor(word.length / 3));
  return candidates
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** ` (did you mean "a" or "b"?)`, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = nearMatches(word, candidates).map((candidate) => `"${candidate}"`);
  return near.length === 0 ? '' : ` (did you mean ${near.join(' or ')}?)`;
}
