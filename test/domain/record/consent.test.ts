import { describe, expect, it } from '@jest/globals';
import { isConsentOnRecord, readConsent } from '../../../src/domain/record/consent.ts';
import type { OptInField } from '../../../src/domain/record/field.ts';
import type { RawRecord } from '../../../src/domain/record/raw-record.ts';

const NOW = new Date('2026-06-10T12:00:00Z');

type Values = { readonly [field in OptInField]?: unknown };

const read = (values: Values, consent?: RawRecord['consent']) => {
  const cells = Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      { value, column: 'N', heading: field.toUpperCase() },
    ]),
  );
  const raw = { row: 4, cells, shapeProblem: null, leftOut: false };
  return readConsent(consent === undefined ? raw : { ...raw, consent }, NOW);
};

describe('the opt-in of a row', () => {
  it('is its day, its way and its wording', () => {
    const values = {
      opt_in_at: '3 June 2026',
      opt_in_how: ' registration form ',
      opt_in_wording: 'You may write to me',
    };
    expect(read(values)).toEqual({
      consent: {
        isGiven: false,
        override: null,
        optInAt: '2026-06-03',
        optInHow: 'registration form',
        optInWording: 'You may write to me',
      },
      findings: [],
    });
  });

  it.each([
    ['2026-06-03', '2026-06-03'],
    ['03/06/2026', '2026-06-03'],
    ['3/6/26', '2026-06-03'],
    ['2026-06-02T23:00:00Z', '2026-06-03'],
    ['2026-06-10', '2026-06-10'],
  ])('%s is a day', (written, day) => {
    expect(read({ opt_in_at: written }).consent?.optInAt).toBe(day);
  });

  it.each([
    ['opt_in_at', 'last summer'],
    ['opt_in_at', '31/02/2026'],
    ['opt_in_at', '2027-06-03'],
    ['opt_in_at', { day: 3 }],
    ['opt_in_how', 'x'.repeat(1001)],
    ['opt_in_wording', ['a', 'b']],
  ])('%s: %j is reported, and does not count', (field, value) => {
    const { consent, findings } = read({ [field]: value });
    expect(consent).toBeUndefined();
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        row: 4,
        field,
        heading: field.toUpperCase(),
        detail: { code: 'opt_in_malformed' },
      },
    ]);
  });

  it.each([{}, { opt_in_at: '', opt_in_how: '  ' }, { opt_in_at: null }])(
    'is not on record with %j',
    (values) => {
      expect(read(values)).toEqual({ consent: undefined, findings: [] });
    },
  );
});

describe('consent is on record', () => {
  const given = { isGiven: true, override: null };

  it.each([
    ['a consent column says yes', {}, given],
    ['there is a day', { opt_in_at: '2026-06-03' }, undefined],
    ['there is a way', { opt_in_how: 'form' }, undefined],
  ])('if %s', (_why, values, consent) => {
    expect(isConsentOnRecord(read(values, consent).consent)).toBe(true);
  });

  it.each([
    ['nothing is known', {}, undefined],
    ['only the wording is known', { opt_in_wording: 'You may write' }, undefined],
    [
      'the operator decided against the list',
      { opt_in_how: 'form' },
      { isGiven: false, override: { heading: 'Consent', value: 'No' } },
    ],
  ])('and not if %s', (_why, values, consent) => {
    expect(isConsentOnRecord(read(values, consent).consent)).toBe(false);
  });
});
