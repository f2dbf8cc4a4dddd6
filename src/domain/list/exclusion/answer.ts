import { writtenText } from '../../record/cell/cell-text.ts';
import { exclusionColumn, type Answer, type Exclusion, type ExclusionColumn } from './column.ts';
import { consentAnswer, optOutAnswer } from './consent-answer.ts';
import { currentAnswer, leftAnswer, statusAnswer } from './membership-answer.ts';
import { isNoDate, type Words } from './phrases.ts';
import { cellWords } from './read-words.ts';
import { NO_ANSWER } from './vocabulary.ts';

/**
 * What reads the cells under a heading; null where they say nothing about writing to people. A cell that
 * can be read as a no is one: what is left out too much is seen, and a message cannot be taken back.
 */
export function answerReader(heading: string): ((cell: unknown) => Answer) | null {
  const column = exclusionColumn(heading);
  return column === null ? null : (cell) => answerIn(column, writtenText(cell));
}

function answerIn(column: ExclusionColumn, cell: string): Answer {
  const number = numberIn(cell);
  const words = number === null ? cellWords(cell) : [];
  const isEmpty = number === null && isNoAnswer(words);
  switch (column) {
    case 'consent':
      if (isEmpty) return 'undecided';
      return number === null ? consentAnswer(words) : flag(number, 'stays', 'no_consent');
    case 'opt_out':
    case 'opt_out_reason':
      if (isEmpty) return 'stays';
      if (number !== null) return flagOrDate(number, 'no_consent');
      return orReason(column, optOutAnswer(words), 'no_consent');
    case 'left':
    case 'left_alone':
    case 'left_reason':
      if (isEmpty) return 'stays';
      if (number !== null) return flagOrDate(number, 'left_club');
      if (column === 'left_alone' && words.join() === 'left') return 'undecided';
      return orReason(column, leftAnswer(words), 'left_club');
    case 'current':
      if (isEmpty) return 'undecided';
      return number === null ? currentAnswer(words) : flag(number, 'stays', 'left_club');
    case 'status':
      return isEmpty || number !== null ? 'undecided' : statusAnswer(words);
  }
}

/** Any text under a heading that asks for a reason is one. */
function orReason(column: ExclusionColumn, answer: Answer, exclusion: Exclusion): Answer {
  const isReason = column === 'opt_out_reason' || column === 'left_reason';
  return isReason && answer === 'undecided' ? exclusion : answer;
}

/** "N/A" and "N.B." begin with no "n". */
function isNoAnswer(words: Words): boolean {
  const text = words.join(' ');
  return text === '' || NO_ANSWER.has(text) || /^n [ab]\b/u.test(text) || isNoDate(words);
}

/** A number alone in its cell, as programs write yes and no. */
function numberIn(cell: string): number | null {
  const text = cell.normalize('NFKC').trim();
  return /^[+-]?\d+(?:[.,]\d+)?$/u.test(text) ? Number(text.replace(',', '.')) : null;
}

/** 1 is a yes, and so is the -1 of some databases. */
function flag(number: number, yes: Answer, no: Answer): Answer {
  if (number === 0) return no;
  return Math.abs(number) === 1 ? yes : 'undecided';
}

/** A year, or a day as spreadsheets and programs count it, says since when. */
function flagOrDate(number: number, yes: Answer): Answer {
  const isDate = DATES.some(([from, to]) => number >= from && number < to);
  return isDate ? yes : flag(number, yes, 'stays');
}

/** Years and Excel's days, yyyymmdd, seconds and milliseconds since 1970. */
const DATES = [
  [1900, 100_000],
  [19_000_000, 21_000_000],
  [1e9, 3e9],
  [1e12, 3e12],
] as const;
