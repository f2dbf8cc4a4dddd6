import type {
  ColumnCandidate,
  Finding,
  FindingDetail,
  RecipientSign,
  RowProblem,
  ColumnProblem,
} from '../../domain/problem/finding.ts';
import {
  COLUMN_LABELS,
  canBeShared,
  isField,
  type ColumnField,
} from '../../domain/record/field.ts';
import { isTeamsName } from '../../domain/teams/teams-sheet.ts';
import { printableAdvice, type Advice, type FindingTexts } from '../advice.ts';
import { londonDay, count, listed, mapOption, rowNumber } from '../format.ts';
import { PHONE_PROBLEMS, VALUE_PROBLEMS } from './cell-problem.ts';
import { includeOption, UNCLEAR_FIX, valueText } from './status-value.ts';
import { TEAM_PROBLEMS } from './team-problem.ts';

/** The text for a problem in a list. The caller prints its place, so that equal problems have equal texts. */
export function explainFinding({ detail, field, heading, value }: Finding): Advice {
  const label = field === null ? 'value' : COLUMN_LABELS[field];
  // The table has one function for each code, which TypeScript cannot tie to the code at hand.
  const textFor = TEXTS[detail.code] as (about: {
    readonly detail: FindingDetail;
    readonly label: string;
    readonly field: Finding['field'];
    readonly heading: string;
    readonly value: string | null;
  }) => Advice;
  return printableAdvice(textFor({ detail, label, field, heading: heading ?? 'Heading', value }));
}

/** Why nothing is sent to a parent who has opted out. */
export const OPTED_OUT: Advice = {
  message: 'This parent said stop, or may have said it, so nothing is sent to this number.',
  fix: 'Use the phone instead; "urmston-invite opt-out list" shows since when.',
};

/** Why nothing about a player is sent to one of the parents. */
const OPTED_OUT_OF_PLAYER: Advice = {
  message: 'This parent gets no messages about this player: an opt-out says so.',
  fix: 'Nothing to do; "urmston-invite opt-out list" shows since when and why.',
};

/** Problems of a row, or between rows. */
const ROW_PROBLEMS: FindingTexts<RowProblem> = {
  row_too_long: ({ detail }) => ({
    message: `The row has ${detail.cells} cells under ${detail.headings} headings, so its values may have slipped.`,
    fix: 'Look for a comma too many, or put quotes around the value that has a comma in it.',
  }),
  headings_again: () => ({
    message: 'The row has the headings again.',
    fix: 'Delete the row, or leave it: nothing in it is used.',
  }),
  field_doubled: ({ detail, label }) => ({
    message: `The ${label} stands in this record more than once (${detail.names.join(', ')}).`,
    fix: 'Leave one of them.',
  }),
  message_too_long: ({ detail }) => ({
    message: `The filled-in message has ${detail.length} characters; WhatsApp carries ${detail.limit}.`,
    fix: `Shorten the ${COLUMN_LABELS[detail.longest.field]}, with ${detail.longest.length} characters the longest value of the row.`,
  }),
  doubled_pound: () => ({
    message: 'The filled-in message would read "££".',
    fix: 'Take the £ out of the value, or out of the template if it has two.',
  }),
  same_invite_twice: ({ detail }) => ({
    message: `The same player, parent and season stand in row ${rowNumber(detail.firstRow)}: one message goes.`,
    fix: 'Nothing to do, if they are the same child.',
  }),
  same_phone_other_parent: ({ detail }) => ({
    message: `The same mobile belongs to ${detail.firstName} in row ${rowNumber(detail.firstRow)}.`,
    fix: 'Check whose number it is before you say yes.',
  }),
  two_parents: ({ detail }) => ({
    message: `The same player is in row ${rowNumber(detail.firstRow)} with another mobile, of another parent.`,
    fix: 'Say yes to one of them, or to both if both are to get it.',
  }),
  manager_differs: ({ detail }) => ({
    message: `The team has another manager or manager's number in row ${rowNumber(detail.firstRow)} (${detail.firstManager}).`,
    fix: 'Check which of them parents should ring.',
  }),
  recipient_is_player: ({ detail }) => ({
    message: RECIPIENT_SIGNS[detail.sign](detail.otherRow ?? 0),
    fix: detail.mayBeAgreed
      ? 'Put the number of a parent in, or answer the question that "send" asks.'
      : 'Put the name and the number of a parent in. Nothing goes to a child.',
  }),
  adult_player: () => ({
    message: 'This age group is of adults, and the message is written to parents.',
    fix: 'Say no, and write to adult players in another way.',
  }),
  second_parents: ({ detail: { rows } }) => ({
    message: `${count(rows, 'row')} ${rows === 1 ? 'has' : 'have'} a second parent with a phone, who gets nothing.`,
    fix: 'Choose with --parents first, second, both, mobile (the one that has it) or each (asked by family).',
  }),
  only_second_mobile: () => ({
    message: 'Only the second parent in this row has a mobile.',
    fix: 'Add --parents mobile to write to whoever has a mobile, or correct the first number.',
  }),
  other_parent_chosen: () => ({
    message: 'The other parent of this player was chosen.',
    fix: 'Nothing to do.',
  }),
  surnames_differ: ({ detail }) => ({
    message: `In ${detail.differing} of ${detail.of} rows parent and player have different last names.`,
    fix: 'Check that no column was sorted without the others.',
  }),
  last_name_missing: ({ detail: { rows, of } }) => ({
    message:
      rows === of
        ? "The list has no last names of players: each player is recognised by first name and parent's mobile."
        : `${rows} of ${of} players ${rows === 1 ? 'has' : 'have'} no last name, and ${rows === 1 ? 'is' : 'are'} recognised by first name and parent's mobile.`,
    fix: 'Add the last names, if you can: without them, two players of one first name and one mobile count as one, and a second parent is not noticed.',
  }),
  opted_out: ({ detail }) => (detail.isOnlyPlayer ? OPTED_OUT_OF_PLAYER : OPTED_OUT),
  no_consent: ({ detail, heading }) =>
    detail.isUnclear === true
      ? {
          message: `Left out: "${heading}" does not say whether this parent agreed.`,
          fix: UNCLEAR_FIX,
        }
      : {
          message: `Left out: "${heading}" says not to write to this parent.`,
          fix: 'Nothing to do. If they agree now, change the list.',
        },
  left_club: ({ detail, heading }) =>
    detail.isUnclear === true
      ? {
          message: `Left out: "${heading}" does not say whether this player is still there.`,
          fix: UNCLEAR_FIX,
        }
      : {
          message: `Left out: "${heading}" says this player has left.`,
          fix: 'Nothing to do. If they are back, change the list.',
        },
  no_marketing_consent: () => ({
    message: 'Marketing template, and no consent of this parent is on record.',
    fix: 'Add opt_in_at or opt_in_how if they agreed, or see "urmston-invite doctor".',
  }),
  opt_in_malformed: ({ label, field }) => ({
    message: `The ${label} cannot be read, so it does not count.`,
    fix:
      field === 'opt_in_at'
        ? 'Write it as 2026-06-03 or 03/06/2026, and not after today.'
        : 'Write it as a text of up to 1,000 characters.',
  }),
  included_by_operator: ({ heading }) => ({
    message: `You included this row although "${heading}" says not to write.`,
    fix: 'Say yes only if you know that the parent agrees.',
  }),
  team_unknown: ({ detail }) => ({
    message: `The team is none of the club's teams in the settings${detail.nearest === null ? '' : `; ${detail.nearest} may be meant`}.`,
    fix: "Put the name right, or add the team to the setting TEAMS or the teams' sheet.",
  }),
  number_changed: ({ detail }) => ({
    message: `This player's parent had another mobile in the list of ${londonDay(detail.since)}.`,
    fix: 'Check that the new number is the right one.',
  }),
  team_changed: ({ detail }) => ({
    message: `This player was in ${detail.from} in the list of ${londonDay(detail.since)}.`,
    fix: 'Nothing to do, if the player has moved.',
  }),
  numbers_changed: ({ detail }) => ({
    message: `${detail.changed} of ${detail.of} players have another mobile than in the list of ${londonDay(detail.since)}, as when a column was sorted without the others.`,
    fix: 'Compare a few rows with the club\'s own records; if the numbers are right, "send" goes on when you say so at a terminal.',
  }),
  mixed_seasons: ({ detail }) => ({
    message: `The list mixes the seasons ${detail.seasons.join(' and ')}.`,
    fix: 'Make one list for each season.',
  }),
};

/** Why a message may go to a player. */
const RECIPIENT_SIGNS: {
  readonly [sign in RecipientSign]: (otherRow: number) => string;
} = {
  same_name: () => 'Player and parent have the same name, so the message may go to the player.',
  own_phone: () => "The heading says that the number is the player's own.",
  shared_number: (otherRow) =>
    `Another family has the same number in row ${rowNumber(otherRow)}, so it may be a player's.`,
};

/** The most places that one sentence names. */
const MOST_PLACES = 5;

/** Problems of the columns. */
const COLUMN_PROBLEMS: FindingTexts<ColumnProblem> = {
  column_missing: ({ detail: { candidates = [] }, label, field }) => ({
    message:
      candidates.length === 0
        ? `There is no column for the ${label}.`
        : `There is no column for the ${label}; ${candidates.map(columnName).join(' or ')} may be.`,
    fix: candidates.length === 0 ? fixForColumn(field) : fixWithColumn(field, candidates),
  }),
  column_doubled: ({ detail, label, field }) => ({
    message: `The ${label} stands in more than one column: ${detail.columns.join(', ')}.`,
    fix: `Take one out, or choose with --map ${field ?? ''}="Heading".`,
  }),
  column_ambiguous: ({ detail: { columns, candidates = [] }, label, field, heading }) => ({
    message: `There is no column that is surely the ${label}; ${columns.join(' or ')} may be.`,
    fix:
      candidates.length < 2
        ? `If it is, say so with ${mapOption(field ?? '', heading)}.`
        : fixWithColumn(field, candidates),
  }),
  unknown_fields: ({ detail }) => ({
    message: `Fields that an invite does not use: ${detail.names.join(', ')}.`,
    fix:
      detail.nearest === undefined
        ? 'Nothing to do, unless one of them is misspelt.'
        : `Change ${listed(detail.nearest.map(({ name, field }) => `${name} to ${field}`))}, if that is meant.`,
  }),
  status_column: ({ detail, heading }) => ({
    message: `Rows are left out because "${heading}" has no clear yes or no in them: ${detail.values.map((group) => `${valueText(group)} in ${count(group.rows, 'row')}`).join(', ')}.`,
    fix: `Add ${includeOption(heading, detail.values[0])} to invite them, or the same with another value; at a terminal "send" asks.`,
  }),
  title_lines: ({ detail }) => ({
    message: `The headings are not in the first row; ${count(detail.rows, 'row')} above them ${detail.rows === 1 ? 'is' : 'are'} not read.`,
    fix: 'Nothing to do, unless a player is among them.',
  }),
  far_cells: ({ detail }) => ({
    message: `${count(detail.cells, 'cell')} of the sheet ${detail.sheet} ${detail.cells === 1 ? 'stands' : 'stand'} far from the list, first ${detail.first}, and ${detail.cells === 1 ? 'is' : 'are'} not read.`,
    fix: 'Nothing to do, unless a player is there: move those rows up to the list.',
  }),
  hidden_columns: ({ detail }) => ({
    message: `The sheet ${detail.sheet} hides ${detail.columns.length === 1 ? 'a column' : 'columns'} that ${detail.columns.length === 1 ? 'is' : 'are'} read: ${listed(detail.columns)}.`,
    fix: 'Show the column in the spreadsheet and check that its values are right.',
  }),
  merged_cells: ({ detail }) => ({
    message: `${count(detail.cells, 'cell')} of the sheet ${detail.sheet} ${detail.cells === 1 ? 'has' : 'have'} the value of the merged cell above: ${listed(detail.places.slice(0, MOST_PLACES))}${detail.places.length > MOST_PLACES ? ' and more' : ''}.`,
    fix: 'Check that the value belongs to each of these rows.',
  }),
  formulas_without_value: ({ detail }) => ({
    message: `${count(detail.cells, 'cell')} of the sheet ${detail.sheet} ${detail.cells === 1 ? 'has' : 'have'} a formula without a stored value, first ${detail.first}: it looks filled in Excel.`,
    fix: 'Open the workbook in Excel, save it, and give that file.',
  }),
  emergency_number: ({ heading }) => ({
    message: `The numbers under "${heading}" were given for emergencies, and the message is none.`,
    fix: 'Use the number that parents gave for messages of the club, or ask them first.',
  }),
  hidden_rows: ({ detail }) => ({
    message: `${count(detail.rows, 'row')} of the sheet ${detail.sheet} ${detail.rows === 1 ? 'is' : 'are'} hidden, by a filter or by hand, and left out.`,
    fix: 'Leave it so, or show all rows and save if they belong to the list.',
  }),
  sheets_left_out: ({ detail }) => ({
    message: `${listed(detail.others)} ${detail.others.length === 1 ? 'is' : 'are'} not read with the other ${count(detail.sheets.length, 'sheet')}: the headings differ, or there is no list.`,
    fix: 'Nothing to do, unless a list is there: give it the same headings in the same order, or read it alone with --sheet "Name".',
  }),
  other_sheets: ({ detail }) => ({
    message: `Only the sheet ${detail.sheet} is read; there is also ${listed(detail.others)}.`,
    fix: detail.others.some(isTeamsName)
      ? "Add --teams with the name of this workbook to use its sheet as the teams' sheet."
      : 'Add --sheet "Name" if the list is another one.',
  }),
};

function columnName({ column, heading }: ColumnCandidate): string {
  return `${column} (${heading})`;
}

/** Ends in the option for the likeliest column, so that it can be copied. */
function fixWithColumn(field: ColumnField | null, [first]: readonly ColumnCandidate[]): string {
  return first === undefined || field === null
    ? fixForColumn(field)
    : `If it is ${first.column}, add ${mapOption(field, first.heading)}`;
}

function fixForColumn(field: ColumnField | null): string {
  if (field === null) return 'Add the column.';
  const forAll =
    isField(field) && canBeShared(field) ? `, or give one value for all with --set ${field}=…` : '';
  return `Add a column with the heading ${field}, or name the one that has it with --map ${field}="Heading"${forAll}.`;
}

const TEXTS: FindingTexts<FindingDetail> = {
  ...VALUE_PROBLEMS,
  ...PHONE_PROBLEMS,
  ...ROW_PROBLEMS,
  ...COLUMN_PROBLEMS,
  ...TEAM_PROBLEMS,
};
