import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Page = { readonly file: string; readonly text: string; readonly filled: string };

/** Updates the pages of the folder whose generated sections are out of date, and returns their names. */
export async function writePages(folder: string, sections: Sections): Promise<readonly string[]> {
  const pages = await pagesIn(folder, sections);
  const stale = pages.filter(({ text, filled }) => text !== filled);
  for (const { file, filled } of stale) writeFileSync(join(folder, file), filled);
  return stale.map(({ file }) => file);
}

/** The problems of the pages of the folder: pages out of date, and missing sections. */
export async function faultsOfPages(
  folder: string,
  sections: Sections,
  required: readonly string[],
): Promise<readonly string[]> {
  const pages = await pagesIn(folder, sections);
  const markers = new Set(pages.flatMap(({ text }) => markersIn(text)));
  return [
    ...pages
      .filter(({ text, filled }) => text !== filled)
      .map(({ file }) => `${file} is not what the code says. Run "npm run docs" and commit it.`),
    ...required
      .filter((marker) => !markers.has(marker))
      .map((marker) => `No page has the section "<!-- generated: ${marker} -->".`),
  ];
}

async function pagesIn(folder: string, sections: Sections): Promise<readonly Page[]> {
  const files = globSync(['README.md', 'docs/*.md'], { cwd: folder }).toSorted();
  return await Promise.all(
    files.map(async (file) => {
      const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
      try {
        return { file, text, filled: await fillIn(text, sections) };
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`${file}: ${why}`, { cause: error });
      }
    }),
  );
}

/** The generators of sections, by name. Each gets the words after its name in the marker. */
export type Sections = {
  readonly [name: string]: (words: readonly string[]) => string | Promise<string>;
};

const MARKED =
  /^<!-- generated: (?<words>[^\n]+?) -->\n(?<body>(?:(?!<!-- generated:)[^])*?)^<!-- end -->$/gmu;

/**
 * Regenerates each section of a page, between `<!-- generated: name words -->` and `<!-- end -->`, each on a
 * line of its own.
 *
 * @throws Error if markers do not pair up, or a section is unknown
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

/** The words of each marker in a page. */
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
