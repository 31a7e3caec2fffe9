/** A piece of TypeScript that a declaration is made of. */
export type Code =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Code[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [string, Code])[] }
  | { readonly kind: 'array'; readonly items: readonly Code[] };

const LINE_WIDTH = 120;
const INDENT = 2;

export function text(value: string): Code {
  return { kind: 'text', text: quote(value) };
}

export function call(name: string, ...args: readonly Code[]): Code {
  return { kind: 'call', name, args };
}

export function objectSource(fields: readonly (readonly [string, Code])[]): Code {
  return { kind: 'object', fields };
}

export function array(items: readonly Code[]): Code {
  return { kind: 'array', items };
}

/** Every name that is called in it: what its file must import. */
export function calledNames(code: Code): readonly string[] {
  switch (code.kind) {
    case 'text':
      return [];
    case 'call':
      return [code.name, ...code.args.flatMap(calledNames)];
    case 'object':
      return code.fields.flatMap(([, value]) => calledNames(value));
    case 'array':
      return code.items.flatMap(calledNames);
  }
}

/** The code as the project's formatter writes it: on one line where it fits. `used`: columns taken on the last line. */
function print(code: Code, indent = 0, used = indent): string {
  const flat = printFlat(code);
  return used + flat.length <= LINE_WIDTH ? flat : printBroken(code, indent);
}

function printFlat(code: Code): string {
  switch (code.kind) {
    case 'text':
      return code.text;
    case 'call':
      return `${code.name}(${code.args.map(printFlat).join(', ')})`;
    case 'object':
      return code.fields.length === 0
        ? '{}'
        : `{ ${code.fields.map(([name, value]) => `${key(name)}: ${printFlat(value)}`).join(', ')} }`;
    case 'array':
      return `[${code.items.map(printFlat).join(', ')}]`;
  }
}

function printBroken(code: Code, indent: number): string {
  switch (code.kind) {
    case 'text':
      return code.text;
    case 'call':
      return printCall(code.name, code.args, indent);
    case 'object':
      return printObject(code.fields, indent);
    case 'array': {
      const inner = indent + INDENT;
      // One column for the comma at the end.
      const items = code.items.map((item) => `${' '.repeat(inner)}${print(item, inner, inner + 1)},`);
      return `[\n${items.join('\n')}\n${' '.repeat(indent)}]`;
    }
  }
}

/** An object that comes last stays with its bracket. */
function printCall(name: string, args: readonly Code[], indent: number): string {
  const last = args.at(-1);
  if (last?.kind !== 'object') return printFlat({ kind: 'call', name, args });
  const before = args.slice(0, -1).map((arg) => `${printFlat(arg)}, `);
  return `${name}(${before.join('')}${printObject(last.fields, indent)})`;
}

/** An object with each field on a line of its own, which the formatter leaves alone. */
export function printObject(fields: readonly (readonly [string, Code])[], indent: number): string {
  const inner = indent + INDENT;
  const lines = fields.map(([name, value]) => {
    const start = `${' '.repeat(inner)}${key(name)}: `;
    return `${start}${print(value, inner, start.length + 1)},`;
  });
  return `{\n${lines.join('\n')}\n${' '.repeat(indent)}}`;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

/** Single quotes, unless that would need more escapes than double ones. */
function quote(value: string): string {
  const json = JSON.stringify(value);
  const inside = json.slice(1, -1).replaceAll('\\"', '"');
  const [singles, doubles] = [inside.split("'").length, inside.split('"').length];
  return singles > doubles ? json : `'${inside.replaceAll("'", "\\'")}'`;
}
