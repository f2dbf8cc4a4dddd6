import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND_NAMES } from '../../../../src/cli/command-line/command-names.ts';
import { aFolder } from '../../../support/terminal/fake-shell.ts';
import { run } from '../../run.ts';

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

async function scriptFor(shell: string): Promise<string> {
  const { exitCode, stdout, stderr } = await run(['completion', shell]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

/** A folder with two files, and the script for this shell in a hidden one. */
async function aDesk(shell: string): Promise<string> {
  const folder = aFolder();
  writeFileSync(join(folder, '.script'), await scriptFor(shell));
  for (const name of ['a list.csv', 'payload.json']) writeFileSync(join(folder, name), '');
  return folder;
}

function linesOf(shell: string, code: string, folder: string): readonly string[] {
  const { stdout, stderr, status } = spawnSync(shell, ['-c', code], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, HOME: folder, TERM: 'dumb' },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
}

/** What is offered for the last of these words, which may have begun or not. */
async function offered(
  shell: 'bash' | 'fish',
  words: readonly string[],
): Promise<readonly string[]> {
  const folder = await aDesk(shell);
  const code = {
    bash: `source ./.script; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
      COMP_CWORD=${words.length - 1}; _urmston_invite; printf '%s\\n' "\${COMPREPLY[@]}"`,
    fish: `source ./.script; complete -C '${words.join(' ')}' | string split -f1 \\t; true`,
  }[shell];
  return linesOf(shell, code, folder);
}

const CASES: readonly (readonly [words: readonly string[], offers: readonly string[]])[] = [
  [['urmston-invite', ''], COMMAND_NAMES],
  [
    ['urmston-invite', 'opt-out', ''],
    ['add', 'remove', 'list', 'import'],
  ],
  [['urmston-invite', 'opt-out', 'add', '--reh'], ['--rehearse']],
  [['urmston-invite', 'send', '--dr'], ['--dry-run']],
  [['urmston-invite', 'check', '--dr'], []],
  [
    ['urmston-invite', 'send', ''],
    ['a list.csv', 'payload.json'],
  ],
  [['urmston-invite', 'send', 'pay'], ['payload.json']],
  [['urmston-invite', 'init', 'pay'], []],
  [['urmston-invite', 'preview', 'x', '--html', 'pay'], ['payload.json']],
  [['urmston-invite', '--set', 'check', 'doc'], ['doctor']],
  [
    ['urmston-invite', 'completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['urmston-invite', 'help', 'ex'], ['exit-codes']],
];

describe('completion', () => {
  (has('bash') ? it : it.skip).each(CASES)(
    'for bash offers what may follow %j: %j',
    async (words, offers) => {
      expect((await offered('bash', words)).toSorted()).toEqual(
        [...offers, ...hidden(words)].toSorted(),
      );
    },
  );

  (has('fish') ? it : it.skip).each(CASES)(
    'for fish offers what may follow %j: %j',
    async (words, offers) => {
      const found = (await offered('fish', words)).map((word) => word.replaceAll('\\', ''));
      expect(found.toSorted()).toEqual([...offers].toSorted());
    },
  );

  it.each(['bash', 'zsh', 'fish'])('for %s is a script that the shell can read', async (shell) => {
    const folder = await aDesk(shell);
    if (!has(shell)) return;
    expect(linesOf(shell, `${shell} -n ./.script`, folder)).toEqual([]);
  });

  it.each(['bash', 'zsh', 'fish'])(
    'for %s has every command and option of the help',
    async (shell) => {
      const script = await scriptFor(shell);
      const pages = await Promise.all(
        COMMAND_NAMES.map(async (name) => (await run(['help', name])).stdout),
      );
      const flags = pages.flatMap((page) => page.match(/(?<= )--[a-z-]+(?=[ ,])/gu) ?? []);
      expect(flags.length).toBeGreaterThan(50);
      for (const flag of new Set(flags)) {
        expect(script).toContain(shell === 'fish' ? `-l ${flag.slice(2)}` : flag);
      }
      for (const name of COMMAND_NAMES) expect(script).toContain(name);
    },
  );

  it('says where to put it', async () => {
    const { stdout } = await run(['help', 'completion']);
    expect(stdout).toContain("echo 'source <(urmston-invite completion bash)' >> ~/.bashrc");
  });

  it.each([[[]], [['powershell']], [['bash', 'zsh']]])('is wrong usage with %j', async (words) => {
    expect((await run(['completion', ...words])).exitCode).toBe(2);
  });
});

/** Bash offers hidden files too where nothing has been typed. */
function hidden(words: readonly string[]): readonly string[] {
  return words.at(-1) === '' && words.at(-2) === 'send' ? ['.script'] : [];
}
