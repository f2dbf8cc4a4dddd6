import type { Handling } from '../contact/handling.ts';
import type { Field } from '../record/field.ts';
import type { CellProblem } from '../record/parsed.ts';
import type { SettingFault } from '../set-up/setting.ts';
import type { LedgerReason } from './ledger-reason.ts';
import type { ListOptionFault } from './list-option-fault.ts';

/*
 * Reasons to stop, as codes with facts. Findings in a list are in `finding.ts`. The texts are in `src/text`,
 * one for each code: a code without a text does not compile.
 */

/** A reason to stop, or not to start. */
export type StopProblem =
  | FileProblem
  | { readonly code: 'usage'; readonly message: string; readonly fix: string }
  | { readonly code: 'usage'; readonly fault: ListOptionFault }
  /** A number typed on the command line. */
  | { readonly code: 'number_malformed'; readonly problem: CellProblem }
  | {
      readonly code: 'number_column_unclear';
      readonly file: string;
      readonly columns: readonly string[];
    }
  | { readonly code: 'row_not_found'; readonly row: number }
  /** `nearest`: the players with the most similar names. */
  | {
      readonly code: 'player_not_found';
      readonly player: string;
      readonly nearest?: readonly string[];
    }
  /** `nearest`: the teams of the list with the most similar names. */
  | { readonly code: 'team_not_found'; readonly team: string; readonly nearest: readonly string[] }
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
  | {
      readonly code: 'map_unreadable';
      readonly name: string;
      readonly file: string;
      /** Whether a newer version of the tool kept it. */
      readonly isNewer: boolean;
    }
  | { readonly code: 'answers_unreadable'; readonly file: string }
  | { readonly code: 'saved_answer_unfit'; readonly fault: SavedAnswerFault }
  | { readonly code: 'saved_answer_not_found'; readonly number: number; readonly saved: number }
  | { readonly code: 'too_many_saved_answers' }
  | { readonly code: 'maps_unwritable'; readonly file: string; readonly reason: string }
  | { readonly code: 'page_not_ours'; readonly file: string }
  | { readonly code: 'page_unwritable'; readonly file: string; readonly reason: string }
  | { readonly code: 'report_over_list'; readonly file: string }
  | { readonly code: 'report_not_ours'; readonly file: string }
  | { readonly code: 'report_unwritable'; readonly file: string; readonly reason: string }
  | { readonly code: 'export_exists'; readonly folder: string }
  | { readonly code: 'export_unwritable'; readonly folder: string; readonly reason: string }
  /** Standard output; `reason`: the system's error code. */
  | { readonly code: 'output_unwritable'; readonly reason: string }
  /** A file that the tool keeps or was given; `reason`: the system's error code, or `held`. */
  | { readonly code: 'file_unusable'; readonly file: string; readonly reason: string }
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
  /** The dead-letter queue, for an erasure. */
  | { readonly code: 'dead_letters_unavailable'; readonly reason: QueueReason }
  /** Messages of unknown outcome would be erased. */
  | { readonly code: 'still_open'; readonly real: number; readonly rehearsed: number }
  | { readonly code: 'reply_text_unfit'; readonly fault: ReplyTextFault }
  /** Null if the parent never wrote. */
  | { readonly code: 'reply_window_closed'; readonly closedAt: Date | null }
  | { readonly code: 'reply_handled_since'; readonly handling: Handling | null }
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
  /** The operator did not type the word that a template of the category MARKETING needs. */
  | { readonly code: 'marketing_not_confirmed' }
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
  /** The menu is chosen from by keys. */
  | 'menu'
  /** An opt-out is to be removed. */
  | 'opt_out_removal'
  /** Data is to be erased. */
  | 'forgetting';

/** Why a message could not be queued. */
export type QueueReason =
  | 'aws_refused'
  | 'aws_unreachable'
  | 'no_credentials'
  | 'no_such_queue'
  | 'not_clear'
  | 'too_large';

/** A known reason to stop. Thrown where it is found and caught once, in `main`. */
export class InviteError extends Error {
  override readonly name = 'InviteError';
  readonly problem: StopProblem;

  constructor(problem: StopProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** What can be wrong with a list file. Each of these stops the run before any row is checked. */
export type FileProblem =
  | { readonly code: 'file_not_found'; readonly file: string }
  | { readonly code: 'is_a_folder'; readonly file: string }
  | { readonly code: 'file_unreadable'; readonly file: string; readonly reason: string }
  | { readonly code: 'file_empty'; readonly file: string }
  | { readonly code: 'not_text'; readonly file: string }
  | { readonly code: 'workbook_not_csv'; readonly file: string; readonly kind: WorkbookKind }
  | {
      readonly code: 'other_format';
      readonly file: string;
      readonly format: OtherFormat;
      /** The files in an archive that could be the list, up to five. */
      readonly inside: readonly string[];
    }
  | { readonly code: 'workbook_damaged'; readonly file: string }
  /** The area of the sheet with the most cells. */
  | {
      readonly code: 'sheet_too_wide';
      readonly file: string;
      readonly rows: number;
      readonly columns: number;
    }
  | { readonly code: 'sheet_unclear'; readonly file: string; readonly sheets: readonly string[] }
  | {
      readonly code: 'sheet_not_found';
      readonly file: string;
      readonly sheet: string;
      readonly sheets: readonly string[];
    }
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
      /** Left out where the fault has no name. */
      readonly why?: JsonFault;
      /** The key of a list of objects, with those above it; left out where there is none. */
      readonly key?: string;
    }
  | { readonly code: 'not_csv'; readonly file: string; readonly line: number | null }
  | { readonly code: 'unclosed_quote'; readonly file: string; readonly line: number }
  | { readonly code: 'no_headings'; readonly file: string }
  | { readonly code: 'no_records'; readonly file: string }
  | {
      readonly code: 'teams_sheet_without_teams';
      readonly file: string;
      readonly headings: readonly string[];
    }
  | { readonly code: 'too_many_records'; readonly file: string; readonly limit: number };

/** A workbook that is not read. `xlsx` only if the file has the extension of another format. */
export type WorkbookKind = 'xlsx' | 'xls_or_locked' | 'other';

/** A file that is no list, or holds one in a form that is not read. */
export type OtherFormat = 'compressed' | 'archive' | 'web_page' | 'xml' | 'lock_file';

/** A fault in JSON that many programs take and the format forbids. */
export type JsonFault = 'trailing_comma' | 'comment';

/** What stands in braces in a saved answer: a field of the record, or the setting `LINK`. */
export type AnswerPart = Field | 'LINK';

/** Why an answer cannot be saved. */
export type SavedAnswerFault =
  | { readonly kind: 'unknown_part'; readonly name: string; readonly nearest: AnswerPart | null }
  /** A brace that is no part of `{name}`. */
  | { readonly kind: 'stray_brace' }
  | { readonly kind: 'text'; readonly fault: ReplyTextFault };
