type Refused = { readonly ok: false; readonly problem: CellProblem };

/**
 * The result of parsing one untrusted value: a value of the type, or the reason why there is none.
 */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly repair: RepairReason | null }
  | Refused;

export function parsed<T>(value: T, repair: RepairReason | null = null): Parsed<T> {
  return { ok: true, value, repair };
}

export function refused(problem: CellProblem): Refused {
  return { ok: false, problem };
}

/** How a value was repaired. A repair loses no information and is always shown. */
export type RepairReason =
  | 'leading_zero_lost'
  | 'plus_lost'
  | 'prefix_mended'
  | 'marks_removed'
  | 'scientific_notation'
  | 'spaces_folded'
  | 'hidden_marks_removed'
  | 'currency_sign_removed'
  | 'decimal_comma'
  | 'full_name_split'
  /** This and those below need the operator's consent. */
  | 'read_twice'
  | 'codes_decoded'
  | 'proper_case'
  | 'team_words';

/** Why a full name cannot be split into first and last name. */
export type WhyNotSplit =
  | 'one_word'
  | 'three_words'
  | 'several_people'
  | 'title'
  /** Digits, brackets and similar characters. */
  | 'other_marks';

/** What can be wrong with a phone number. */
export type PhoneProblem =
  | { readonly code: 'phone_too_short'; readonly digits: number; readonly expected: number }
  | { readonly code: 'phone_too_long'; readonly digits: number; readonly expected: number }
  | {
      readonly code: 'phone_not_mobile';
      readonly kind: 'landline' | 'pager' | 'personal' | 'other';
    }
  | { readonly code: 'phone_unknown_range' }
  /** `found`: the number in the text, as written; null if there is none. */
  | { readonly code: 'phone_letters'; readonly found: string | null }
  | { readonly code: 'phone_two_numbers'; readonly found: readonly string[] }
  | { readonly code: 'phone_digits_lost' }
  | { readonly code: 'phone_premium' }
  | { readonly code: 'phone_example' }
  /** `country`: ISO 3166-1 alpha-2; null if the number belongs to no country. */
  | { readonly code: 'phone_foreign'; readonly country: string | null };

/** A text that cannot be a name. `found`: the part that shows it. */
export type NotAName = {
  readonly code: 'not_a_name';
  readonly why: 'link' | 'email_address' | 'digits' | 'merge_mark' | 'tag' | 'no_letter';
  readonly found: string;
};

/** A name that a person should look at before it is sent. */
export type NameDoubt =
  | { readonly code: 'title_without_name' }
  | { readonly code: 'name_unusual'; readonly why: 'age_group' | 'marks' | 'long' };

/** A team with words in it that the message has beside the team. */
export type TeamDoubt =
  /** `suggestion`: the team without them; null if nothing would be left, or if that is unclear. */
  | {
      readonly code: 'team_repeats';
      readonly what: 'age_group' | 'club' | 'club_and_age_group';
      readonly suggestion: string | null;
    }
  | { readonly code: 'team_other_age_group'; readonly found: string };

/** What can be wrong with any other value. */
export type ValueProblem =
  | { readonly code: 'missing' }
  | { readonly code: 'not_a_value'; readonly found: 'list' | 'object' }
  | { readonly code: 'placeholder_word'; readonly word: string }
  | { readonly code: 'formula_error' }
  /** `suggestion`: the text in the correct encoding; null if it cannot be restored. */
  | { readonly code: 'broken_characters'; readonly suggestion: string | null }
  /** `suggestion`: the decoded text; null if it cannot be decoded. */
  | { readonly code: 'coded_characters'; readonly suggestion: string | null }
  | NotAName
  | NameDoubt
  | TeamDoubt
  | { readonly code: 'name_one_case'; readonly suggestion: string }
  | { readonly code: 'name_not_split'; readonly why: WhyNotSplit }
  | { readonly code: 'line_break' }
  | { readonly code: 'formatting_mark'; readonly mark: string }
  | { readonly code: 'too_long'; readonly length: number; readonly limit: number }
  | { readonly code: 'season_malformed' }
  | { readonly code: 'season_stale'; readonly season: string }
  | { readonly code: 'season_far'; readonly season: string }
  /** `extra`: text beside the age group that would be lost, such as `Girls`. */
  | { readonly code: 'age_group_malformed'; readonly extra: string | null }
  | { readonly code: 'age_group_is_date' }
  | { readonly code: 'age_group_unlikely'; readonly byBirthDate: string }
  | { readonly code: 'money_malformed' }
  | { readonly code: 'money_out_of_line'; readonly usual: string }
  /** `least` and `most`: the usual range for clubs, in pounds. */
  | { readonly code: 'money_unlikely'; readonly least: number; readonly most: number }
  | { readonly code: 'set_differs'; readonly set: string };

/** What can be wrong with a cell. */
export type CellProblem = ValueProblem | PhoneProblem;
