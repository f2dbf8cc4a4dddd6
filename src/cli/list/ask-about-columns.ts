import type { ColumnDoubt } from '../../adapters/list-file/columns/column-survey.ts';
import type { StatusColumn } from '../../adapters/list-file/columns/exclude-rows.ts';
import type { RowDecision } from '../../domain/list/exclusion/row-decision.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import {
  COLUMN_LABELS,
  FULL_NAMES,
  fullNameOf,
  isFullName,
  type ColumnField,
} from '../../domain/record/field.ts';
import { printable } from '../../text/format.ts';
import { yesNoQuestion } from '../operator/answer-source.ts';
import type { Colours } from '../terminal/colours.ts';
import { askAboutStatus } from './ask-about-status.ts';
import type { Conversation } from './conversation.ts';

/** The columns and rows the operator chose, for a list whose headings do not decide it. */
export type ColumnAnswers = {
  readonly map: { readonly [field in ColumnField]?: string };
  readonly decisions: readonly RowDecision[];
};

type Candidate = ColumnDoubt['candidates'][number];

type Doubts = {
  readonly doubts: readonly ColumnDoubt[];
  readonly statusColumns: readonly StatusColumn[];
};

/**
 * Asks about each column that may hold a field, showing its first cells; then about status and consent
 * columns.
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
  return { map, decisions: await askAboutStatus(statusColumns, conversation) };
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
