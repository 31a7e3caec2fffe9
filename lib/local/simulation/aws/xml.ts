/** A piece of XML; plain text is escaped when it becomes part of an element. */
export interface Xml {
  readonly text: string;
}

export function element(name: string, ...content: readonly (Xml | string | number | boolean)[]): Xml {
  const inner = content.map((part) => (typeof part === 'object' ? part.text : escapeText(String(part)))).join('');
  return { text: `<${name}>${inner}</${name}>` };
}

/** Elements beside each other. */
export function elements(parts: readonly Xml[]): Xml {
  return { text: parts.map(({ text }) => text).join('') };
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
