/** An escape sequence with its parameters and final letter, or one character. */
// oxlint-disable-next-line no-control-regex -- escape codes are what is looked for
const PIECE = /\u001B\[(?<parameters>[\d;?]*)(?<letter>[A-Za-z])|\u001B[78=>]|[^]/gu;

/**
 * The text on the screen after this output. It interprets the cursor movements that enquirer, ora and a watch use,
 * on a screen of unlimited height.
 */
export function renderScreen(output: string, columns: number): string {
  const lines: string[][] = [[]];
  let row = 0;
  let column = 0;
  const line = (): string[] => (lines[row] ??= []);
  const put = (character: string): void => {
    if (column >= columns) {
      row += 1;
      column = 0;
    }
    for (let gap = line().length; gap < column; gap += 1) line()[gap] = ' ';
    line()[column] = character;
    column += 1;
  };
  const execute = (letter: string, parameters: string): void => {
    const number = Number.parseInt(parameters, 10);
    const steps = number > 0 ? number : 1;
    if (letter === 'A') row = Math.max(row - steps, 0);
    if (letter === 'B') row += steps;
    if (letter === 'C') column += steps;
    if (letter === 'D') column = Math.max(column - steps, 0);
    if (letter === 'E' || letter === 'F') {
      row = Math.max(row + (letter === 'E' ? steps : -steps), 0);
      column = 0;
    }
    if (letter === 'G') column = steps - 1;
    // Only to the top left corner, which is that of all output here.
    if (letter === 'H') [row, column] = [0, 0];
    if (letter === 'K') {
      if (number === 1) line().fill(' ', 0, column + 1);
      else line().length = number === 2 ? 0 : Math.min(line().length, column);
    }
    if (letter === 'J') {
      line().length = Math.min(line().length, column);
      lines.length = row + 1;
    }
  };
  for (const piece of output.matchAll(PIECE)) {
    const { letter, parameters = '' } = piece.groups ?? {};
    const [text] = piece;
    if (letter !== undefined) execute(letter, parameters);
    else if (text === '\r') column = 0;
    else if (text === '\n') row += 1;
    else if (text === '\b') column = Math.max(column - 1, 0);
    else if (text >= ' ' && !text.startsWith('\u001B')) put(text);
  }
  return Array.from(lines, (cells) => (cells ?? []).join('').trimEnd())
    .join('\n')
    .trimEnd();
}
