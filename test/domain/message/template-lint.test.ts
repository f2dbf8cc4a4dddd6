import { describe, expect, it } from '@jest/globals';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { lintTemplate } from '../../../src/domain/message/template-lint.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const body = builtInTemplate().body;
const warningsOf = (text: string): readonly object[] => lintTemplate(text, NOW);

describe('the words of a template', () => {
  it('have no warnings for the registered text', () => {
    expect(warningsOf(body)).toEqual([]);
  });

  it.each([
    ['Urmston Down', 'a wrong letter'],
    ['Urmstone Town', 'a letter too many'],
    ['Umston Town', 'a letter too few'],
    ['Urmston town', 'a small letter'],
    ['URMSTON TOWN', 'capitals'],
    ['Urmston  Town', 'two spaces'],
    ['UrmstonTown', 'no space'],
    ['Urmsten Twon', 'two misspellings'],
    ['Urmstn', 'the first word alone'],
  ])('name the club as %s: %s', (found, _why) => {
    const once = body.replace('Urmston Town', found);
    expect(warningsOf(once)).toEqual([{ code: 'club_misspelt', found }]);
    expect(warningsOf(body.replaceAll('Urmston Town', found))).toEqual([
      { code: 'club_misspelt', found },
    ]);
  });

  it.each(['down town', 'Boston Town', 'the town', 'Urmston', 'Preston Town', 'Mr Stone'])(
    'may have %s in them beside the name',
    (words) => {
      expect(warningsOf(`${body} We play at ${words}.`)).toEqual([]);
    },
  );

  it('leave the club out', () => {
    expect(warningsOf('Hi {{1}}, please register.')).toEqual([{ code: 'club_missing' }]);
  });

  it.each([
    ['2025-26', true],
    ['2025/2026', true],
    ['2026-27', false],
    ['2024', true],
    ['2026', false],
  ])('have the season %s written out, old: %s', (season, isOld) => {
    expect(warningsOf(`Urmston Town in ${season}.`)).toEqual([
      { code: 'season_written', season, isOld },
    ]);
  });

  it.each([
    ['https://example.org/pay', 'https://example.org/pay'],
    ['www.example.org', 'www.example.org'],
    ['example.co.uk/pay', 'example.co.uk/pay'],
  ])('have a link to %s', (written, link) => {
    expect(warningsOf(`Urmston Town: pay at ${written}.`)).toEqual([
      { code: 'link_written', link },
    ]);
  });

  it.each(['Pay £20.50 now.', 'Ready.If so', 'Call 07700 900001 at 20:30.', 'e.g. boots'])(
    'may say: %s',
    (words) => {
      expect(warningsOf(`Urmston Town. ${words}`)).toEqual([]);
    },
  );
});
