import { troubleOf, type FateKind } from '../domain/delivery/fate.ts';
import type { StopProblem } from '../domain/problem/problem.ts';

/** The exit codes and their meanings. Scripts depend on them. */
export const EXIT_CODES = {
  0: 'done, or nothing to do',
  1: 'a fault in the tool',
  2: 'wrong usage',
  3: 'the input has faults; for send: nothing in it could be sent',
  4: 'not set up, or Twilio refused the credentials, the sender or the template',
  5: 'Twilio cannot be reached',
  6: 'messages were refused or did not arrive, or rows were left out for faults',
  7: 'the outcome of a message is unknown',
  8: 'an operator at a terminal is needed',
  130: 'stopped by hand',
} as const;

export type ExitCode = keyof typeof EXIT_CODES;

/** The highest of several exit codes: it is the one that applies. 0 for none. */
export function highest(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce((a, b) => (b > a ? b : a), 0);
}

/** The exit code of a run that a known problem has ended. */
export function exitCodeOfStop({ code }: StopProblem): ExitCode {
  switch (code) {
    case 'usage':
    case 'row_not_found':
    case 'player_not_found':
    case 'team_not_found':
    case 'map_not_found':
    case 'saved_answer_not_found':
    case 'too_many_saved_answers':
    case 'sheet_not_found':
    case 'page_not_ours':
    case 'page_unwritable':
    case 'report_over_list':
    case 'report_not_ours':
    case 'report_unwritable':
    case 'export_exists':
    case 'export_unwritable':
    case 'output_unwritable':
      return 2;
    case 'number_malformed':
    case 'number_column_unclear':
    case 'reply_text_unfit':
    case 'saved_answer_unfit':
    case 'reply_window_closed':
    case 'reply_handled_since':
    case 'number_opted_out':
    case 'file_not_found':
    case 'is_a_folder':
    case 'file_unreadable':
    case 'file_empty':
    case 'not_text':
    case 'workbook_not_csv':
    case 'other_format':
    case 'workbook_damaged':
    case 'sheet_too_wide':
    case 'sheet_unclear':
    case 'encoding_unknown':
    case 'file_too_large':
    case 'not_json':
    case 'not_csv':
    case 'unclosed_quote':
    case 'no_headings':
    case 'no_records':
    case 'teams_sheet_without_teams':
    case 'too_many_records':
      return 3;
    case 'settings_missing':
    case 'settings_malformed':
    case 'settings_unreadable':
    case 'settings_unwritable':
    case 'maps_unreadable':
    case 'map_unreadable':
    case 'answers_unreadable':
    case 'maps_unwritable':
    case 'file_unusable':
    case 'too_many_open_files':
    case 'ledger_unavailable':
    case 'ledger_from_newer_version':
    case 'ledger_key_missing':
    case 'ledger_key_wrong':
    case 'ledger_in_use':
    case 'queue_unavailable':
    case 'dead_letters_unavailable':
    case 'port_unavailable':
    case 'twilio_refused':
    case 'account_not_active':
    case 'sender_not_ready':
    case 'marketing_not_confirmed':
    case 'template_not_found':
    case 'template_not_text':
    case 'template_variables_differ':
    case 'template_not_approved':
      return 4;
    case 'twilio_unreachable':
    case 'twilio_unclear':
      return 5;
    case 'still_open':
      return 7;
    case 'operator_needed':
      return 8;
    case 'stopped_by_hand':
      return 130;
  }
}

type Trouble = NonNullable<ReturnType<typeof troubleOf>>;

const CODE_OF_TROUBLE: { readonly [trouble in Trouble]: ExitCode } = {
  unreachable: 5,
  refused: 6,
  not_delivered: 6,
  unknown: 7,
};

/** The exit code of a command that sent one message with this fate. */
export function exitCodeOfFate(fate: { readonly kind: FateKind }): ExitCode {
  const trouble = troubleOf(fate);
  return trouble === null ? 0 : CODE_OF_TROUBLE[trouble];
}
