import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { properCaseOf, type NamePart } from '../../../../src/domain/record/names/proper-case.ts';

describe('a name in one case', () => {
  it.each<readonly [string, NamePart, string]>([
    ['ROBIN', 'first', 'Robin'],
    ['robin', 'first', 'Robin'],
    ['jo', 'first', 'Jo'],
    ['ROBIN MCDONALD', 'full', 'Robin McDonald'],
    ['robin mcdonald', 'full', 'Robin McDonald'],
    ['MCINTYRE', 'last', 'McIntyre'],
    ['MACDONALD', 'last', 'MacDonald'],
    ['macgregor', 'last', 'MacGregor'],
    ['MACKIE', 'last', 'Mackie'],
    ['MACEY', 'first', 'Macey'],
    ['MACHADO', 'last', 'Machado'],
    ['MACKENZIE', 'first', 'Mackenzie'],
    ["O'NEIL", 'last', "O'Neil"],
    ['o’neil', 'last', 'O’Neil'],
    ["D'ARCY", 'last', "D'Arcy"],
    ["N'GOLO", 'first', "N'Golo"],
    ["DE'ANDRE", 'first', "De'Andre"],
    ["SA'AD", 'first', "Sa'ad"],
    ['SMITH-JONES', 'last', 'Smith-Jones'],
    ['jean-luc', 'first', 'Jean-Luc'],
    ["SMITH-O'NEIL", 'last', "Smith-O'Neil"],
    ['MCKAY-MCDONALD', 'last', 'McKay-McDonald'],
    ['VAN DER BERG', 'last', 'van der Berg'],
    ['JAN VAN DER BERG', 'full', 'Jan van der Berg'],
    ['VAN', 'first', 'Van'],
    ['VAN NGUYEN', 'full', 'Van Nguyen'],
    ['de souza', 'last', 'de Souza'],
    ['DE LA CRUZ', 'last', 'de la Cruz'],
    ['MARIA DA GRAÇA', 'first', 'Maria da Graça'],
    ['ST JOHN', 'last', 'St John'],
    ['ST. JOHN', 'last', 'St. John'],
    ['JOHN SMITH III', 'full', 'John Smith III'],
    ['smith iii', 'last', 'Smith III'],
    ['JP SMITH', 'full', 'JP Smith'],
    ['j.p. smith', 'full', 'J.P. Smith'],
    ['J SMITH', 'full', 'J Smith'],
    ['DAVID NG', 'full', 'David Ng'],
    ['ZOË', 'first', 'Zoë'],
    ['ÉLODIE', 'first', 'Élodie'],
    ['łukasz', 'first', 'Łukasz'],
    ['İBRAHİM', 'first', 'İbrahim'],
    ['АЛЕКСАНДР', 'first', 'Александр'],
    ['ROBERT (BOB)', 'first', 'Robert (Bob)'],
  ])('%s (%s) may be meant as %s', (written, part, meant) => {
    expect(properCaseOf(written, part)).toBe(meant);
  });

  it.each([
    ['Robin', 'it has both'],
    ['McDonald', 'it has both'],
    ['van der Berg', 'it has both'],
    ['Robin MCDONALD', 'it has both, and a last name in capitals is a custom'],
    ['JP', 'two capitals may be initials'],
    ['BO', 'two capitals may be initials'],
    ['J.P.', 'initials'],
    ['A J', 'initials'],
    ['J', 'one letter'],
    ['j', 'one letter'],
    ['王芳', 'a script of one case'],
    ['محمد', 'a script of one case'],
    ['123', 'no letters'],
    ['', 'nothing'],
  ])('is not seen in %s: %s', (written) => {
    expect(properCaseOf(written, 'full')).toBeNull();
  });

  it('is proposed with the same letters in the same places, and once only', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."abcdemoV'AN MCDO-. ëŁ".split('')) }),
        fc.constantFrom<NamePart>('first', 'last', 'full'),
        (written, part) => {
          const meant = properCaseOf(written, part);
          if (meant === null) return;
          expect(meant.toLowerCase()).toBe(written.toLowerCase());
          expect(properCaseOf(meant, part)).toBeNull();
        },
      ),
    );
  });

  it('never fails, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (written) => {
        expect(properCaseOf(written, 'full')).not.toBe(written);
      }),
    );
  });
});
