/** Why a value was mended: a repair that loses nothing and is always shown. */
export type RepairReason =
  | 'leading_zero_lost'
  | 'plus_lost'
  | 'scientific_notation'
  | 'spaces_folded'
  | 'hidden_marks_removed'
  | 'currency_sign_removed'
  | 'decimal_comma'
  | 'full_name_split'
  /** Changed on an operator's yes. */
  | 'read_twice'
  | 'codes_decoded'
  | 'proper_case';
