/** A piece of text: plain, or with a meaning that a page shows. */
export type Inline = string | { readonly strong: string } | { readonly code: string };

export type Text = string | readonly Inline[];

/** The blocks of a page, in any format. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'steps'; readonly items: readonly Text[] }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

export function heading(level: 1 | 2 | 3, text: string): Block {
  return { kind: 'heading', level, text };
}

export function paragraph(text: Text): Block {
  return { kind: 'paragraph', text };
}

/** A list; nothing for no items. */
export function listBlock(items: readonly Text[]): readonly Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

export function steps(items: readonly Text[]): Block {
  return { kind: 'steps', items };
}

export function inlines(text: Text): readonly Inline[] {
  return typeof text === 'string' ? [text] : text;
}
