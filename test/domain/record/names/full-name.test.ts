import { describe, expect, it } from '@jest/globals';
import { splitFullName } from '../../../../src/domain/record/names/full-name.ts';

describe('a full name', () => {
  it.each([
    ['Jane Smith', 'Jane', 'Smith'],
    ['Anne-Marie O’Neil', 'Anne-Marie', 'O’Neil'],
    ["Jane D'Arcy-Jones", 'Jane', "D'Arcy-Jones"],
    ['J. Smith', 'J.', 'Smith'],
    ['Zoë Łukasz', 'Zoë', 'Łukasz'],
    ['Smith, Jane', 'Jane', 'Smith'],
    ['Smith,Jane', 'Jane', 'Smith'],
    ['Jan van der Berg', 'Jan', 'van der Berg'],
    ['van der Berg, Jan', 'Jan', 'van der Berg'],
    ['Maria da Silva', 'Maria', 'da Silva'],
    ['Sandy Andor', 'Sandy', 'Andor'],
    ['Van Nguyen', 'Van', 'Nguyen'],
  ])('is split where it can be meant in one way: %s', (written, first, last) => {
    expect(splitFullName(written)).toEqual({ ok: true, first, last });
  });

  it.each([
    ['Jane', 'one_word'],
    ['王芳', 'one_word'],
    ['Smith,', 'one_word'],
    ['van Dijk', 'one_word'],
    ['Jane Ann Smith', 'three_words'],
    ['Mary Jane van der Berg', 'three_words'],
    ['Jan Van Berg', 'three_words'],
    ['Smith, Jane Ann', 'three_words'],
    ['Jane & John Smith', 'several_people'],
    ['Jane and John', 'several_people'],
    ['Jane/John Smith', 'several_people'],
    ['Jane Smith, John Smith', 'several_people'],
    ['Jane, John, Bo', 'several_people'],
    ['Mr & Mrs Smith', 'several_people'],
    ['Mrs Smith', 'title'],
    ['Mrs. Jane Smith', 'title'],
    ['Dr Jane Smith', 'title'],
    ['Smith, Mrs', 'title'],
    ['John Jr', 'title'],
    ['Jane (Mum)', 'other_marks'],
    ['Jane 2', 'other_marks'],
  ])('is refused where it cannot: %s (%s)', (written, why) => {
    expect(splitFullName(written)).toEqual({ ok: false, why });
  });
});
