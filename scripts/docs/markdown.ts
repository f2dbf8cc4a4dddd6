/** A Markdown table, with bars and line breaks in cells escaped. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(headings), `|${'---|'.repeat(headings.length)}`, ...rows.map(row)].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}

function cell(text: string): string {
  return text
    .replaceAll('|', String.raw`\|`)
    .replaceAll('\n', '<br>')
    .trim();
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** Escapes Markdown and HTML in a plain text. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*[]|(?<!\w)_|_(?!\w)/gu, String.raw`\$&`).replaceAll('<', '&lt;');
}

export function sentence(text: string): string {
  const capital = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.?!]$/u.test(capital) ? capital : `${capital}.`;
}
