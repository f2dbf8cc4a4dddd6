import type {
  NotAName,
  ValueProblem,
  WhyNotSplit,
  PhoneProblem,
} from '../../domain/record/parsed.ts';
import { isGroupOfAdults } from '../../domain/record/values/age-group.ts';
import type { FindingTexts } from '../advice.ts';

/** Problems of one value. */
export const VALUE_PROBLEMS: FindingTexts<ValueProblem> = {
  missing: ({ label }) => ({ message: `The ${label} is missing.`, fix: 'Fill it in.' }),
  not_a_value: ({ detail, label }) => ({
    message: `The ${label} is a JSON ${detail.found} where a text or a number belongs.`,
    fix: 'Put the value itself there.',
  }),
  placeholder_word: ({ label }) => ({
    message: `The ${label} is a placeholder, not a value.`,
    fix: 'Put the real value in.',
  }),
  formula_error: ({ label }) => ({
    message: `The ${label} is a spreadsheet formula or its error.`,
    fix: 'Put the formula right in the spreadsheet and export again.',
  }),
  broken_characters: ({ detail, label }) =>
    detail.suggestion === null
      ? {
          message: `The ${label} has letters that were broken on the way here.`,
          fix: 'Type it again, and save as "CSV UTF-8".',
        }
      : {
          message: `The ${label} was saved in the wrong encoding: it should read ${detail.suggestion}.`,
          fix: 'Say yes when "send" offers to mend it, or type it again and save as "CSV UTF-8".',
        },
  coded_characters: ({ detail, label }) =>
    detail.suggestion === null
      ? {
          message: `The ${label} has codes in place of letters, such as &#039; or %C3%A9.`,
          fix: 'Type it again, as a parent should read it.',
        }
      : {
          message: `The ${label} has codes in place of letters: it should read ${detail.suggestion}.`,
          fix: 'Say yes when "send" offers to mend it, or type it again, as a parent should read it.',
        },
  not_a_name: ({ detail, label }) => {
    const { what, fix } = NOT_A_NAME[detail.why];
    const found = detail.why === 'no_letter' ? '' : `: ${detail.found}`;
    return { message: `The ${label} ${what}${found}.`, fix };
  },
  title_without_name: ({ label }) => ({
    message: `The ${label} is a title or a role, with no name beside it.`,
    fix: 'Put the name in; otherwise the message greets nobody by name.',
  }),
  name_unusual: ({ detail, label }) => ({
    message: `The ${label} ${NAME_UNUSUAL[detail.why]}.`,
    fix: 'Check that no column has slipped, and that parents should read it so.',
  }),
  line_break: ({ label }) => ({
    message: `The ${label} has a line break in it, which WhatsApp refuses.`,
    fix: 'Put it on one line.',
  }),
  formatting_mark: ({ detail, label }) => ({
    message: `The ${label} holds "${detail.mark}", which WhatsApp would turn into formatting.`,
    fix: 'Take the mark out.',
  }),
  too_long: ({ detail, label, field }) => ({
    message: `The ${label} has ${detail.length} characters; ${detail.limit} is the most.`,
    fix:
      field === 'parent_tel' || field === 'team_manager_1_tel'
        ? 'Leave only the number.'
        : 'Shorten it.',
  }),
  name_one_case: ({ detail, label }) => ({
    message: `The ${label} is all in capitals or all in small letters; ${detail.suggestion} may be meant.`,
    fix: 'Say yes when "send" offers to change it; otherwise it stays as it is.',
  }),
  name_not_split: ({ detail, label }) => ({
    message: `The ${label} cannot be told apart into first and last name: ${NOT_SPLIT[detail.why]}.`,
    fix: 'Put first name and last name into columns of their own.',
  }),
  team_repeats: ({ detail }) => {
    const message = `The team has ${REPEATED[detail.what]} in it, which the message has already`;
    return detail.suggestion === null
      ? { message: `${message}.`, fix: "Write the team's own name alone." }
      : {
          message: `${message}; ${detail.suggestion} may be meant.`,
          fix: 'Say yes when "send" offers to change it; otherwise it stays as it is.',
        };
  },
  team_other_age_group: ({ detail }) => ({
    message: `The team has the age group ${detail.found} in it, which is not that of this row.`,
    fix: 'Check which of them is right.',
  }),
  season_malformed: () => ({
    message: 'The season is not two years that follow each other.',
    fix: 'Write it as 2026-27.',
  }),
  season_stale: ({ detail }) => ({
    message: `The season ${detail.season} is over.`,
    fix: 'Check that this is the list for the coming season.',
  }),
  season_far: ({ detail }) => ({
    message: `The season ${detail.season} is more than a year away.`,
    fix: 'Check that the year is not a slip.',
  }),
  age_group_malformed: ({ detail, value }) => {
    if (isGroupOfAdults(value ?? '')) {
      return {
        message: 'This is a group of adults, and the message is written to parents.',
        fix: 'Take the row out, and write to adult players in another way.',
      };
    }
    return detail.extra === null
      ? { message: 'This is not an age group.', fix: 'Write it as u11s.' }
      : {
          message: `The age group has ${detail.extra} beside it, which would be lost.`,
          fix: `Write the age group as u11s, and put ${detail.extra} into the team if parents should read it.`,
        };
  },
  age_group_is_date: () => ({
    message: 'The age group was turned into a date by a spreadsheet.',
    fix: 'Format the column as text, type the age group again as u11s, and export again.',
  }),
  age_group_unlikely: ({ detail }) => ({
    message: `By the date of birth this player belongs to the ${detail.byBirthDate}.`,
    fix: 'Nothing to do, if the player plays up or down; otherwise put it right.',
  }),
  money_malformed: ({ label }) => ({
    message: `The ${label} is not an amount of money in pounds, or it is 0.`,
    fix: 'Write it as 40 or 40.50.',
  }),
  money_out_of_line: ({ detail, label }) => ({
    message: `The ${label} is far from the ${detail.usual} of most rows.`,
    fix: 'Check that it is meant.',
  }),
  money_unlikely: ({ detail, label }) => ({
    message: `The ${label} is not between £${detail.least} and £${detail.most}, where a club's would be.`,
    fix: 'Check the decimal point and the column.',
  }),
  set_differs: ({ detail, label }) => ({
    message: `The ${label} in this row is not the one given for everybody (${detail.set}).`,
    fix: 'Put the row right, or leave the --set out.',
  }),
};

const SLIPPED = 'Check whether a column has slipped, and put the name there.';
const FILL_IN = 'Put the name itself there.';

const NOT_A_NAME = {
  link: { what: 'holds a web address', fix: SLIPPED },
  email_address: { what: 'holds an e-mail address', fix: SLIPPED },
  digits: { what: 'holds a number, as of a phone or a date', fix: SLIPPED },
  merge_mark: { what: 'holds what looks like a field that was not filled in', fix: FILL_IN },
  tag: { what: 'holds a tag of a web page', fix: FILL_IN },
  no_letter: { what: 'has no letter in it', fix: SLIPPED },
} as const satisfies {
  readonly [why in NotAName['why']]: { readonly what: string; readonly fix: string };
};

const REPEATED = {
  age_group: 'the age group',
  club: "the club's name",
  club_and_age_group: "the club's name and the age group",
} as const;

const NAME_UNUSUAL = {
  age_group: 'reads as an age group',
  marks: 'has marks in it that names hardly have',
  long: 'has as many words or letters as a sentence',
} as const;

const NOT_SPLIT = {
  one_word: 'it is one word',
  three_words: 'it has more than two words',
  several_people: 'it names more than one person',
  title: 'it has a title in it',
  other_marks: 'it has other marks than letters in it',
} as const satisfies { readonly [why in WhyNotSplit]: string };

/** Problems of a phone number. */
export const PHONE_PROBLEMS: FindingTexts<PhoneProblem> = {
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
