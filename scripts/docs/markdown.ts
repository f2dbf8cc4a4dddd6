/** A table in Markdown; what would end a cell or its line is written so that it does not. */
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

/** Text of the tool itself, in which no character is meant as Markdown or HTML. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*[]|(?<!\w)_|_(?!\w)/gu, String.raw`\$&`).replaceAll('<', '&lt;');
}

export function sentence(text: string): string {
  const capital = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.?!]$/u.test(capital) ? capital : `${capital}.`;
}
