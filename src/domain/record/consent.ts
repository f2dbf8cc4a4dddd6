import { NOWHERE, type Finding } from '../problem/finding.ts';
import { writtenText } from './cell/cell-text.ts';
import type { OptInField } from './field.ts';
import type { Cell, RawRecord } from './raw-record.ts';
import type { RowConsent } from './row-consent.ts';
import { readDay, type Day } from './values/day.ts';

/** What is on record about a parent's consent to messages. */
export type Consent = RowConsent & {
  /** The day of the opt-in, as `2026-06-03`; null if it is not known. */
  readonly optInAt: string | null;
  /** How the parent opted in, for example on which form. */
  readonly optInHow: string | null;
  /** What the parent agreed to, in the words of the form. */
  readonly optInWording: string | null;
};

/** Enough for the wording of a form. */
const LONGEST_TEXT = 1000;

const NOT_SAID: RowConsent = { isGiven: false, override: null };

/** Whether a parent's own consent is on record, which an operator's decision is not. */
export function isConsentOnRecord(consent: Consent | undefined): boolean {
  if (consent === undefined || consent.override !== null) return false;
  return consent.isGiven || consent.optInAt !== null || consent.optInHow !== null;
}

/**
 * Reads what a row says about consent; undefined if it says nothing. A value that cannot be read is
 * reported and does not count.
 *
 * @param now a day after this is no day of an opt-in
 */
export function readConsent(
  { row, cells, consent }: RawRecord,
  now: Date,
): { readonly consent: Consent | undefined; readonly findings: readonly Finding[] } {
  const { opt_in_at: at, opt_in_how: how, opt_in_wording: wording } = cells;
  if (at === undefined && how === undefined && wording === undefined) {
    return {
      consent: consent === undefined ? undefined : { ...NO_OPT_IN, ...consent },
      findings: [],
    };
  }
  const findings: Finding[] = [];
  const read = (field: OptInField, cell: Cell | undefined, readText: typeof shortText) => {
    const written = writtenText(cell?.value).trim();
    if (cell === undefined || written === '') return null;
    const text = typeof cell.value === 'object' ? null : readText(written);
    if (text === null) {
      const { column, heading } = cell;
      const place = { ...NOWHERE, row, column, heading, field, value: written };
      findings.push({ severity: 'warning', ...place, detail: { code: 'opt_in_malformed' } });
    }
    return text;
  };
  const optIn = {
    optInAt: read('opt_in_at', at, (text) => pastDay(text, now)),
    optInHow: read('opt_in_how', how, shortText),
    optInWording: read('opt_in_wording', wording, shortText),
  };
  const isSaid = consent !== undefined || Object.values(optIn).some((value) => value !== null);
  return { consent: isSaid ? { ...NOT_SAID, ...consent, ...optIn } : undefined, findings };
}

const NO_OPT_IN = { optInAt: null, optInHow: null, optInWording: null } as const;

function shortText(text: string): string | null {
  return text.length <= LONGEST_TEXT ? text : null;
}

function pastDay(text: string, now: Date): string | null {
  const day = readDay(text);
  // A day that has begun somewhere in the world.
  const latest = new Date(now.getTime() + 14 * 60 * 60 * 1000).toISOString();
  const written = day === null ? null : dayText(day);
  return written === null || written > latest ? null : written;
}

function dayText({ year, month, day }: Day): string {
  return [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}
