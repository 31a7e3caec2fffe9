import { styled } from '../guarded-terminal';

/** Marks and colours of the output; without colour the same text. */
export interface Style {
  readonly columns: number;
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  doubtful(text: string): string;
}

/** Wider lines are hard to read, and narrower ones cannot hold a host. */
const MAX_COLUMNS = 80;
const MIN_COLUMNS = 50;

export function styleOf({ columns, colour }: { readonly columns: number; readonly colour: boolean }): Style {
  const paint = (code: number) => (text: string) => (colour ? styled(text, code) : text);
  return {
    columns: Math.max(MIN_COLUMNS, Math.min(MAX_COLUMNS, columns)),
    bold: paint(1),
    dim: paint(2),
    good: paint(32),
    bad: paint(31),
    doubtful: paint(33),
  };
}

/** `text` in lines of at most `width`, broken between words; a word that is longer stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > width && line !== '') {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}
