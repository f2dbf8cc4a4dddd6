import { describe, expect, it } from '@jest/globals';
import { highest, type ExitCode, exitCodeOfStop } from '../../src/cli/exit-code.ts';
import type { StopProblem } from '../../src/domain/problem/problem.ts';
import { EVERY_STOP } from '../text/every-problem.ts';

/** The documented exit codes, repeated here because scripts depend on them. */
const EXPECTED: { readonly [code in StopProblem['code']]: ExitCode } = {
  usage: 2,
  row_not_found: 2,
  player_not_found: 2,
  team_not_found: 2,
  map_not_found: 2,
  saved_answer_not_found: 2,
  too_many_saved_answers: 2,
  saved_answer_unfit: 3,
  answers_unreadable: 4,
  page_not_ours: 2,
  page_unwritable: 2,
  report_over_list: 2,
  report_not_ours: 2,
  report_unwritable: 2,
  export_exists: 2,
  export_unwritable: 2,
  output_unwritable: 2,
  sheet_not_found: 2,
  number_malformed: 3,
  number_column_unclear: 3,
  reply_text_unfit: 3,
  reply_handled_since: 3,
  reply_window_closed: 3,
  number_opted_out: 3,
  file_not_found: 3,
  is_a_folder: 3,
  file_unreadable: 3,
  file_empty: 3,
  not_text: 3,
  workbook_not_csv: 3,
  other_format: 3,
  workbook_damaged: 3,
  sheet_too_wide: 3,
  sheet_unclear: 3,
  encoding_unknown: 3,
  file_too_large: 3,
  not_json: 3,
  not_csv: 3,
  unclosed_quote: 3,
  no_headings: 3,
  no_records: 3,
  teams_sheet_without_teams: 3,
  too_many_records: 3,
  settings_missing: 4,
  settings_malformed: 4,
  settings_unreadable: 4,
  settings_unwritable: 4,
  maps_unreadable: 4,
  map_unreadable: 4,
  maps_unwritable: 4,
  file_unusable: 4,
  too_many_open_files: 4,
  ledger_unavailable: 4,
  ledger_from_newer_version: 4,
  ledger_key_missing: 4,
  ledger_key_wrong: 4,
  ledger_in_use: 4,
  queue_unavailable: 4,
  dead_letters_unavailable: 4,
  port_unavailable: 4,
  twilio_refused: 4,
  account_not_active: 4,
  sender_not_ready: 4,
  template_not_found: 4,
  template_not_text: 4,
  template_variables_differ: 4,
  marketing_not_confirmed: 4,
  template_not_approved: 4,
  twilio_unreachable: 5,
  twilio_unclear: 5,
  operator_needed: 8,
  still_open: 7,
  stopped_by_hand: 130,
};

describe('the exit code', () => {
  it.each(Object.values(EVERY_STOP))('of $code is that of the contract', (problem) => {
    expect(exitCodeOfStop(problem)).toBe(EXPECTED[problem.code]);
  });

  it.each([
    { codes: [], is: 0, why: 'nothing is wrong' },
    { codes: [6], is: 6, why: 'one holds' },
    { codes: [3, 7, 5], is: 7, why: 'an unknown outcome counts most' },
    { codes: [6, 4], is: 6, why: 'the order does not matter' },
    { codes: [5, 0], is: 5, why: 'a fault counts for more than none' },
  ] as const)('of $codes is $is: $why', ({ codes, is }) => {
    expect(highest(codes)).toBe(is);
  });
});
