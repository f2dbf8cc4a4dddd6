import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EVERY_SET_UP } from '../text/every-set-up.ts';
import { EVERY_FINDING, EVERY_STOP } from '../text/every-problem.ts';

const page = readFileSync('docs/json.md', 'utf8');

/** The codes in the first column of the table under a heading. */
function codesUnder(heading: string): readonly string[] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const cells = section.matchAll(/^\| (?<codes>(?:`\w+` ?)+)\|/gmu);
  return [...cells].flatMap(({ groups }) => groups?.['codes']?.match(/\w+/gu) ?? []).toSorted();
}

describe('docs/json.md', () => {
  it('has every code of a problem in a list, and no other', () => {
    expect(codesUnder('Codes of problems in a list')).toEqual(
      Object.keys(EVERY_FINDING).toSorted(),
    );
  });

  it('has every code of a run that stopped, and no other', () => {
    const codes = [...Object.keys(EVERY_STOP), 'fault'];
    expect(codesUnder('Codes of a run that stopped')).toEqual(codes.toSorted());
  });

  it('has every code of a set-up, and no other', () => {
    const section = page.split('## `doctor --json`\n')[1]?.split('\n## ')[0] ?? '';
    const table = section.split('| `check` | codes |')[1] ?? '';
    const codes = [...table.matchAll(/^\| `\w+` \|(?<codes>.*)\|$/gmu)].flatMap(
      ({ groups }) => groups?.['codes']?.match(/\w+/gu) ?? [],
    );
    expect([...codes, 'not_done'].toSorted()).toEqual(Object.keys(EVERY_SET_UP).toSorted());
  });
});
