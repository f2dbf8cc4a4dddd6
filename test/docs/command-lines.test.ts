import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { COMMAND_NAMES } from '../../src/cli/command-line/command-names.ts';
import { run } from '../cli/run.ts';
import { PAGES } from './pages.ts';

/** The arguments of the tool in every command line of a page, in code blocks and in sentences. */
function linesIn(text: string): readonly string[] {
  const typed = /(?:^|`|\| )(?:[A-Z_]+=\S+ )?(?:npx )?urmston-invite (?<words>[a-z][^`\n|)]*)/gmu;
  return [...text.matchAll(typed)].map(({ groups }) => (groups?.['words'] ?? '').trim());
}

const LINES = new Map(
  PAGES.flatMap(({ file, text }) =>
    // Usage lines with placeholders are generated, and cannot be typed.
    linesIn(text)
      .filter((line) => !/[<[]/u.test(line))
      .map((line): readonly [string, string] => [line, file]),
  ),
);

describe('a command line in the documentation', () => {
  it('is found in every page of the guide', () => {
    const files = new Set(LINES.values());
    for (const file of ['README.md', 'docs/guide.md', 'docs/first-real-send.md', 'docs/lists.md']) {
      expect([...files]).toContain(file);
    }
  });

  it.each([...LINES])('uses a command and options that exist: %s', async (line) => {
    const words = line.split(/\s+/u);
    const [command = '', next = ''] = words;
    expect(COMMAND_NAMES).toContain(command);
    const path = command === 'opt-out' && /^[a-z]+$/u.test(next) ? [command, next] : [command];
    const { stdout } = await run([...path, '--help']);
    for (const option of words.filter((word) => /^--?[a-z]/u.test(word))) {
      expect(stdout).toMatch(new RegExp(`${RegExp.escape(option)}(?![a-z-])`, 'u'));
    }
    for (const file of words.filter((word) => word.startsWith('samples/'))) {
      expect(existsSync(file)).toBe(true);
    }
  });
});

describe('the sample of awkward values', () => {
  it('has no faults, and its values are kept unchanged', async () => {
    const checked = await run(['check', 'samples/awkward.csv', '--json']);
    expect(JSON.parse(checked.stdout)).toMatchObject({ summary: { ready: 3, refused: 0 } });
    const shown = await run(['preview', 'samples/awkward.csv', '--json']);
    for (const value of ['Zoë', 'Seán', 'Aoife', '£26.50', '£37.50', "D'Arcy"]) {
      expect(shown.stdout).toContain(value);
    }
  });
});
