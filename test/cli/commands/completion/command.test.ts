import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COMMAND_NAMES } from '../../../../src/cli/command-line/command-names.ts';
import { aFolder } from '../../../support/terminal/fake-shell.ts';
import { run } from '../../run.ts';

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

/** What bash prints in this folder. */
function linesOf(code: string, folder: string): readonly string[] {
  const { stdout, stderr, status } = spawnSync('bash', ['-c', code], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, HOME: folder, TERM: 'dumb' },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
}

/**
 * The script for zsh is run by bash, which reads all of its syntax; these functions stand for zsh's own.
 * zsh counts from 1, so a word is put in front.
 */
const ZSH_IN_BASH = `
  zsh_eval_context=(file); compdef() { :; }
  _files() { compgen -f -- "\${words[CURRENT]}"; }
  _describe() {
    local described="\${@: -1}[@]" one
    for one in "\${!described}"; do
      [[ "$one" != "\${words[CURRENT]}"* ]] || printf '%s\\n' "\${one%%:*}"
    done
  }`;

/** What is offered for the last of these words, which may have begun or not. */
async function offered(
  shell: 'bash' | 'zsh',
  words: readonly string[],
): Promise<readonly string[]> {
  const folder = await aDesk(shell);
  const typed = words.map((word) => `'${word}'`).join(' ');
  const code = {
    bash: `source ./.script; COMP_WORDS=(${typed})
      COMP_CWORD=${words.length - 1}; _urmston_invite; printf '%s\\n' "\${COMPREPLY[@]}"`,
    zsh: `${ZSH_IN_BASH}
      source ./.script; words=('' ${typed}); CURRENT=${words.length}; _urmston_invite; true`,
  }[shell];
  return linesOf(code, folder).toSorted();
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
    ['a list.csv', 'payload.json', '.script'],
  ],
  [['urmston-invite', 'send', 'pay'], ['payload.json']],
  [['urmston-invite', 'init', 'pay'], []],
  [['urmston-invite', 'preview', 'x', '--html', 'pay'], ['payload.json']],
  [['urmston-invite', '--set', 'check', 'doc'], ['doctor']],
  [
    ['urmston-invite', 'completion', ''],
    ['bash', 'zsh', 'fish', 'powershell'],
  ],
  [['urmston-invite', 'help', 'ex'], ['exit-codes']],
];

/** What the script for fish declares for one place: commands and words, options, and whether files. */
type Declared = { readonly words: string[]; readonly options: string[]; takesFile: boolean };

const DECLARATION =
  /^complete -c urmston-invite -n (?<at>'(?:[^'\\]|\\.)*')(?: -a (?<word>'(?:[^'\\]|\\.)*')| -l (?<option>[a-z-]+)(?: -s [a-zA-Z])?(?: -r(?: -F)?)?| (?<files>-F))(?: -d '(?:[^'\\]|\\.)*')?$/u;

const unquoted = (text = ''): string =>
  text.replaceAll(/^'|'$/gu, '').replaceAll(/\\(?<kept>.)/gu, '$<kept>');

function declaredIn(script: string): ReadonlyMap<string, Declared> {
  const places = new Map<string, Declared>();
  for (const line of script.split('\n').filter((one) => one.startsWith('complete -c'))) {
    if (line === 'complete -c urmston-invite -f') continue;
    const parts = DECLARATION.exec(line)?.groups;
    if (parts === undefined) throw new Error(`This is no declaration: ${line}`);
    const at = unquoted(unquoted(parts['at']).replace('__urmston_invite_at ', ''));
    const place = places.get(at) ?? { words: [], options: [], takesFile: false };
    if (parts['word'] !== undefined) place.words.push(unquoted(parts['word']));
    if (parts['option'] !== undefined) place.options.push(`--${parts['option']}`);
    if (parts['files'] !== undefined) place.takesFile = true;
    places.set(at, place);
  }
  return places;
}

describe('completion', () => {
  it.each(CASES)('for bash offers what may follow %j: %j', async (words, offers) => {
    expect(await offered('bash', words)).toEqual(offers.toSorted());
  });

  it.each(CASES)('for zsh offers what may follow %j: %j', async (words, offers) => {
    expect(await offered('zsh', words)).toEqual(offers.toSorted());
  });

  it('for fish declares at every place what bash offers there', async () => {
    const [bash, fish] = await Promise.all([scriptFor('bash'), scriptFor('fish')]);
    const places = [
      ...bash.matchAll(
        /^ {4}"(?<at>.*)"\) words="(?<words>.*)" options="(?<options>.*)" files="(?<files>.*)" ;;$/gmu,
      ),
    ].map(({ groups = {} }) => [
      groups['at'],
      {
        words: groups['words']?.split(' ').filter((word) => word !== ''),
        options: groups['options']?.split(' '),
        takesFile: groups['files'] === 'yes',
      },
    ]);
    expect(places.length).toBeGreaterThan(20);
    expect([...declaredIn(fish)]).toEqual(places);
  });

  it('for fish steps over the same values, and on to the same commands, as for bash', async () => {
    const [bash, fish] = await Promise.all([scriptFor('bash'), scriptFor('fish')]);
    const [, valued] = /case "\$one" in\n +(?<flags>.+)\) i=/u.exec(bash) ?? [];
    expect(fish).toContain(`contains -- $one ${valued?.replaceAll(' | ', ' ')}\n`);
    const [, steps] = /case "\$at\/\$one" in\n +(?<steps>.+)\) at=/u.exec(bash) ?? [];
    const paths = steps?.replaceAll('"/', '"').replaceAll('/', ' ').replaceAll('"', "'");
    expect(fish).toContain(
      `contains -- $next ${paths?.replaceAll(' | ', ' ')}; and set at $next\n`,
    );
  });

  it.each(['bash', 'zsh', 'fish', 'powershell'])(
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

  it('for PowerShell steps over the same values as for bash', async () => {
    const [bash, powershell] = await Promise.all([scriptFor('bash'), scriptFor('powershell')]);
    const [, valued = ''] = /case "\$one" in\n +(?<flags>.+)\) i=/u.exec(bash) ?? [];
    const flags = valued.split(' | ').map((flag) => `'${flag}'`);
    expect(powershell).toContain(`$takeValue = @(${flags.join(', ')})\n`);
  });

  it('for PowerShell closes what it opens, and has no text but words between quotes', async () => {
    const script = await scriptFor('powershell');
    const code = script.replaceAll(/^#.*$/gmu, '').replaceAll(/'[\w =-]*'/gu, '');
    for (const [opening, closing] of ['{}', '()', '[]']) {
      expect(code.split(opening ?? '')).toHaveLength(code.split(closing ?? '').length);
    }
    expect(code).not.toContain("'");
  });

  it('says where to put it', async () => {
    const { stdout } = await run(['help', 'completion']);
    expect(stdout).toContain("echo 'source <(urmston-invite completion bash)' >> ~/.bashrc");
  });

  it.each([[[]], [['tcsh']], [['bash', 'zsh']]])('is wrong usage with %j', async (words) => {
    expect((await run(['completion', ...words])).exitCode).toBe(2);
  });
});
