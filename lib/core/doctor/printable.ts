/** Another party's text for our sentences: short, quoted, and without characters that could control a terminal. */
export function quoted(value: string, maxLength = 100): string {
  return `"${printable(value, maxLength)}"`;
}

/** Another party's text in one line of a report, on a terminal or in Markdown: what does not print is an escape. */
export function printable(value: string, maxLength = 300): string {
  const text = value.replace(/[\p{C}\u2028\u2029]/gu, escapeOf);
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], joint = 'and'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${joint} ${last}`;
}

/** What could control a terminal or reorder a line: control, format and lone surrogate characters, separators of lines. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** Another party's text for a terminal: what could control it appears as an escape such as \x1b; line ends and tabs stay. */
export function visible(text: string): string {
  return text.replace(UNPRINTABLE, (character) => (/[\n\t]/.test(character) ? character : escapeOf(character)));
}

/** `\x1b` or `\u{202e}`. */
function escapeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}

/** The same for JSON, which stays the same value. */
export function visibleJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) =>
    character === '\n'
      ? character
      : character
          .split('')
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}
