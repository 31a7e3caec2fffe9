/** Compiles CloudFront's path pattern: `*` is any run of characters, `?` one, everything else itself, case-sensitive. */
// rule: cloudfront.path-pattern
export function compilePathPattern(pattern: string): (path: string) => boolean {
  // A slash at the beginning may be left out.
  const absolute = pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`;
  const source = absolute
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  return (path) => expression.test(path);
}

const UNRESERVED = /[A-Za-z0-9\-._~]/;

/**
 * The path as behaviours see it: escapes of unreserved characters undone, dot segments resolved, repeated slashes merged.
 * The function and the origin still get the path as it was sent.
 */
// rule: cloudfront.path-normalised
export function normalisePath(path: string): string {
  if (!/%|\/\/|\/\.\.?(?:\/|$)/.test(path)) return path;
  const unescaped = path.replace(/%([0-9a-fA-F]{2})/g, (whole, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return UNRESERVED.test(character) ? character : whole.toUpperCase();
  });
  const segments: string[] = [];
  const parts = unescaped.split('/');
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (part === '..') segments.pop();
    else if (part !== '.' && (part !== '' || last)) segments.push(part);
    if (last && (part === '.' || part === '..')) segments.push('');
  }
  return `/${segments.join('/')}`;
}
