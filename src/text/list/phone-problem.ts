import type { PhoneProblem } from '../../domain/record/parsed.ts';
import type { Words } from '../words.ts';

/** What is wrong with a phone number, in words. */
export const PHONE_PROBLEMS: Words<PhoneProblem> = {
  phone_too_short: ({ detail, label }) => ({
    message: `The ${label} has ${detail.digits} digits; a UK number written like this has ${detail.expected}.`,
    fix: 'Look for the digit that is missing.',
  }),
  phone_too_long: ({ detail, label }) => ({
    message: `The ${label} has ${detail.digits} digits; a UK number written like this has ${detail.expected}.`,
    fix: 'Look for the digit that is too many; a foreign number starts with +.',
  }),
  phone_not_mobile: ({ detail, label }) => ({
    message: `The ${label} is ${NOT_MOBILE[detail.kind]}, so it cannot have WhatsApp.`,
    fix: 'Ask for a mobile number.',
  }),
  phone_unknown_range: ({ label }) => ({
    message: `The ${label} begins as no number in its country does.`,
    fix: 'Check the digits; a foreign number starts with + and the country code.',
  }),
  phone_letters: ({ detail, label }) =>
    detail.found === null
      ? { message: `The ${label} is not a phone number.`, fix: 'Put the number there.' }
      : {
          message: `The ${label} has something else beside the number ${detail.found}.`,
          fix: 'Leave only the number.',
        },
  phone_two_numbers: ({ detail, label }) => ({
    message: `The ${label} holds more than one number${detail.found.length === 0 ? '' : `: ${detail.found.join(' and ')}`}.`,
    fix: 'Leave the one that the invite should go to.',
  }),
  phone_digits_lost: ({ label }) => ({
    message: `The ${label} was turned into a rounded figure by a spreadsheet: its last digits are gone.`,
    fix: 'Format the column as text where the list comes from, and export again.',
  }),
  phone_premium: ({ label, field }) => ({
    message: `The ${label} is a premium or service number.`,
    fix:
      field === 'team_manager_1_tel'
        ? 'Give a number that parents can ring for what a call costs.'
        : 'Check it with the family.',
  }),
  phone_example: ({ label }) => ({
    message: `The ${label} is one of the numbers kept for examples, as in the sample lists; nobody has it.`,
    fix: 'Put a real number in; to play with the samples, add --rehearse.',
  }),
  phone_foreign: ({ detail, label }) => ({
    message: `The ${label} is a foreign number${inCountry(detail.country)}.`,
    fix: 'Check that it is meant: a message abroad may cost more.',
  }),
};

const NOT_MOBILE = {
  landline: 'a landline',
  pager: 'a pager',
  personal: 'a personal (070) number',
  other: 'not a mobile',
} as const;

function inCountry(country: string | null): string {
  if (country === null) return '';
  return ` (${new Intl.DisplayNames(['en-GB'], { type: 'region' }).of(country) ?? country})`;
}
