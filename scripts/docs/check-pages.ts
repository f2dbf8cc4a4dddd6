import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillIn, markersIn, type Sections } from './fill-in.ts';

type Page = { readonly file: string; readonly text: string; readonly filled: string };

/** Writes each page of the folder whose generated sections are not as the code has them. */
export async function writePages(folder: string, sections: Sections): Promise<readonly string[]> {
  const pages = await pagesIn(folder, sections);
  const stale = pages.filter(({ text, filled }) => text !== filled);
  for (const { file, filled } of stale) writeFileSync(join(folder, file), filled);
  return stale.map(({ file }) => file);
}

/** What is wrong with the pages of the folder: a stale one, or a section that none has. */
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
