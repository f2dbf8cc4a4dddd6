import { describe, expect, it } from '@jest/globals';
import { nameKey } from '../../../../src/domain/record/names/name-key.ts';

describe('the same name, however it is typed', () => {
  it.each([
    ['Zoë', 'ZOE', 'an accent left out'],
    ['O’Neil', "o'neil", 'another apostrophe'],
    ['Anne-Marie', 'Anne Marie', 'a space for a hyphen'],
    ['  Van  Berg ', 'van Berg', 'spaces too many'],
    ['Weiß', 'WEISS', 'capitals of a ß'],
    ['Yıldız', 'YILDIZ', 'capitals of a dotless ı'],
    ['İrem', 'irem', 'a dotted capital'],
    ['Łukasz', 'Lukasz', 'a Polish l'],
    ['Søren', 'Soren', 'a Danish o'],
    ['Jo\u061C', 'Jo', 'a direction mark'],
    ['Jo\uFE0F', 'Jo', 'a mark for emoji'],
    ['J\u180Eo\u3164', 'Jo', 'fillers nobody sees'],
    ['Renée', 'Renée', 'an accent in two characters'],
  ])('%s is %s: %s', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it.each([
    ['Sam', 'Samir', 'a longer name'],
    ['राम', 'रमा', 'vowel signs, which are letters in other scripts'],
    ['🦁', '🐯', 'names of symbols alone'],
    ['Иван', 'Иванна', 'another script'],
  ])('%s is not %s: %s', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });
});
