import { globSync, readFileSync } from 'node:fs';

export type PageOfDocs = { readonly file: string; readonly text: string };

/** The README and every page of the documentation. */
export const PAGES: readonly PageOfDocs[] = globSync(['README.md', 'docs/*.md'])
  .toSorted()
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
