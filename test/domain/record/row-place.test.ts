import { describe, expect, it } from '@jest/globals';
import { placeOfRow, rowOfSheet } from '../../../src/domain/record/row-place.ts';

describe('the place of a row', () => {
  it('is its number alone in a list from one sheet', () => {
    expect(placeOfRow(14)).toEqual({ sheet: null, row: 14 });
  });

  it('has the sheet in a list from several, whose rows stay in order', () => {
    const last = rowOfSheet(1, 1_048_576);
    const next = rowOfSheet(2, 1);
    expect(placeOfRow(last)).toEqual({ sheet: 1, row: 1_048_576 });
    expect(placeOfRow(next)).toEqual({ sheet: 2, row: 1 });
    expect(last).toBeLessThan(next);
  });
});
