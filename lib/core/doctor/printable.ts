/** Another party's text for our sentences: short, quoted, and without characters that could control a terminal. */
export function quoted(value: string, maxLength = 100): string {
  return `"${printable(value, maxLength)}"`;
}

export function printable(value: string, maxLength = 300): string {
  const text = value.replace(/[\p{C}\u2028\u2029]/gu, '\uFFFD');
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], joint = 'and'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${joint} ${last}`;
}
