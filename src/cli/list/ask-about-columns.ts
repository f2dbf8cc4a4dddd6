import type { ColumnDoubt } from '../../adapters/list-file/columns/column-survey.ts';
import type { StatusColumn } from '../../adapters/list-file/columns/exclude-rows.ts';
import type { LeaveOut } from '../../adapters/list-file/columns/leave-out.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import {
  COLUMN_LABELS,
  FULL_NAMES,
  fullNameOf,
  isFullName,
  type ColumnField,
} from '../../domain/record/field.ts';
import { count, listed, printable } from '../../text/format.ts';
import { yesNoQuestion, type AnswerSource } from '../operator/answer-source.ts';
import type { Output } from '../shell.ts';
import type { Colours } from '../terminal/colours.ts';

/** The columns and rows the operator chose, for a list whose headings do not decide it. */
export type ColumnAnswers = {
  readonly map: { readonly [field in ColumnField]?: string };
  readonly leaveOut: readonly LeaveOut[];
};

export type Conversation = {
  readonly answers: AnswerSource;
  readonly output: Output;
  readonly colours: Colours;
  /** Fires when the operator wants to stop. */
  readonly stop: AbortSignal;
};

type Candidate = ColumnDoubt['candidates'][number];

type Doubts = {
  readonly doubts: readonly ColumnDoubt[];
  readonly statusColumns: readonly StatusColumn[];
};

/** A column with more undecided values than this is not asked about; the header reports it. */
const MOST_VALUES_TO_ASK_ABOUT = 6;

/**
 * Asks about each column that may hold a field, showing its first cells; then, for a status or consent
 * column with values of unknown meaning, which of them to leave out.
 *
 * @throws InviteError `stopped_by_hand`
 */
export async function askAboutColumns(
  { doubts, statusColumns }: Doubts,
  conversation: Conversation,
): Promise<ColumnAnswers> {
  const map: { [field in ColumnField]?: string } = {};
  for (const { field, candidates } of doubts) {
    if (isAnswered(field, map)) continue;
    const taken = new Set(Object.values(map));
    for (const candidate of candidates) {
      if (taken.has(candidate.heading)) continue;
      conversation.output.write(columnText(field, candidate, conversation.colours));
      // oxlint-disable-next-line no-await-in-loop -- one question after the other is the point
      if (await isConfirmed(`Is it the ${COLUMN_LABELS[field]}? (y/n)`, conversation)) {
        map[field] = candidate.heading;
        break;
      }
    }
  }
  const leaveOut: LeaveOut[] = [];
  for (const column of statusColumns) {
    // oxlint-disable-next-line no-await-in-loop -- as above
    leaveOut.push(...(await askRowsToLeaveOut(column, conversation)));
  }
  return { map, leaveOut };
}

async function askRowsToLeaveOut(
  { column, heading, values, decidedRows }: StatusColumn,
  conversation: Conversation,
): Promise<readonly LeaveOut[]> {
  const distinguishesRows = values.length > 1 || decidedRows > 0;
  if (!distinguishesRows || values.length > MOST_VALUES_TO_ASK_ABOUT) return [];
  const spread = listed(
    values.map(({ value, rows }) => `${valueText(value)} in ${count(rows, 'row')}`),
  );
  const name =
    column === null ? `"${printable(heading)}"` : `Column ${column} (${printable(heading)})`;
  conversation.output.write(`\n${name} says ${spread}.\n`);
  const leaveOut: LeaveOut[] = [];
  for (const { value, rows } of values) {
    const question = `Leave out the ${count(rows, 'row')} with ${valueText(value)}? (y/n)`;
    // oxlint-disable-next-line no-await-in-loop -- one question after the other is the point
    if (await isConfirmed(question, conversation)) leaveOut.push({ heading, value });
  }
  return leaveOut;
}

/** A full name stands for first and last name, and those two for the full name. */
function isAnswered(field: ColumnField, map: ColumnAnswers['map']): boolean {
  const full = fullNameOf(field);
  const parts = isFullName(field) ? FULL_NAMES[field] : [];
  return (
    (full !== null && map[full] !== undefined) ||
    (parts.length > 0 && parts.every((part) => map[part] !== undefined))
  );
}

function columnText(
  field: ColumnField,
  { column, heading, samples }: Candidate,
  colours: Colours,
): string {
  const about = `No column is surely the ${COLUMN_LABELS[field]}. Column ${column} (${printable(heading)}) holds:`;
  const cells = samples.length === 0 ? ['(nothing)'] : samples.map(printable);
  return `\n${[colours.odd(about), ...cells.map((cell) => `  ${cell}`)].join('\n')}\n`;
}

async function isConfirmed(
  question: string,
  { answers, colours, stop }: Conversation,
): Promise<boolean> {
  const key = await answers.next(yesNoQuestion(question, colours), stop);
  if (key === null || stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  return key === 'y';
}

function valueText(value: string): string {
  return value === '' ? 'nothing' : printable(value);
}
