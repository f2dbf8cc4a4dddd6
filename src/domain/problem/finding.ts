import type { ValueGroup } from '../list/exclusion/value-groups.ts';
import type { ColumnField, Field } from '../record/field.ts';
import type { CellProblem, RepairReason } from '../record/parsed.ts';
import type { SheetRow } from '../record/sheet-row.ts';

/*
 * Problems in a list, as codes with facts and a place. The texts are in `src/text`, one for each code.
 */

/**
 * Why a message may go to the player in place of a parent:
 *
 * - `same_name`: player and parent have the same name;
 * - `own_phone`: the heading of the number says that it is the player's;
 * - `shared_number`: the number stands at players of two families.
 */
export type RecipientSign = 'same_name' | 'own_phone' | 'shared_number';

/** What can be wrong with a row, or between rows. */
export type RowProblem =
  | { readonly code: 'row_too_long'; readonly cells: number; readonly headings: number }
  /** The row repeats the headings of the list. */
  | { readonly code: 'headings_again' }
  | { readonly code: 'field_doubled'; readonly names: readonly string[] }
  | {
      readonly code: 'message_too_long';
      readonly length: number;
      readonly limit: number;
      readonly longest: { readonly field: Field; readonly length: number };
    }
  | { readonly code: 'doubled_pound' }
  | { readonly code: 'same_invite_twice'; readonly firstRow: number }
  | {
      readonly code: 'same_phone_other_parent';
      readonly firstRow: number;
      readonly firstName: string;
    }
  | { readonly code: 'two_parents'; readonly firstRow: number }
  | {
      readonly code: 'recipient_is_player';
      readonly sign: RecipientSign;
      /** The row of the other family with the number; null for another sign. */
      readonly otherRow: number | null;
      /** Whether the player is old enough for a person to decide. */
      readonly mayBeAgreed: boolean;
    }
  /** The player is too old for a message to parents. */
  | { readonly code: 'adult_player' }
  /** `rows`: how many rows have a second parent, who gets nothing. */
  | { readonly code: 'second_parents'; readonly rows: number }
  /** Only the second parent of the row has a mobile. */
  | { readonly code: 'only_second_mobile' }
  /** The operator chose the other parent of the same row. */
  | { readonly code: 'other_parent_chosen' }
  | { readonly code: 'surnames_differ'; readonly differing: number; readonly of: number }
  /** `rows`: how many of the list's players have no last name. */
  | { readonly code: 'last_name_missing'; readonly rows: number; readonly of: number }
  /** `isOnlyPlayer`: whether only messages about this player are kept from the parent. */
  | { readonly code: 'opted_out'; readonly isOnlyPlayer: boolean }
  /** The template counts as marketing, and no consent of the parent is on record. */
  | { readonly code: 'no_marketing_consent' }
  /** A value about the parent's opt-in that is no past day, or no short text. */
  | { readonly code: 'opt_in_malformed' }
  /**
   * A column of the list says that there is no consent, or that the player has left. `isUnclear`: it
   * says neither that nor the opposite.
   */
  | { readonly code: 'no_consent'; readonly isUnclear?: true }
  | { readonly code: 'left_club'; readonly isUnclear?: true }
  /** The operator invites a row that its own cells exclude. */
  | { readonly code: 'included_by_operator' }
  /** `nearest`: the team of the club with the most similar name; null if none is similar. */
  | { readonly code: 'team_unknown'; readonly nearest: string | null }
  | { readonly code: 'number_changed'; readonly since: Date }
  | { readonly code: 'team_changed'; readonly since: Date; readonly from: string }
  | {
      readonly code: 'numbers_changed';
      readonly changed: number;
      readonly of: number;
      readonly since: Date;
    }
  | { readonly code: 'manager_differs'; readonly firstRow: number; readonly firstManager: string }
  | { readonly code: 'mixed_seasons'; readonly seasons: readonly string[] };

/** What can be wrong between a list and its teams' sheet. */
export type TeamProblem =
  /** `team`: as in the list. `candidates`: the teams of the sheet that may be the same one. */
  | {
      readonly code: 'team_not_in_sheet';
      readonly file: string;
      readonly team: string;
      readonly candidates: readonly { readonly team: string; readonly row: number }[];
    }
  /** `rows`: those of the sheet that have the team, with different values. */
  | {
      readonly code: 'team_twice_in_sheet';
      readonly file: string;
      readonly team: string;
      readonly rows: readonly number[];
    }
  | {
      readonly code: 'sheet_differs';
      readonly file: string;
      readonly row: number;
      readonly value: string;
    }
  | {
      readonly code: 'teams_without_players';
      readonly file: string;
      readonly teams: readonly { readonly team: string; readonly row: number }[];
    }
  /** `fields`: what the column of the sheet may be. */
  | {
      readonly code: 'sheet_column_unclear';
      readonly file: string;
      readonly fields: readonly Field[];
    }
  | {
      readonly code: 'sheet_column_doubled';
      readonly file: string;
      readonly columns: readonly string[];
    };

/** A column that a field may stand in. */
export type ColumnCandidate = {
  /** The column's letter. */
  readonly column: string;
  readonly heading: string;
  /** The first cells below the heading that are not blank, up to three. */
  readonly samples: readonly string[];
};

/** The columns that are likely to be a field, the best first; left out where there is none. */
type Candidates = { readonly candidates?: readonly ColumnCandidate[] };

/** What can be wrong with the headings. */
export type ColumnProblem =
  | ({ readonly code: 'column_missing' } & Candidates)
  | { readonly code: 'column_doubled'; readonly columns: readonly string[] }
  | ({ readonly code: 'column_ambiguous'; readonly columns: readonly string[] } & Candidates)
  | {
      readonly code: 'unknown_fields';
      readonly names: readonly string[];
      /** The field that a name may stand for; left out where no name is like one. */
      readonly nearest?: readonly { readonly name: string; readonly field: ColumnField }[];
    }
  | {
      readonly code: 'status_column';
      readonly values: readonly Pick<ValueGroup, 'kind' | 'value' | 'rows'>[];
    }
  /** `rows`: the number of rows above the headings that are not blank. */
  | { readonly code: 'title_lines'; readonly rows: number }
  /** Cells beyond a wide gap, which are not read. */
  | {
      readonly code: 'far_cells';
      readonly sheet: string;
      readonly cells: number;
      readonly first: string;
    }
  /** Columns that are used though the spreadsheet does not show them. */
  | {
      readonly code: 'hidden_columns';
      readonly sheet: string;
      readonly columns: readonly string[];
    }
  /** `cells`: the number of cells that got the value of the merged cell above them. */
  | {
      readonly code: 'merged_cells';
      readonly sheet: string;
      readonly places: readonly string[];
      readonly cells: number;
    }
  | {
      readonly code: 'formulas_without_value';
      readonly sheet: string;
      readonly cells: number;
      readonly first: string;
    }
  /** The parent's number is that of an emergency contact. */
  | { readonly code: 'emergency_number' }
  | { readonly code: 'hidden_rows'; readonly sheet: string; readonly rows: number }
  /** Beside several sheets that are read together. */
  | {
      readonly code: 'sheets_left_out';
      readonly sheets: readonly string[];
      readonly others: readonly string[];
    }
  | {
      readonly code: 'other_sheets';
      readonly sheet: string;
      readonly others: readonly string[];
    };

export type FindingDetail = CellProblem | RowProblem | ColumnProblem | TeamProblem;

export type FindingCode = FindingDetail['code'];

/** A problem and its place. */
export type Finding = {
  readonly severity: 'error' | 'warning';
  /**
   * The row as a spreadsheet numbers it, with headings in row 1; in JSON the number of the record, from
   * 1.
   */
  readonly row: number | null;
  /** The letter of the column; null in JSON. */
  readonly column: string | null;
  readonly heading: string | null;
  readonly field: ColumnField | null;
  /** The value as it was read. */
  readonly value: string | null;
  /** The row of the teams' sheet in which the column is; left out for a cell of the list. */
  readonly sheet?: SheetRow;
  readonly detail: FindingDetail;
};

/** The place of a finding that is not about a cell. */
export const NOWHERE = { column: null, heading: null, field: null, value: null } as const;

/** Whether a finding means that the list itself excludes its row. */
export function excludesRow({ detail }: Pick<Finding, 'detail'>): boolean {
  return detail.code === 'no_consent' || detail.code === 'left_club';
}

/** Those findings by row. */
export function exclusionsByRow(findings: readonly Finding[]): ReadonlyMap<number | null, Finding> {
  return new Map(findings.filter(excludesRow).map((finding) => [finding.row, finding]));
}

/** A repaired value. */
export type Repaired = {
  readonly row: number;
  readonly column: string | null;
  readonly field: Field;
  readonly from: string;
  readonly to: string;
  readonly why: RepairReason;
  /** The row of the teams' sheet in which the column is; left out for a cell of the list. */
  readonly sheet?: SheetRow;
};
