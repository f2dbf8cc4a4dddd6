import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { COMMAND_NAMES } from '../../src/cli/command-line/command-names.ts';
import { run } from '../cli/run.ts';

const page = readFileSync('docs/first-real-send.md', 'utf8');

/** Every line that is to be typed: of the blocks, and those within a sentence. */
const LINES = [...page.matchAll(/(?:^|`)urmston-invite (?<words>[^`\n]+)/gmu)].map(
  ({ groups }) => groups?.['words'] ?? '',
);

describe('docs/first-real-send.md', () => {
  it('is linked from the README', () => {
    expect(readFileSync('README.md', 'utf8')).toContain('(docs/first-real-send.md)');
  });

  it.each(LINES)('names a command that exists, with options it has: %s', async (line) => {
    const [command = '', ...rest] = line.split(' ');
    expect(COMMAND_NAMES).toContain(command);
    const { stdout } = await run(['help', command]);
    for (const option of rest.filter((word) => word.startsWith('--'))) {
      expect(stdout).toContain(option);
    }
    for (const file of rest.filter((word) => word.startsWith('samples/'))) {
      expect(existsSync(file)).toBe(true);
    }
  });

  it('has a sample of awkward values without a fault, kept as they are written', async () => {
    const checked = await run(['check', 'samples/awkward.csv', '--json']);
    expect(JSON.parse(checked.stdout)).toMatchObject({ summary: { ready: 3, refused: 0 } });
    const shown = await run(['preview', 'samples/awkward.csv', '--json']);
    for (const value of ['Zoë', 'Seán', 'Aoife', '£26.50', '£37.50', "D'Arcy"]) {
      expect(shown.stdout).toContain(value);
    }
  });
});
