import type { Field } from './field.ts';
import type { MendReason } from './mend-reason.ts';

/**
 * Every problem the tool understands, as a code and the facts a good sentence needs. The words are
 * made elsewhere, by an exhaustive switch, so a problem without words does not compile.
 */

/** What can be wrong with one value, whatever cell it stands in. */
export type ValueProblem =
  | { readonly code: 'missing' }
  | { readonly code: 'not_a_value'; readonly found: 'list' | 'object' }
  | { readonly code: 'placeholder_word'; readonly word: string }
  | { readonly code: 'formula_error' }
  | { readonly code: 'broken_characters' }
  | { readonly code: 'line_break' }
  | { readonly code: 'formatting_mark'; readonly mark: string }
  | { readonly code: 'too_long'; readonly length: number; readonly limit: number }
  | { readonly code: 'phone_too_short'; readonly digits: number; readonly expected: number }
  | { readonly code: 'phone_too_long'; readonly digits: number; readonly expected: number }
  | {
      readonly code: 'phone_not_mobile';
      readonly kind: 'landline' | 'pager' | 'personal' | 'other';
    }
  | { readonly code: 'phone_unknown_range' }
  | { readonly code: 'phone_letters' }
  | { readonly code: 'phone_two_numbers' }
  | { readonly code: 'phone_digits_lost' }
  | { readonly code: 'phone_premium' }
  | { readonly code: 'phone_example' }
  | { readonly code: 'season_malformed' }
  | { readonly code: 'season_stale'; readonly season: string }
  | { readonly code: 'age_group_malformed' }
  | { readonly code: 'age_group_is_date' }
  | { readonly code: 'money_malformed' }
  | { readonly code: 'money_out_of_line'; readonly usual: string }
  | { readonly code: 'set_differs'; readonly set: string };

/** What can be wrong with a row, or between rows. */
export type RowProblem =
  | ValueProblem
  | { readonly code: 'row_too_long'; readonly cells: number; readonly headings: number }
  | { readonly code: 'field_doubled'; readonly names: readonly string[] }
  | { readonly code: 'message_too_long'; readonly length: number; readonly limit: number }
  | { readonly code: 'same_invite_twice'; readonly firstRow: number }
  | {
      readonly code: 'same_phone_other_parent';
      readonly firstRow: number;
      readonly firstName: string;
    }
  | { readonly code: 'two_parents'; readonly firstRow: number }
  | { readonly code: 'manager_differs'; readonly firstRow: number; readonly firstManager: string }
  | { readonly code: 'mixed_seasons'; readonly seasons: readonly string[] };

/** What can be wrong with the headings. */
export type ColumnProblem =
  | { readonly code: 'column_missing' }
  | { readonly code: 'column_doubled'; readonly columns: readonly string[] }
  | { readonly code: 'column_ambiguous'; readonly columns: readonly string[] }
  | { readonly code: 'unknown_fields'; readonly names: readonly string[] };

export type FindingDetail = RowProblem | ColumnProblem;
export type FindingCode = FindingDetail['code'];

/** A problem and the place it was found at. */
export type Finding = {
  readonly severity: 'error' | 'warning';
  /** The row a spreadsheet shows, headings being row 1; in JSON the record's number from 1. */
  readonly row: number | null;
  /** The column's letter; null in JSON input. */
  readonly column: string | null;
  readonly heading: string | null;
  readonly field: Field | null;
  /** The value as it was read. */
  readonly value: string | null;
  readonly detail: FindingDetail;
};

/** For a finding that is about no one cell. */
export const NOWHERE = { column: null, heading: null, field: null, value: null } as const;

/** A value that was repaired, and how. */
export type Mended = {
  readonly row: number;
  readonly column: string | null;
  readonly field: Field;
  readonly from: string;
  readonly to: string;
  readonly why: MendReason;
};

/** Reasons to stop before, or instead of, going on: one each. */
export type StopProblem =
  | { readonly code: 'file_not_found'; readonly file: string }
  | { readonly code: 'is_a_folder'; readonly file: string }
  | { readonly code: 'file_unreadable'; readonly file: string; readonly reason: string }
  | { readonly code: 'file_empty'; readonly file: string }
  | { readonly code: 'not_text'; readonly file: string }
  | { readonly code: 'workbook_not_csv'; readonly file: string }
  | { readonly code: 'encoding_unknown'; readonly file: string }
  | {
      readonly code: 'file_too_large';
      readonly file: string;
      readonly bytes: number;
      readonly limit: number;
    }
  | {
      readonly code: 'not_json';
      readonly file: string;
      readonly line: number | null;
      readonly column: number | null;
    }
  | { readonly code: 'not_csv'; readonly file: string; readonly line: number | null }
  | { readonly code: 'unclosed_quote'; readonly file: string; readonly line: number }
  | { readonly code: 'no_headings'; readonly file: string }
  | { readonly code: 'no_records'; readonly file: string }
  | { readonly code: 'too_many_records'; readonly file: string; readonly limit: number }
  | { readonly code: 'usage'; readonly message: string; readonly fix: string }
  | { readonly code: 'row_not_found'; readonly row: number }
  | { readonly code: 'player_not_found'; readonly player: string }
  | {
      readonly code: 'settings_missing';
      readonly names: readonly string[];
      /** What is there and cannot be right. */
      readonly faults: readonly SettingFault[];
    }
  | { readonly code: 'settings_malformed'; readonly faults: readonly SettingFault[] }
  | { readonly code: 'settings_unreadable'; readonly file: string }
  | { readonly code: 'stopped_by_hand' }
  | { readonly code: 'operator_needed'; readonly why: OperatorNeed }
  | { readonly code: 'ledger_unavailable'; readonly file: string; readonly reason: LedgerReason }
  | { readonly code: 'ledger_from_newer_version'; readonly file: string }
  | { readonly code: 'twilio_unreachable' }
  | { readonly code: 'twilio_unclear'; readonly httpStatus: number | null }
  | {
      readonly code: 'twilio_refused';
      readonly twilioCode: number;
      readonly twilioText: string;
    }
  | { readonly code: 'template_not_found'; readonly sid: string }
  | { readonly code: 'template_not_text'; readonly sid: string }
  | {
      readonly code: 'template_variables_differ';
      readonly sid: string;
      readonly found: readonly string[];
    }
  | { readonly code: 'template_not_approved'; readonly sid: string; readonly state: string };

/** Why nobody can be asked here. */
type OperatorNeed = 'no_terminal' | 'no_screen' | 'list_on_standard_input';

/** Why the ledger cannot be used. */
export type LedgerReason =
  | 'busy'
  | 'damaged'
  | 'disk_fault'
  | 'disk_full'
  | 'not_a_file'
  | 'not_a_folder'
  | 'not_permitted'
  | 'read_only';

export type SettingFault = { readonly name: string; readonly expected: string };

/** A known reason to stop. Thrown where it is found, caught once, in `main`. */
export class InviteError extends Error {
  override readonly name = 'InviteError';
  readonly problem: StopProblem;

  constructor(problem: StopProblem) {
    super(problem.code);
    this.problem = problem;
  }
}
