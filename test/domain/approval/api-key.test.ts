import { describe, expect, it } from '@jest/globals';
import { holderOf, parseApiKeys } from '../../../src/domain/approval/api-key.ts';

const KEY = 'k'.repeat(20);
const OTHER = 'o'.repeat(20);

describe('the setting API_KEY', () => {
  it.each([
    ['one key alone', KEY, [{ name: 'api', key: KEY, fillsFromTeams: false }]],
    ['a key with a name', `club:${KEY}`, [{ name: 'club', key: KEY, fillsFromTeams: false }]],
    [
      'a key that may leave out what the teams’ sheet has',
      `club+teams:${KEY}, secretary:${OTHER}`,
      [
        { name: 'club', key: KEY, fillsFromTeams: true },
        { name: 'secretary', key: OTHER, fillsFromTeams: false },
      ],
    ],
    ['one name twice', `club:${KEY},club+teams:${OTHER}`, null],
    ['no name before +teams', `+teams:${KEY}`, null],
    ['another word behind a name', `club+fees:${KEY}`, null],
    ['the same key twice', `club:${KEY},club-2+teams:${KEY}`, null],
  ])('is read with %s', (_what, text, keys) => {
    expect(parseApiKeys(text)).toEqual(keys);
  });

  it('says of the holder of a key whether records may leave out values', () => {
    const keys = parseApiKeys(`club+teams:${KEY},secretary:${OTHER}`) ?? [];
    expect(holderOf(keys, KEY)).toEqual({ name: 'club', fillsFromTeams: true });
    expect(holderOf(keys, OTHER)).toEqual({ name: 'secretary', fillsFromTeams: false });
    expect(holderOf(keys, 'x')).toBeNull();
  });
});
