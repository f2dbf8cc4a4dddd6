import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { withoutIds } from './support/normalised-text.ts';
import { CHANCE_LETTERS, temporaryFolder } from './support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Tests of the domain and the documentation, in which nothing is random. */
const SURE = /^test\/(?:domain|docs)\//u;
const FOLDERS = 'test/support/temporary-folder.ts';

const sources = globSync('test/**/*.ts', { cwd: ROOT }).map((file) => ({
  file,
  source: readFileSync(join(ROOT, file), 'utf8'),
}));

/** A negative assertion on a text, with a literal or the name of one. */
const FORBIDS =
  /\bexpect\((?<text>[^;]*?)\)\s*\.not\.to(?:Match|Contain)\(\s*(?<what>\/(?:\\.|\[(?:\\.|[^\]])*\]|[^/\n])+\/[a-z]*|'(?:\\.|[^'\n])*'|\w+)/gu;

/** The parts of a pattern that match no character themselves. */
const MARKS = /\\b|\(\?(?:[:=!]|<[=!])|[()?*+^$]|\{[\d,]*\}/gu;

/** Whether a random value could match the literal. */
function canBeChance(literal: string): boolean {
  const [, pattern, flags = ''] = /^\/(.*)\/([a-z]*)$/su.exec(literal) ?? [];
  const parts = pattern?.split('|').map((part) => part.replaceAll('\\d', '0').replace(MARKS, ''));
  return (parts ?? [literal.slice(1, -1)])
    .map((part) => (flags.includes('i') ? part.toLowerCase() : part).replaceAll(/\\s| /gu, ''))
    .some((part) => part !== '' && (/^[\da-f-]+$/u.test(part) || ofFolders.test(part)));
}
const ofFolders = new RegExp(`^[${CHANCE_LETTERS}]+$`, 'u');

/** The literal of a constant of the same file; an empty one if there is no such constant. */
function literalOf(what: string, source: string): string {
  if (!/^\w+$/u.test(what)) return what;
  const declared = new RegExp(String.raw`\bconst ${what} =\s*(/.+/[a-z]*|'[^']*');`, 'u');
  return declared.exec(source)?.[1] ?? "''";
}

describe('a test that forbids letters or digits which could occur at random', () => {
  it.each([
    ['/Jane|900/u', true],
    ['/\\d{3}/u', true],
    ['/(?:0|44)\\s?7700/u', true],
    ["'63049'", true],
    ['/ABBA/iu', true],
    ["'xz'", true],
    ['/Jane/u', false],
    ['/ABBA/u', false],
    ["'+447700900123'", false],
    ["'Send this to'", false],
  ])('is recognised: %s, %s', (literal, expected) => {
    expect(canBeChance(literal)).toBe(expected);
  });

  it('searches the text without ids', () => {
    const found = sources.flatMap(({ file, source }) =>
      [...source.matchAll(FORBIDS)].flatMap(({ index, groups }) => {
        const { text = '', what = '' } = groups ?? {};
        if (SURE.test(file) || text.includes('withoutIds(')) return [];
        const line = source.slice(0, index).split('\n').length;
        return canBeChance(literalOf(what, source)) ? [`${file}:${line}`] : [];
      }),
    );
    expect(found).toEqual([]);
  });
});

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
const token = (bytes: number): string => randomBytes(bytes).toString('base64url');

describe('a text without ids', () => {
  it.each([
    ['a UUID', () => randomUUID()],
    ['the SID of a message', () => `MM${hex(16)}`],
    ['a key', () => createHash('sha256').update(randomUUID()).digest('hex')],
    ['an attempt in a table', () => token(32) + token(12)],
  ])('has none that is %s', (_which, made) => {
    for (let times = 0; times < 200; times += 1) {
      const id = made();
      expect(withoutIds(JSON.stringify({ id, tel: '07700 900123' }))).toBe(
        '{"id":"#","tel":"07700 900123"}',
      );
      expect(withoutIds(`https://invites.example.org/webhook?ref=${id}`)).toBe(
        'https://invites.example.org/webhook?ref=#',
      );
    }
  });

  it('has no port of a stand-in', () => {
    expect(withoutIds('at http://127.0.0.1:47700/, 7700')).toBe('at http://127.0.0.1:#/, 7700');
  });

  it.each([
    ['a number right behind a SID', `MM${'0'.repeat(32)}900123`, '#900123'],
    ['a number right behind a UUID', `${randomUUID()}900123`, '#900123'],
    ['a number that is as long as none', '447700900123', '447700900123'],
    ['a name beside a key', `${'0'.repeat(64)} Ava`, '# Ava'],
  ])('keeps %s', (_what, text, expected) => {
    expect(withoutIds(text)).toBe(expected);
  });
});

describe('a folder for temporary files', () => {
  it('is new, and its name consists of letters that no test looks for', () => {
    const folders = Array.from({ length: 50 }, () => temporaryFolder('urmston-chance-'));
    for (const folder of folders) {
      expect(basename(folder).replace('urmston-chance-', '')).toMatch(ofFolders);
      rmSync(folder, { recursive: true });
    }
    expect(new Set(folders).size).toBe(folders.length);
  });

  it('is never an existing folder', () => {
    const parent = temporaryFolder('urmston-chance-');
    const taken = CHANCE_LETTERS[0] ?? '';
    for (const letter of CHANCE_LETTERS.slice(1)) mkdirSync(join(parent, letter));
    expect(basename(temporaryFolder('', parent, 1))).toBe(taken);
    rmSync(parent, { recursive: true });
  });

  it('is created by this function only', () => {
    const makers = sources.filter(
      ({ file, source }) => file !== FOLDERS && /\bmkdtemp/u.test(source),
    );
    expect(makers.map(({ file }) => file)).toEqual([]);
  });
});
