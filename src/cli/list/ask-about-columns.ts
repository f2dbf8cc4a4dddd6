import type { LeaveOut } from '../../adapters/list-file/columns/leave-out.ts';
import type { StatusColumn } from '../../adapters/list-file/columns/exclude-rows.ts';
import type { ColumnDoubt } from '../../adapters/list-file/columns/column-survey.ts';
import {
  COLUMN_LABELS,
  FULL_NAMES,
  fullNameOf,
  isFullName,
  type ColumnField,
} from '../../domain/record/field.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { AnswerSource } from '../operator/answer-source.ts';
import type { Colours } from '../terminal/colours.ts';
import { count, listed, printable } from '../../text/format.ts';
import type { Output } from '../shell.ts';

/** What an operator said about columns of which only a person can tell what they hold. */
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

/** A column with more undecided values than this is told, and not walked through. */
const MOST_VALUES_TO_ASK_ABOUT = 6;

/**
 * Asks, column by column, whether it is what it may be, with the first cells below its heading; then
 * which rows to leave out by the answers of a status or consent column that only a person can read.
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
      conversation.output.write(columnShown(field, candidate, conversation.colours));
      // oxlint-disable-next-line no-await-in-loop -- one question after the other is the point
      if (await isYes(`Is it the ${COLUMN_LABELS[field]}? (y/n)`, conversation)) {
        map[field] = candidate.heading;
        break;
      }
    }
  }
  const leaveOut: LeaveOut[] = [];
  for (const column of statusColumns) {
    // oxlint-disable-next-line no-await-in-loop -- as above
    leaveOut.push(...(await askWhomToLeaveOut(column, conversation)));
  }
  return { map, leaveOut };
}

async function askWhomToLeaveOut(
  { column, heading, values, decidedRows }: StatusColumn,
  conversation: Conversation,
): Promise<readonly LeaveOut[]> {
  const tellsApart = values.length > 1 || decidedRows > 0;
  if (!tellsApart || values.length > MOST_VALUES_TO_ASK_ABOUT) return [];
  const spread = listed(
    values.map(({ value, rows }) => `${shown(value)} in ${count(rows, 'row')}`),
  );
  const name =
    column === null ? `"${printable(heading)}"` : `Column ${column} (${printable(heading)})`;
  conversation.output.write(`\n${name} says ${spread}.\n`);
  const leaveOut: LeaveOut[] = [];
  for (const { value, rows } of values) {
    const question = `Leave out the ${count(rows, 'row')} with ${shown(value)}? (y/n)`;
    // oxlint-disable-next-line no-await-in-loop -- one question after the other is the point
    if (await isYes(question, conversation)) leaveOut.push({ heading, value });
  }
  return leaveOut;
}

/** A full name answers for the two names in it, and the two for the full name. */
function isAnswered(field: ColumnField, map: ColumnAnswers['map']): boolean {
  const full = fullNameOf(field);
  const parts = isFullName(field) ? FULL_NAMES[field] : [];
  return (
    (full !== null && map[full] !== undefined) ||
    (parts.length > 0 && parts.every((part) => map[part] !== undefined))
  );
}

/** What is known of a column, for the operator to look at. */
function columnShown(
  field: ColumnField,
  { column, heading, samples }: Candidate,
  colours: Colours,
): string {
  const about = `No column is surely the ${COLUMN_LABELS[field]}. Column ${column} (${printable(heading)}) holds:`;
  const cells = samples.length === 0 ? ['(nothing)'] : samples.map(printable);
  return `\n${[colours.odd(about), ...cells.map((cell) => `  ${cell}`)].join('\n')}\n`;
}

async function isYes(question: string, { answers, colours, stop }: Conversation): Promise<boolean> {
  const asked = {
    question: colours.bold(question),
    keys: ['y', 'n'],
    otherKey: colours.odd('Press y or n.'),
  };
  const key = await answers.next(asked, stop);
  if (key === null || stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  return key === 'y';
}

function shown(value: string): string {
  return value === '' ? 'nothing' : printable(value);
}
