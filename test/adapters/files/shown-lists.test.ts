import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { shownLists } from '../../../src/adapters/files/shown-lists.ts';
import { MOST_REMEMBERED, shownList, type ShownList } from '../../../src/domain/list/shown-list.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { aMessage } from '../../support/builders.ts';
import { withoutIds } from '../../support/normalised-text.ts';
import { aFolder } from '../../support/terminal/fake-shell.ts';

const SHOWN = shownList([aMessage({ row: 2 })], builtInTemplate(), {
  at: new Date('2026-11-22T18:42:00Z'),
  by: 'preview',
}) as ShownList;

const fileIn = (home: string): string => join(home, 'cache', 'shown-lists.json');

function aHome(): string {
  return join(aFolder(), 'home');
}

describe('the list last shown for a file', () => {
  it('is returned after it is stored, with every hash', () => {
    const home = aHome();
    shownLists(home).keep('/lists/players.csv', SHOWN);
    expect(shownLists(home).last('/lists/players.csv')).toEqual(SHOWN);
    expect(shownLists(home).last('/lists/others.csv')).toBeNull();
  });

  it('is the one stored last', () => {
    const lists = shownLists(aHome());
    const later: ShownList = { ...SHOWN, at: new Date('2026-11-23T09:00:00Z'), by: 'send' };
    lists.keep('/lists/players.csv', SHOWN);
    lists.keep('/lists/players.csv', later);
    expect(lists.last('/lists/players.csv')).toEqual(later);
  });

  it('is stored for the last 20 files', () => {
    const lists = shownLists(aHome());
    for (let file = 1; file <= 21; file += 1) lists.keep(`/lists/${file}.csv`, SHOWN);
    expect(lists.last('/lists/1.csv')).toBeNull();
    expect(lists.last('/lists/2.csv')).toEqual(SHOWN);
    expect(lists.last('/lists/21.csv')).toEqual(SHOWN);
  });

  it('is dropped sooner if lists are long', () => {
    const lists = shownLists(aHome());
    const [message] = SHOWN.messages;
    const long = { ...SHOWN, messages: Array.from({ length: MOST_REMEMBERED }, () => message) };
    lists.keep('/lists/short.csv', SHOWN);
    lists.keep('/lists/long.csv', long as ShownList);
    expect(lists.last('/lists/short.csv')).toBeNull();
    expect(lists.last('/lists/long.csv')).not.toBeNull();
  });

  it('is readable by its owner alone, and has no file name, personal name or number', () => {
    const home = aHome();
    shownLists(home).keep('/home/sam/players.csv', SHOWN);
    expect(statSync(fileIn(home)).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(fileIn(home))).mode & 0o777).toBe(0o700);
    expect(withoutIds(readFileSync(fileIn(home), 'utf8'))).not.toMatch(
      /players|sam|John|Jane|Panthers|0900/u,
    );
  });

  it.each([
    ['cut short', '{"lists":[{"fi'],
    ['of an unexpected shape', '{"lists":[{"file":1}]}'],
    ['empty', ''],
  ])('is null if the file is %s, and can be stored again', (_how, content) => {
    const home = aHome();
    mkdirSync(dirname(fileIn(home)), { recursive: true });
    writeFileSync(fileIn(home), content);
    const lists = shownLists(home);
    expect(lists.last('/lists/players.csv')).toBeNull();
    lists.keep('/lists/players.csv', SHOWN);
    expect(lists.last('/lists/players.csv')).toEqual(SHOWN);
  });

  it('is not stored, without an error, where it cannot be written', () => {
    const home = aHome();
    // A file in place of the folder also stops root.
    writeFileSync(home, '');
    expect(() => shownLists(home).keep('/lists/players.csv', SHOWN)).not.toThrow();
    expect(shownLists(home).last('/lists/players.csv')).toBeNull();
  });
});
