import type { CellProblem, RepairReason } from '../record/parsed.ts';
import type { ColumnField, Field } from '../record/field.ts';
import type { FileProblem } from './file-problem.ts';

/**
 * All problems that the tool reports, as codes with facts. The texts are in `src/text`, one for each
 * code: a code without a text does not compile.
 */

/** What can be wrong with a row, or between rows. */
export type RowProblem =
  | { readonly code: 'row_too_long'; readonly cells: number; readonly headings: number }
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
  | { readonly code: 'surnames_differ'; readonly differing: number; readonly of: number }
  | { readonly code: 'opted_out' }
  /** A column of the list says that there is no consent, or that the player has left. */
  | { readonly code: 'no_consent' }
  | { readonly code: 'left_club' }
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

/** What can be wrong with the headings. */
export type ColumnProblem =
  | { readonly code: 'column_missing' }
  | { readonly code: 'column_doubled'; readonly columns: readonly string[] }
  | { readonly code: 'column_ambiguous'; readonly columns: readonly string[] }
  | { readonly code: 'unknown_fields'; readonly names: readonly string[] }
  | {
      readonly code: 'status_column';
      readonly values: readonly { readonly value: string; readonly rows: number }[];
    }
  | { readonly code: 'hidden_rows'; readonly sheet: string; readonly rows: number }
  | {
      readonly code: 'other_sheets';
      readonly sheet: string;
      readonly others: readonly string[];
    };

export type FindingDetail = CellProblem | RowProblem | ColumnProblem;
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
};

/** A reason to stop, or not to start. */
export type StopProblem =
  | FileProblem
  | { readonly code: 'usage'; readonly message: string; readonly fix: string }
  /** A number typed on the command line. */
  | { readonly code: 'number_malformed'; readonly problem: CellProblem }
  | {
      readonly code: 'number_column_unclear';
      readonly file: string;
      readonly columns: readonly string[];
    }
  | { readonly code: 'row_not_found'; readonly row: number }
  | { readonly code: 'player_not_found'; readonly player: string }
  | {
      readonly code: 'settings_missing';
      readonly names: readonly string[];
      /** Settings that are present and malformed. */
      readonly faults: readonly SettingFault[];
    }
  | { readonly code: 'settings_malformed'; readonly faults: readonly SettingFault[] }
  /** `reason`: the system's error code, or `not_a_file`, `not_text`, `too_large`. */
  | { readonly code: 'settings_unreadable'; readonly file: string; readonly reason: string }
  | { readonly code: 'settings_unwritable'; readonly file: string; readonly reason: string }
  | { readonly code: 'map_not_found'; readonly name: string; readonly names: readonly string[] }
  | { readonly code: 'maps_unreadable'; readonly file: string }
  | { readonly code: 'maps_unwritable'; readonly file: string; readonly reason: string }
  | { readonly code: 'page_not_ours'; readonly file: string }
  | { readonly code: 'page_unwritable'; readonly file: string; readonly reason: string }
  | { readonly code: 'report_over_list'; readonly file: string }
  | { readonly code: 'report_not_ours'; readonly file: string }
  | { readonly code: 'report_unwritable'; readonly file: string; readonly reason: string }
  /** Standard output; `reason`: the system's error code. */
  | { readonly code: 'output_unwritable'; readonly reason: string }
  /** In this process or in the whole system. */
  | { readonly code: 'too_many_open_files' }
  | { readonly code: 'stopped_by_hand'; readonly during?: 'init' | 'forget' | 'move' }
  | { readonly code: 'operator_needed'; readonly why: OperatorNeed }
  | { readonly code: 'ledger_unavailable'; readonly file: string; readonly reason: LedgerReason }
  | { readonly code: 'ledger_from_newer_version'; readonly file: string }
  /** The key of the ledger's hashes is missing, or belongs to another ledger. */
  | { readonly code: 'ledger_key_missing'; readonly file: string; readonly key: string }
  | { readonly code: 'ledger_key_wrong'; readonly file: string; readonly key: string }
  | {
      readonly code: 'ledger_in_use';
      readonly file: string;
      /** Null if it is not known. */
      readonly holder: {
        readonly operator: string;
        readonly since: Date;
        readonly pid: number;
      } | null;
    }
  | { readonly code: 'queue_unavailable'; readonly reason: QueueReason }
  /** Messages of unknown outcome would be erased. */
  | { readonly code: 'still_open'; readonly real: number; readonly rehearsed: number }
  | { readonly code: 'reply_text_unfit'; readonly fault: ReplyTextFault }
  /** Null if the parent never wrote. */
  | { readonly code: 'reply_window_closed'; readonly closedAt: Date | null }
  | { readonly code: 'number_opted_out' }
  /** `reason`: the system's error code, such as EADDRINUSE. */
  | {
      readonly code: 'port_unavailable';
      readonly host: string;
      readonly port: number;
      readonly reason: string;
    }
  | { readonly code: 'twilio_unreachable' }
  | { readonly code: 'twilio_unclear'; readonly httpStatus: number | null }
  | {
      readonly code: 'twilio_refused';
      readonly twilioCode: number;
      readonly twilioText: string;
    }
  /** `status`: suspended or closed, as Twilio returns it. */
  | { readonly code: 'account_not_active'; readonly name: string; readonly status: string }
  | SenderNotReady
  | TemplateProblem;

/** Why a sender is offline, as Twilio returns it. */
export type OfflineReason = {
  /** Twilio's code, such as `63112`; empty if it gives none. */
  readonly code: string;
  readonly text: string;
  /** A URL with more information; empty if Twilio gives none. */
  readonly moreInfo: string;
};

/** A sender of the account that Twilio does not send from in its present state. */
export type SenderNotReady = {
  readonly code: 'sender_not_ready';
  /** `whatsapp:` and an E.164 number. */
  readonly sender: string;
  /** As Twilio returns it, such as `OFFLINE`. */
  readonly status: string;
  /** Left out if Twilio gives none. */
  readonly reasons?: readonly OfflineReason[];
};

/** Why a template cannot be sent. */
export type TemplateProblem =
  | { readonly code: 'template_not_found'; readonly sid: string }
  | {
      readonly code: 'template_not_text';
      readonly sid: string;
      readonly types: readonly {
        readonly type: string;
        readonly buttons: readonly string[];
      }[];
    }
  | {
      readonly code: 'template_variables_differ';
      readonly sid: string;
      readonly found: readonly string[];
    }
  | { readonly code: 'template_not_approved'; readonly sid: string; readonly state: string };

/** The codes of `TemplateProblem`. The type check fails if one is missing. */
const CODES = {
  template_not_found: true,
  template_not_text: true,
  template_variables_differ: true,
  template_not_approved: true,
} as const satisfies { readonly [code in TemplateProblem['code']]: true };

/** Whether a problem is with the template, and not with the connection to Twilio. */
export function isTemplateProblem<Problem extends { readonly code: string }>(
  problem: Problem,
): problem is Extract<Problem, { readonly code: TemplateProblem['code'] }> {
  return Object.hasOwn(CODES, problem.code);
}

export type ReplyTextFault =
  | { readonly kind: 'empty' | 'broken_characters' | 'hidden_mark' }
  | { readonly kind: 'formatting_mark'; readonly mark: string }
  | { readonly kind: 'too_long'; readonly length: number; readonly limit: number };

/** Why an operator is needed and not available. */
type OperatorNeed =
  | 'no_terminal'
  | 'no_screen'
  | 'list_on_standard_input'
  /** `init` needs answers. */
  | 'nobody_to_answer'
  /** An opt-out is to be removed. */
  | 'opt_out_removal'
  /** Data is to be erased. */
  | 'forgetting';

/** Why the ledger cannot be used. */
export type LedgerReason =
  | 'aws_refused'
  | 'aws_unreachable'
  | 'broken_path'
  | 'busy'
  | 'damaged'
  | 'disk_fault'
  | 'disk_full'
  | 'emptied'
  /** Its key is there, and the ledger is not. */
  | 'key_alone'
  | 'not_a_file'
  | 'not_moved'
  | 'not_a_folder'
  | 'not_a_ledger'
  | 'no_such_secret'
  | 'no_such_table'
  | 'not_permitted'
  | 'read_only'
  | 'too_large'
  | 'too_many_open_files';

/** Why a message could not be queued. */
export type QueueReason =
  | 'aws_refused'
  | 'aws_unreachable'
  | 'no_credentials'
  | 'no_such_queue'
  | 'not_clear'
  | 'too_large';

export type SettingFault = { readonly name: string; readonly expected: string };

/** A known reason to stop. Thrown where it is found and caught once, in `main`. */
export class InviteError extends Error {
  override readonly name = 'InviteError';
  readonly problem: StopProblem;

  constructor(problem: StopProblem) {
    super(problem.code);
    this.problem = problem;
  }
}
