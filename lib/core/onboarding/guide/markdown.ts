import { type Block, type Inline, inlines, type Text } from './blocks';
import type { Guide } from './guide';

/** The guide as Markdown. */
export function renderGuideMarkdown({ title, people, administrator }: Guide): string {
  return [`# ${escapeMarkdown(title)}`, ...[...people, ...administrator].map(renderBlock)].join('\n\n');
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escapeMarkdown(block.text)}`;
    case 'paragraph':
      return renderText(block.text);
    case 'steps':
      return block.items.map((item, index) => `${index + 1}. ${renderText(item)}`).join('\n');
    case 'list':
      return block.items.map((item) => `- ${renderText(item)}`).join('\n');
    case 'table':
      return [row(block.header), row(block.header.map(() => '---')), ...block.rows.map(row)].join('\n');
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => escapeMarkdown(cell)).join(' | ')} |`;
}

function renderText(text: Text): string {
  return inlines(text).map(renderInline).join('');
}

function renderInline(inline: Inline): string {
  if (typeof inline === 'string') return escapeMarkdown(inline);
  return 'code' in inline ? `\`${inline.code}\`` : `**${escapeMarkdown(inline.strong)}**`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<|#]/g, '\\$&');
}
