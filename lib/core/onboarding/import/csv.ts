/** One row of a table, and the line of the file on which it begins. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Reads comma-separated values (RFC 4180) in every form that spreadsheets write: semicolons or tabs, any line end, doubled
 * quotes inside quotes. A quote that is never closed is text, so that it does not swallow the rows after it. Cells lose
 * the spaces around them; empty rows are left out.
 */
export function parseCsv(text: string): readonly CsvRow[] {
  const delimiter = findDelimiter(text);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let begins = 1;
  const endCell = () => {
    cells.push(cell.trim());
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (cells.some((each) => each !== '')) rows.push({ line: begins, cells });
    cells = [];
    begins = line;
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const ends = character === '\n' || (character === '\r' && text.charAt(at + 1) !== '\n');
    if (ends) line += 1;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell.trim() === '' && isClosed(text, at, delimiter)) {
      quoted = true;
      cell = '';
    } else if (character === delimiter) endCell();
    else if (ends) endRow();
    else if (character !== '\r') cell += character;
  }
  endRow();
  return rows;
}

/** Whether the quote that begins here ends with its cell; otherwise it would swallow the rows after it. */
function isClosed(text: string, begin: number, delimiter: string): boolean {
  let quote = text.indexOf('"', begin + 1);
  while (quote >= 0 && text.charAt(quote + 1) === '"') quote = text.indexOf('"', quote + 2);
  if (quote < 0) return false;
  let next = quote + 1;
  while (text.charAt(next) === ' ') next += 1;
  return [delimiter, '\r', '\n', ''].includes(text.charAt(next));
}

/** The most frequent delimiter of the first line, outside of quotes; a comma if it has none. */
function findDelimiter(text: string): string {
  const [first = ''] = text.split(/\r?\n|\r/).filter((each) => each.trim() !== '');
  const bare = first.replace(/"(?:[^"]|"")*"/g, '');
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length - 1);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
