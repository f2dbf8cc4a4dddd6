import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { COMMAND_NAMES } from '../../../src/cli/command-line/command-names.ts';
import { run } from '../run.ts';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const DOCS = new URL('../../../docs/', import.meta.url);
const PAGES = readdirSync(DOCS).filter((name) => name.endsWith('.md'));
const WRITTEN = [README, ...PAGES.map((name) => readFileSync(new URL(name, DOCS), 'utf8'))].join(
  '\n',
);

/** The command lines that the help knows, those below another command too. */
async function everyCommand(): Promise<readonly (readonly string[])[]> {
  const paths = COMMAND_NAMES.map(async (name) => {
    const { stdout } = await run(['help', name]);
    const [, below = ''] = stdout.split('\nCommands:\n');
    const actions = [...below.matchAll(/^ {2}(?<action>[a-z-]+) /gmu)].map(([, action]) => action);
    return [[name], ...actions.flatMap((action) => (action === undefined ? [] : [[name, action]]))];
  });
  return (await Promise.all(paths)).flat();
}

describe('the guide', () => {
  it('has every command in its table', () => {
    for (const name of COMMAND_NAMES) {
      expect(README).toMatch(new RegExp(`^\\| \`urmston-invite ${name}\\b`, 'mu'));
    }
  });

  it('has every option of every command', async () => {
    const commands = await everyCommand();
    expect(commands).toContainEqual(['opt-out', 'import']);
    const missing = await Promise.all(
      commands.map(async (words) => {
        const { stdout } = await run([...words, '--help']);
        const flags = stdout.match(/(?<=^ {2}.*)--[a-z-]+(?=[ ,\n])/gmu) ?? [];
        return flags.filter((flag) => !new RegExp(`${flag}(?![a-z-])`, 'u').test(WRITTEN));
      }),
    );
    expect([...new Set(missing.flat())]).toEqual([]);
  });
});
