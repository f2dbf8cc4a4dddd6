import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PAGES } from './pages.ts';

/** GitHub's anchors of the headings of a page. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (?<heading>.+)$/gmu)].map(({ groups }) =>
    (groups?.['heading'] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function linksIn(text: string): readonly string[] {
  return [...text.matchAll(/\]\((?<to>[^)\s]+)\)/gu)]
    .map(({ groups }) => groups?.['to'] ?? '')
    .filter((to) => !to.startsWith('https://'));
}

const LINKS = PAGES.flatMap(({ file, text }) => linksIn(text).map((to) => ({ file, to })));

describe('the links of the documentation', () => {
  it.each(LINKS)('$to, in $file, has a target', ({ file, to }) => {
    const [path = '', anchor] = to.split('#');
    const target = path === '' ? file : join(dirname(file), path);
    expect(existsSync(target)).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(readFileSync(target, 'utf8'))).toContain(anchor);
  });

  it('lead from the README to every page', () => {
    const linked = LINKS.filter(({ file }) => file === 'README.md').map(({ to }) => to);
    const pages = PAGES.map(({ file }) => file).filter((file) => file !== 'README.md');
    expect(linked).toEqual(expect.arrayContaining(pages));
  });
});

/** Files and folders that a page names as code, relative to the project or to `src/`. */
const PATHS = new Map(
  PAGES.flatMap(({ file, text }) =>
    [...text.matchAll(/`(?<path>[\w.-]+\/[\w./-]*(?:\.ts|\/))`/gu)].map(
      ({ groups }): readonly [string, string] => [groups?.['path'] ?? '', file],
    ),
  ),
);
/** Created by a build. */
const BUILT = new Set(['dist/', 'dist-aws/', 'cache/']);

describe('a file or folder that the documentation names', () => {
  it.each([...PATHS].filter(([path]) => !BUILT.has(path)))('exists: %s, in %s', (path) => {
    expect(existsSync(path) || existsSync(join('src', path))).toBe(true);
  });
});
