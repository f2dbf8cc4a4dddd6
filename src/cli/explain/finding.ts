import { canBeShared, FIELD_LABELS, type Field } from '../../domain/field.ts';
import type { Finding } from '../../domain/problem.ts';
import { printableAdvice, type Advice } from './advice.ts';

/** A problem in the list, in words. The place is told beside it, so like problems read alike. */
export function explainFinding(finding: Finding): Advice {
  return printableAdvice(wordsFor(finding));
}

function wordsFor({ detail, field }: Finding): Advice {
  const label = field === null ? 'value' : FIELD_LABELS[field];
  switch (detail.code) {
    case 'missing':
      return { message: `The ${label} is missing.`, fix: 'Fill it in.' };
    case 'not_a_value':
      return {
        message: `The ${label} is a JSON ${detail.found} where a text or a number belongs.`,
        fix: 'Put the value itself there.',
      };
    case 'placeholder_word':
      return {
        message: `The ${label} is a placeholder, not a value.`,
        fix: 'Put the real value in.',
      };
    case 'formula_error':
      return {
        message: `The ${label} is a spreadsheet formula or its error.`,
        fix: 'Put the formula right in the spreadsheet and export again.',
      };
    case 'broken_characters':
      return {
        message: `The ${label} has letters that were broken on the way here.`,
        fix: 'Type it again, and save as "CSV UTF-8".',
      };
    case 'line_break':
      return {
        message: `The ${label} has a line break in it, which WhatsApp refuses.`,
        fix: 'Put it on one line.',
      };
    case 'formatting_mark':
      return {
        message: `The ${label} holds "${detail.mark}", which WhatsApp would turn into formatting.`,
        fix: 'Take the mark out.',
      };
    case 'too_long':
      return {
        message: `The ${label} has ${detail.length} characters; ${detail.limit} is the most.`,
        fix: 'Shorten it.',
      };
    case 'phone_too_short':
      return {
        message: `The ${label} has ${detail.digits} digits; a UK number written like this has ${detail.expected}.`,
        fix: 'Look for the digit that is missing.',
      };
    case 'phone_too_long':
      return {
        message: `The ${label} has ${detail.digits} digits; a UK number written like this has ${detail.expected}.`,
        fix: 'Look for the digit that is too many; a foreign number starts with +.',
      };
    case 'phone_not_mobile':
      return {
        message: `The ${label} is ${NOT_MOBILE[detail.kind]}, so it cannot have WhatsApp.`,
        fix: 'Ask for a mobile number.',
      };
    case 'phone_unknown_range':
      return {
        message: `The ${label} begins as no number in its country does.`,
        fix: 'Check the digits; a foreign number starts with + and the country code.',
      };
    case 'phone_letters':
      return {
        message: `The ${label} is not a phone number, or has something else beside it.`,
        fix: 'Leave only the number.',
      };
    case 'phone_two_numbers':
      return {
        message: `The ${label} holds two numbers.`,
        fix: 'Leave the one that the invite should go to.',
      };
    case 'phone_digits_lost':
      return {
        message: `The ${label} was turned into a rounded figure by a spreadsheet: its last digits are gone.`,
        fix: 'Format the column as text where the list comes from, and export again.',
      };
    case 'phone_premium':
      return {
        message: `The ${label} is a premium or service number.`,
        fix: 'Check it with the family.',
      };
    case 'phone_example':
      return {
        message: `The ${label} is one of the numbers kept for examples, which nobody has.`,
        fix: 'Put a real number in; to play with the samples, add --rehearse.',
      };
    case 'season_malformed':
      return {
        message: 'The season is not two years that follow each other.',
        fix: 'Write it as 2026-27.',
      };
    case 'season_stale':
      return {
        message: `The season ${detail.season} is over.`,
        fix: 'Check that this is the list for the coming season.',
      };
    case 'age_group_malformed':
      return { message: 'This is not an age group.', fix: 'Write it as u11s.' };
    case 'age_group_is_date':
      return {
        message: 'The age group was turned into a date by a spreadsheet.',
        fix: 'Format the column as text, type the age group again as u11s, and export again.',
      };
    case 'money_malformed':
      return {
        message: `The ${label} is not an amount of money in pounds, or it is 0.`,
        fix: 'Write it as 40 or 40.50.',
      };
    case 'set_differs':
      return {
        message: `The ${label} in this row is not the one given for everybody (${detail.set}).`,
        fix: 'Put the row right, or leave the --set out.',
      };
    case 'row_too_long':
      return {
        message: `The row has ${detail.cells} cells under ${detail.headings} headings, so its values may have slipped.`,
        fix: 'Look for a comma too many, or put quotes around the value that has a comma in it.',
      };
    case 'field_doubled':
      return {
        message: `The ${label} stands in this record more than once (${detail.names.join(', ')}).`,
        fix: 'Leave one of them.',
      };
    case 'money_out_of_line':
      return {
        message: `The ${label} is far from the ${detail.usual} of most rows.`,
        fix: 'Check that it is meant.',
      };
    case 'message_too_long':
      return {
        message: `The filled-in message has ${detail.length} characters; WhatsApp carries ${detail.limit}.`,
        fix: 'Shorten the longest value of the row.',
      };
    case 'same_invite_twice':
      return {
        message: `The same player, parent and season stand in row ${detail.firstRow}: one message goes.`,
        fix: 'Nothing to do, if they are the same child.',
      };
    case 'same_phone_other_parent':
      return {
        message: `The same mobile belongs to ${detail.firstName} in row ${detail.firstRow}.`,
        fix: 'Check whose number it is before you say yes.',
      };
    case 'two_parents':
      return {
        message: `The same player is in row ${detail.firstRow} with another mobile: both parents would get an invite.`,
        fix: 'Say yes to one of them, or to both if both are to get it.',
      };
    case 'manager_differs':
      return {
        message: `The team has another manager or manager's number in row ${detail.firstRow} (${detail.firstManager}).`,
        fix: 'Check which of them parents should ring.',
      };
    case 'mixed_seasons':
      return {
        message: `The list mixes the seasons ${detail.seasons.join(' and ')}.`,
        fix: 'Make one list for each season.',
      };
    case 'column_missing':
      return { message: `There is no column for the ${label}.`, fix: fixForColumn(field) };
    case 'column_doubled':
      return {
        message: `The ${label} stands in more than one column: ${detail.columns.join(', ')}.`,
        fix: `Take one out, or choose with --map ${field ?? ''}="Heading".`,
      };
    case 'column_ambiguous':
      return {
        message: `There is no column that is surely the ${label}; ${detail.columns.join(' or ')} may be.`,
        fix: `If it is, say so with --map ${field ?? ''}="Heading".`,
      };
    case 'unknown_fields':
      return {
        message: `Fields that an invite does not use: ${detail.names.join(', ')}.`,
        fix: 'Nothing to do, unless one of them is misspelt.',
      };
  }
}

const NOT_MOBILE = {
  landline: 'a landline',
  pager: 'a pager',
  personal: 'a personal (070) number',
  other: 'not a mobile',
} as const;

function fixForColumn(field: Field | null): string {
  if (field === null) return 'Add the column.';
  const forAll = canBeShared(field) ? `, or give one value for all with --set ${field}=…` : '';
  return `Add a column with the heading ${field}, or name the one that has it with --map ${field}="Heading"${forAll}.`;
}
