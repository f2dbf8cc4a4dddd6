import { describe, expect, it } from '@jest/globals';
import { exampleVariables } from '../../../src/domain/message/built-in-template.ts';
import { VARIABLE_NUMBERS } from '../../../src/domain/message/template.ts';

describe('the example of an invite', () => {
  it.each([
    ['2026-11-23T10:00:00Z', '2026-27'],
    ['2027-05-31T10:00:00Z', '2026-27'],
    ['2027-06-01T10:00:00Z', '2027-28'],
    ['2099-12-01T10:00:00Z', '2099-00'],
  ])('is at %s for the season %s', (now, season) => {
    const variables = exampleVariables(new Date(now));
    expect(variables['5']).toBe(season);
    expect(Object.keys(variables)).toEqual(VARIABLE_NUMBERS);
  });
});
