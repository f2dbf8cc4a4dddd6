import type { CellProblem, RepairReason } from '../record/parsed.ts';
import type { ColumnField, Field } from '../record/field.ts';
import type { FileProblem } from './file-problem.ts';

/**
 * Every problem the tool understands, as a code and the facts a good sentence needs. The words are
 * made elsewhere, one for each code, so a problem without words does not compile.
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
  /** The row's own list says that nobody agreed to be written to, or that the player has left. */
  | { readonly code: 'no_consent' }
  | { readonly code: 'left_club' }
  /** `nearest`: the club's own team that may be meant; null where none is near. */
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

/** A problem and the place it was found at. */
export type Finding = {
  readonly severity: 'error' | 'warning';
  /** The row a spreadsheet shows, headings being row 1; in JSON the record's number from 1. */
  readonly row: number | null;
  /** The column's letter; null in JSON input. */
  readonly column: string | null;
  readonly heading: string | null;
  readonly field: ColumnField | null;
  /** The value as it was read. */
  readonly value: string | null;
  readonly detail: FindingDetail;
};

/** For a finding that is about no one cell. */
export const NOWHERE = { column: null, heading: null, field: null, value: null } as const;

/** A value that was repaired, and how. */
export type Repaired = {
  readonly row: number;
  readonly column: string | null;
  readonly field: Field;
  readonly from: string;
  readonly to: string;
  readonly why: RepairReason;
};

/** Reasons to stop before, or instead of, going on: one each. */
export type StopProblem =
  | FileProblem
  | { readonly code: 'usage'; readonly message: string; readonly fix: string }
  /** A number that was typed, and why it is none. */
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
      /** What is there and cannot be right. */
      readonly faults: readonly SettingFault[];
    }
  | { readonly code: 'settings_malformed'; readonly faults: readonly SettingFault[] }
  /** `reason`: the system's code, or `not_a_file`, `not_text`, `too_large`. */
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
  /** Standard output; `reason`: the system's code. */
  | { readonly code: 'output_unwritable'; readonly reason: string }
  /** By this process or by all together. */
  | { readonly code: 'too_many_open_files' }
  | { readonly code: 'stopped_by_hand'; readonly during?: 'init' | 'forget' | 'move' }
  | { readonly code: 'operator_needed'; readonly why: OperatorNeed }
  | { readonly code: 'ledger_unavailable'; readonly file: string; readonly reason: LedgerReason }
  | { readonly code: 'ledger_from_newer_version'; readonly file: string }
  /** A ledger's hashes cannot be read without its key: it is not there, or is another's. */
  | { readonly code: 'ledger_key_missing'; readonly file: string; readonly key: string }
  | { readonly code: 'ledger_key_wrong'; readonly file: string; readonly key: string }
  | {
      readonly code: 'ledger_in_use';
      readonly file: string;
      /** Null where it cannot be told. */
      readonly holder: {
        readonly operator: string;
        readonly since: Date;
        readonly pid: number;
      } | null;
    }
  | { readonly code: 'queue_unavailable'; readonly reason: QueueReason }
  /** What is to be erased holds messages of which nobody knows yet what came of them. */
  | { readonly code: 'still_open'; readonly real: number; readonly rehearsed: number }
  | { readonly code: 'reply_text_unfit'; readonly fault: ReplyTextFault }
  /** Null where this parent never wrote. */
  | { readonly code: 'reply_window_closed'; readonly closedAt: Date | null }
  | { readonly code: 'number_opted_out' }
  /** `reason`: the system's code, as EADDRINUSE. */
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
  /** Suspended or closed, as Twilio says it. */
  | { readonly code: 'account_not_active'; readonly name: string; readonly status: string }
  | SenderNotReady
  | TemplateProblem;

/** A sender of this account from which Twilio sends nothing as it is. */
export type SenderNotReady = {
  readonly code: 'sender_not_ready';
  /** `whatsapp:` and an E.164 number. */
  readonly sender: string;
  /** As Twilio says it, such as `OFFLINE`. */
  readonly status: string;
  /** Left out where Twilio gives none. */
  readonly reasons?: readonly OfflineReason[];
};

/** Why nobody can be asked here. */
type OperatorNeed =
  | 'no_terminal'
  | 'no_screen'
  | 'list_on_standard_input'
  /** The settings are to be asked for. */
  | 'nobody_to_answer'
  /** Messages are to go again to somebody who said stop. */
  | 'opt_out_removal'
  /** What cannot be undone is to be erased. */
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

/** Why a message could not be put on the queue. */
export type QueueReason =
  | 'aws_refused'
  | 'aws_unreachable'
  | 'no_credentials'
  | 'no_such_queue'
  | 'not_clear'
  | 'too_large';

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

/** Whether a finding is the reason why the list itself leaves its row out. */
export function excludesRow({ detail }: Pick<Finding, 'detail'>): boolean {
  return detail.code === 'no_consent' || detail.code === 'left_club';
}

/** Those findings, by the number of their row. */
export function exclusionsByRow(findings: readonly Finding[]): ReadonlyMap<number | null, Finding> {
  return new Map(findings.filter(excludesRow).map((finding) => [finding.row, finding]));
}

/** Why a template cannot be sent: what Twilio has is not, or no longer, what the tool can send. */
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

/** Each code once: one that is missing here does not compile. */
const CODES = {
  template_not_found: true,
  template_not_text: true,
  template_variables_differ: true,
  template_not_approved: true,
} as const satisfies { readonly [code in TemplateProblem['code']]: true };

/** Whether a problem is the template's own, and not one of the way to Twilio. */
export function isTemplateProblem<Problem extends { readonly code: string }>(
  problem: Problem,
): problem is Extract<Problem, { readonly code: TemplateProblem['code'] }> {
  return Object.hasOwn(CODES, problem.code);
}

/** Why a sender is off, in Twilio's own words. */
export type OfflineReason = {
  /** Twilio's code, as `63112`; empty where it gives none. */
  readonly code: string;
  readonly text: string;
  /** Where Twilio tells more; empty where it does not. */
  readonly moreInfo: string;
};

export type ReplyTextFault =
  | { readonly kind: 'empty' | 'broken_characters' | 'hidden_mark' }
  | { readonly kind: 'formatting_mark'; readonly mark: string }
  | { readonly kind: 'too_long'; readonly length: number; readonly limit: number };
