import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { aFolder } from '../../../support/terminal/fake-shell.ts';
import { documentIn, run, sample } from '../../run.ts';

const LIST = sample('players.csv');
const aPlace = (name = 'preview.html'): string => join(aFolder(), name);
const isPage = (file: string): boolean => readFileSync(file, 'utf8').startsWith('<!doctype html>');

const aFolderThere = (): string => {
  const folder = aPlace('folder');
  mkdirSync(folder);
  return folder;
};
const belowAFile = (): string => {
  const file = aPlace('file');
  writeFileSync(file, '');
  return join(file, 'preview.html');
};

describe('preview --html', () => {
  it('writes a page that its owner alone can open, and nothing beside it', async () => {
    const file = aPlace();
    await run(['preview', LIST, '--html', file]);
    expect(isPage(file)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file))).toEqual([basename(file)]);
  });

  it('prints where the page is, and beside it what it holds and what was left out', async () => {
    const file = aPlace();
    const { exitCode, stdout, stderr } = await run(['preview', LIST, '--html', file]);
    expect(stdout).toBe(`${file}\n`);
    expect(stderr).toBe(`13 messages with the registration invite (built-in copy). Nothing was sent.
The page holds names and phone numbers, and only you can open it. Delete it after use.

Left out: 1 row with faults, told below.
The parent's mobile has 10 digits; a UK number written like this has 11.
  row 14, column G (Parent Mobile): 07700 90012
  -> Look for the digit that is missing.

Next: urmston-invite send ${LIST} --rehearse
`);
    expect(exitCode).toBe(3);
  });

  it('names the page in the document of --json, which is otherwise the same', async () => {
    const file = aPlace();
    const plain = documentIn(await run(['preview', LIST, '--json']));
    const ran = await run(['preview', LIST, '--json', '--html', file]);
    expect(documentIn(ran)).toEqual({ ...(plain as object), html: file });
    expect(isPage(file)).toBe(true);
  });

  it('shows what --row asks for alone', async () => {
    const file = aPlace();
    await run(['preview', LIST, '--row', '7', '--html', file]);
    expect(readFileSync(file, 'utf8').match(/class="bubble"/gu)).toHaveLength(1);
  });

  it('is the same to the byte when it is made again at the same time', async () => {
    const [first, second] = [aPlace(), aPlace()];
    await run(['preview', LIST, '--html', first]);
    await run(['preview', LIST, '--html', second]);
    expect(readFileSync(second)).toEqual(readFileSync(first));
  });

  it('replaces a page of an earlier run, whatever its mode', async () => {
    const file = aPlace();
    await run(['preview', LIST, '--html', file]);
    const page = readFileSync(file, 'utf8');
    writeFileSync(file, page.replace('13 messages', 'many messages'));
    chmodSync(file, 0o644);
    await run(['preview', LIST, '--html', file]);
    expect(readFileSync(file, 'utf8')).toBe(page);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('replaces the page a link stands for, and leaves the link', async () => {
    const [file, link] = [aPlace(), aPlace('link.html')];
    await run(['preview', LIST, '--html', file]);
    symlinkSync(file, link);
    await run(['preview', sample('payload.json'), '--html', link]);
    expect(realpathSync(link)).toBe(realpathSync(file));
    expect(readFileSync(file, 'utf8')).toContain('payload.json');
  });
});

describe('preview --html leaves alone', () => {
  it.each([
    ['a list, perhaps the very one', 'list.csv', 'player_first_name\nJohn\n'],
    ['a page of another kind', 'page.html', '<!doctype html>\n<p>hello'],
    ['an empty file', 'page.html', ''],
  ])('%s', async (_what, name, content) => {
    const file = aPlace(name);
    writeFileSync(file, content);
    const ran = await run(['preview', LIST, '--html', file]);
    expect(ran).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: `${file} is there already and is no page of this tool, so it was left as it is.
Give another name after --html, or delete that file first.
`,
    });
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  it('a pipe, without waiting for a writer', async () => {
    const file = aPlace('pipe');
    execFileSync('mkfifo', [file]);
    const { exitCode, stderr } = await run(['preview', LIST, '--html', file]);
    expect(stderr).toContain(`${file} is there already`);
    expect(exitCode).toBe(2);
    expect(statSync(file).isFIFO()).toBe(true);
  });
});

describe('preview --html says in a sentence that it cannot write to', () => {
  it.each([
    ['a folder that is not there', () => join(aFolder(), 'no', 'p.html'), 'no such folder'],
    ['a folder', aFolderThere, 'it is a folder'],
    ['a file as if it were a folder', belowAFile, 'no such folder'],
    ['a name that is too long', () => aPlace('n'.repeat(300)), 'its name is too long'],
  ])('%s', async (_what, place, why) => {
    const file = place();
    const ran = await run(['preview', LIST, '--html', file, '--json']);
    expect(documentIn(ran)).toMatchObject({
      error: { code: 'page_unwritable', message: expect.stringContaining(why) },
    });
    expect(ran.exitCode).toBe(2);
  });

  it('standard output, which is for what a terminal shows', async () => {
    const { exitCode, stderr } = await run(['preview', LIST, '--html', '-']);
    expect(stderr).toContain('A page needs a file of its own');
    expect(exitCode).toBe(2);
  });
});
