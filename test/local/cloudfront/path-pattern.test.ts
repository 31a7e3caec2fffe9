import { compilePathPattern, normalisePath } from '../../../lib/local/cloudfront/path-pattern';

const WELL_KNOWN = '/.well-known/com.apple.remotemanagement';

describe('compilePathPattern', () => {
  test.each<[pattern: string, path: string, matches: boolean]>([
    [WELL_KNOWN, WELL_KNOWN, true],
    [WELL_KNOWN.slice(1), WELL_KNOWN, true],
    [WELL_KNOWN, `${WELL_KNOWN}/`, false],
    [WELL_KNOWN, '/x/.well-known/com.apple.remotemanagement', false],
    [WELL_KNOWN, '/.well-known/comXapple.remotemanagement', false],
    [WELL_KNOWN, WELL_KNOWN.toUpperCase(), false],
    ['*', '/', true],
    ['*', '/a/b?c', true],
    ['/a*/c', '/ab/x/c', true],
    ['/a?c', '/abc', true],
    ['/a?c', '/ac', false],
    ['*.jpg', '/images/a.jpg', true],
    ['*.jpg', '/images/ajpg', false],
    ['/(a|b)[c]$^+{1}\\', '/(a|b)[c]$^+{1}\\', true],
    ['/(a|b)', '/a', false],
    ['/a*', '/a\nb', true],
  ])('%s and %j: %s', (pattern, path, matches) => {
    expect(compilePathPattern(pattern)(path)).toBe(matches);
  });
});

describe('normalisePath', () => {
  test.each([
    ['/', '/'],
    [WELL_KNOWN, WELL_KNOWN],
    ['/%2Ewell-known/com%2eapple.remotemanagement', WELL_KNOWN],
    ['//.well-known///com.apple.remotemanagement', WELL_KNOWN],
    ['/a/../.well-known/./com.apple.remotemanagement', WELL_KNOWN],
    ['/../..', '/'],
    ['/a/..', '/'],
    ['/a/b/.', '/a/b/'],
    ['/a//', '/a/'],
    ['/%2f', '/%2F'],
    ['/%zz%4', '/%zz%4'],
    ['/caf%C3%a9', '/caf%C3%A9'],
  ])('%s is %s', (path, normalised) => {
    expect(normalisePath(path)).toBe(normalised);
  });
});
