import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { table } from '../../scripts/docs/markdown.ts';
import { faultsOfPages, writePages, fillIn } from '../../scripts/docs/pages.ts';
import { REQUIRED, SECTIONS } from '../../scripts/docs/sections.ts';
import { COMMAND_NAMES } from '../../src/cli/command-line/command-names.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const sections = { teams: () => 'Panthers', command: ([name]: readonly string[]) => `run ${name}` };
const PAGE = `# Teams

<!-- generated: teams -->
Lions
<!-- end -->

By hand.

<!-- generated: command send -->
<!-- end -->
`;
const FILLED = PAGE.replace('Lions', '\nPanthers\n').replace(
  'command send -->\n',
  'command send -->\n\nrun send\n\n',
);

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('urmston-invite-docs-');
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(folder, 'README.md'), 'No section here.\n');
  writeFileSync(join(folder, 'docs', 'teams.md'), PAGE);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a page with generated sections', () => {
  it('is reported when it differs from the code, with the command to run', async () => {
    expect(await faultsOfPages(folder, sections, ['teams'])).toEqual([
      'docs/teams.md is not what the code says. Run "npm run docs" and commit it.',
    ]);
    expect(readFileSync(join(folder, 'docs', 'teams.md'), 'utf8')).toBe(PAGE);
  });

  it('is up to date after it was written, and its other text is unchanged', async () => {
    expect(await writePages(folder, sections)).toEqual(['docs/teams.md']);
    expect(readFileSync(join(folder, 'docs', 'teams.md'), 'utf8')).toBe(FILLED);
    expect(await faultsOfPages(folder, sections, ['teams', 'command send'])).toEqual([]);
    expect(await writePages(folder, sections)).toEqual([]);
  });

  it('is required for every section', async () => {
    await writePages(folder, sections);
    expect(await faultsOfPages(folder, sections, ['teams', 'command test'])).toEqual([
      'No page has the section "<!-- generated: command test -->".',
    ]);
  });

  it('is named in the error about an unknown section', async () => {
    await expect(faultsOfPages(folder, { teams: sections.teams }, [])).rejects.toThrow(
      'docs/teams.md: there is no section "command"',
    );
  });

  it.each([
    { page: '<!-- generated: teams -->\nLions\n', why: 'no end' },
    { page: 'Lions\n<!-- end -->\n', why: 'no beginning' },
    {
      page: '<!-- generated: teams -->\n<!-- generated: teams -->\n<!-- end -->\n',
      why: 'one section within another',
    },
  ])('is refused with $why', async ({ page }) => {
    await expect(fillIn(page, sections)).rejects.toThrow(/markers begin a section/u);
  });
});

describe('a table', () => {
  it('escapes a bar and a line break in a cell', () => {
    expect(table(['a', 'b'], [['x|y', 'one\ntwo']])).toBe(
      ['| a | b |', '|---|---|', String.raw`| x\|y | one<br>two |`].join('\n'),
    );
  });
});

describe('the sections', () => {
  it('are required for every command', () => {
    expect(REQUIRED).toEqual(
      expect.arrayContaining(COMMAND_NAMES.map((name) => `command ${name}`)),
    );
  });

  it.each(REQUIRED.filter((marker) => !/^(?:json|session)\b/u.test(marker)))(
    'can be generated: %s',
    async (marker) => {
      const [name = '', ...words] = marker.split(' ');
      expect(await SECTIONS[name]?.(words)).toMatch(/\S/u);
    },
  );
});
