/** A line diff: `- ` before lines of the first text only, `+ ` before lines of the second text only. */
export function differingLines(first: string, second: string): readonly string[] {
  const [a, b] = [linesOf(first), linesOf(second)];
  const common = longestCommon(a, b);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [one, other] = [a[i], b[j]];
    if (one !== undefined && one === other) {
      i += 1;
      j += 1;
    } else if (one !== undefined && common(i + 1, j) >= common(i, j + 1)) {
      lines.push(`- ${one}`);
      i += 1;
    } else {
      lines.push(`+ ${other ?? ''}`);
      j += 1;
    }
  }
  return lines;
}

/** Empty lines are not compared. */
function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/u).filter((line) => line.trim() !== '');
}

/** The length of the longest common subsequence of the lines from `i` and `j` on. */
function longestCommon(
  a: readonly string[],
  b: readonly string[],
): (i: number, j: number) => number {
  const table = Array.from({ length: a.length + 1 }, () =>
    Array.from({ length: b.length + 1 }, () => 0),
  );
  const at = (i: number, j: number): number => table[i]?.[j] ?? -1;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const best = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
      table[i]?.splice(j, 1, best);
    }
  }
  return at;
}
