import { randomBytes } from 'node:crypto';
import { visible, visibleJson } from '../core/doctor/printable';
import type { Context, Prompt, Terminal } from './context';

/** Begins a style of our own. Chosen by chance in each process, so that another party's text cannot have it. */
const MARK = `<style-${randomBytes(12).toString('hex')}:`;
const STYLES = new RegExp(`${MARK}(\\d+)>`, 'g');

/** `text` in a style (SGR code), for a guarded terminal. */
export function styled(text: string, code: number): string {
  return `${MARK}${code}>${text}${MARK}0>`;
}

/** A terminal that no text can control: everything but our own styles appears as visible characters. */
interface GuardedTerminal extends Terminal {
  /** A JSON document on stdout, the same value with every control character escaped. */
  printJson(document: object): void;
}

export interface GuardedContext extends Context {
  readonly terminal: GuardedTerminal;
}

/** Guards everything that a command prints or asks. */
export function guardContext(context: Context): GuardedContext {
  const { terminal, ask } = context;
  const guarded: GuardedTerminal = {
    columns: terminal.columns,
    colour: terminal.colour,
    print: (line) => terminal.print(guard(line)),
    note: (line) => terminal.note(guard(line)),
    printJson: (document) => terminal.print(visibleJson(JSON.stringify(document, null, 2))),
  };
  return {
    ...context,
    terminal: guarded,
    ...(ask ? { ask: guardPrompt(ask) } : {}),
  };
}

/** The suggestion is shown guarded, and taken as it is. */
function guardPrompt(ask: Prompt): Prompt {
  return async (question, suggestion) => {
    const shown = suggestion === undefined ? undefined : guard(suggestion);
    const answer = await ask(guard(question), shown);
    return suggestion !== undefined && answer === shown ? suggestion : answer;
  };
}

function guard(line: string): string {
  return visible(line).replace(STYLES, '\u001b[$1m');
}
