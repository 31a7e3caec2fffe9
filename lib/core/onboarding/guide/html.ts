import { type Block, type Inline, inlines, type Text } from './blocks';
import type { Guide } from './guide';

/** One self-contained page, light and dark, that fits one sheet of any paper size. */
const STYLE = `
:root { color-scheme: light dark; --text: #1d1d1f; --soft: #515154; --line: #c7c7cc; --page: #fff; --panel: #f5f5f7; }
@media (prefers-color-scheme: dark) {
  :root { --text: #f5f5f7; --soft: #aeaeb2; --line: #48484a; --page: #161617; --panel: #242426; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1.05rem/1.5 -apple-system, system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 1.6rem 0 0.4rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 0.3rem; }
p, ol, ul { margin: 0.4rem 0; }
ol, ul { padding-left: 1.5rem; }
li { margin: 0.25rem 0; }
code { font: 0.95em ui-monospace, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.3rem; }
th, td { text-align: left; padding: 0.35rem 0.6rem 0.35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
aside { background: var(--panel); border-radius: 0.75rem; padding: 0.2rem 1.25rem 1rem; margin-top: 2rem; }
@media print {
  @page { margin: 12mm; }
  :root { --text: #000; --soft: #333; --line: #999; --page: #fff; --panel: #fff; }
  body { font-size: 8.5pt; line-height: 1.3; }
  main { max-width: none; padding: 0; columns: 2; column-gap: 8mm; }
  h1 { column-span: all; font-size: 15pt; margin-bottom: 2mm; }
  h2 { font-size: 10.5pt; margin: 3mm 0 1mm; break-after: avoid; }
  aside { border: 1px solid var(--line); margin-top: 3mm; padding: 0 3mm 2mm; }
  li, tr { break-inside: avoid; }
}`;

/** The guide as one self-contained HTML page. */
export function renderGuideHtml({ title, people, administrator }: Guide): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${people.map(renderBlock).join('\n')}
<aside aria-label="For the administrator">
${administrator.map(renderBlock).join('\n')}
</aside>
</main>
</body>
</html>
`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${renderText(block.text)}</p>`;
    case 'steps':
      return `<ol>\n${items(block.items)}\n</ol>`;
    case 'list':
      return `<ul>\n${items(block.items)}\n</ul>`;
    case 'table':
      return renderTable(block);
  }
}

function items(texts: readonly Text[]): string {
  return texts.map((text) => `<li>${renderText(text)}</li>`).join('\n');
}

function renderTable({ caption, header, rows }: Extract<Block, { kind: 'table' }>): string {
  const head = header.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('');
  const body = rows.map(([first = '', ...others]) => {
    const cells = others.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
    return `<tr><th scope="row">${escapeHtml(first)}</th>${cells}</tr>`;
  });
  return `<table>\n<caption>${escapeHtml(caption)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`;
}

function renderText(text: Text): string {
  return inlines(text).map(renderInline).join('');
}

function renderInline(inline: Inline): string {
  if (typeof inline === 'string') return escapeHtml(inline);
  return 'code' in inline ? `<code>${escapeHtml(inline.code)}</code>` : `<strong>${escapeHtml(inline.strong)}</strong>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
