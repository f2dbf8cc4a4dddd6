/** What stands between a pair of markers: made from the words behind its name. */
export type Sections = {
  readonly [name: string]: (words: readonly string[]) => string | Promise<string>;
};

const MARKED =
  /^<!-- generated: (?<words>[^\n]+?) -->\n(?<body>(?:(?!<!-- generated:)[^])*?)^<!-- end -->$/gmu;

/**
 * A page with each generated section made anew. A section stands between
 * `<!-- generated: name words -->` and `<!-- end -->`, each on a line of its own.
 *
 * @throws Error a marker without its other half, or with a name that no section has
 */
export async function fillIn(page: string, sections: Sections): Promise<string> {
  const pairs = [...page.matchAll(MARKED)];
  const begun = count(page, /^<!-- generated:/gmu);
  const ended = count(page, /^<!-- end -->$/gmu);
  if (begun !== pairs.length || ended !== pairs.length) {
    throw new Error(
      `${begun} markers begin a section and ${ended} end one, in ${pairs.length} pairs`,
    );
  }
  let filled = '';
  let at = 0;
  for (const { 0: whole, index, groups } of pairs) {
    const words = groups?.['words'] ?? '';
    const body = await bodyOf(words, sections);
    filled += `${page.slice(at, index)}<!-- generated: ${words} -->\n\n${body}\n\n<!-- end -->`;
    at = index + whole.length;
  }
  return filled + page.slice(at);
}

/** The words of each marker in a page, as they were written. */
export function markersIn(page: string): readonly string[] {
  return [...page.matchAll(MARKED)].map(({ groups }) => groups?.['words'] ?? '');
}

async function bodyOf(words: string, sections: Sections): Promise<string> {
  const [name = '', ...rest] = words.split(' ');
  const make = sections[name];
  if (make === undefined) throw new Error(`there is no section "${name}"`);
  return await make(rest);
}

function count(page: string, pattern: RegExp): number {
  return [...page.matchAll(pattern)].length;
}
