import type { FindingCode, FindingDetail, StopProblem } from '../../../src/domain/problem.ts';

const file = 'players.csv';
const since = new Date('2026-06-12T18:00:00Z');
const sid = `HX${'0'.repeat(32)}`;

type StopOf<Code extends StopProblem['code']> = Extract<StopProblem, { readonly code: Code }>;
type DetailOf<Code extends FindingCode> = Extract<FindingDetail, { readonly code: Code }>;

/** One of each reason to stop; a new one without an example does not compile. */
export const EVERY_STOP = {
  file_not_found: { code: 'file_not_found', file },
  is_a_folder: { code: 'is_a_folder', file },
  file_unreadable: { code: 'file_unreadable', file, reason: 'EACCES' },
  file_empty: { code: 'file_empty', file },
  not_text: { code: 'not_text', file },
  workbook_not_csv: { code: 'workbook_not_csv', file, kind: 'xlsx' },
  workbook_damaged: { code: 'workbook_damaged', file },
  sheet_unclear: { code: 'sheet_unclear', file, sheets: ['Lions', 'Bears'] },
  sheet_not_found: { code: 'sheet_not_found', file, sheet: 'Lion', sheets: ['Lions'] },
  encoding_unknown: { code: 'encoding_unknown', file },
  file_too_large: { code: 'file_too_large', file, bytes: 20_000_000, limit: 10_485_760 },
  not_json: { code: 'not_json', file, line: 3, column: 7 },
  not_csv: { code: 'not_csv', file, line: 3 },
  unclosed_quote: { code: 'unclosed_quote', file, line: 3 },
  no_headings: { code: 'no_headings', file },
  no_records: { code: 'no_records', file },
  too_many_records: { code: 'too_many_records', file, limit: 100_000 },
  usage: { code: 'usage', message: 'There is no such flag.', fix: 'Add --help to see them.' },
  number_malformed: {
    code: 'number_malformed',
    problem: { code: 'phone_too_short', digits: 10, expected: 11 },
  },
  number_column_unclear: {
    code: 'number_column_unclear',
    file: 'stopped.csv',
    columns: ['Mobile', 'Phone'],
  },
  row_not_found: { code: 'row_not_found', row: 99 },
  player_not_found: { code: 'player_not_found', player: 'Nobody' },
  settings_missing: {
    code: 'settings_missing',
    names: ['TWILIO_AUTH_TOKEN'],
    faults: [{ name: 'TWILIO_ACCOUNT_SID', expected: 'AC and 32 hex digits' }],
  },
  settings_malformed: {
    code: 'settings_malformed',
    faults: [{ name: 'TWILIO_ACCOUNT_SID', expected: 'AC and 32 hex digits' }],
  },
  settings_unreadable: { code: 'settings_unreadable', file: '.env' },
  settings_unwritable: { code: 'settings_unwritable', file: 'settings.env', reason: 'ENOSPC' },
  map_not_found: { code: 'map_not_found', name: 'spond', names: ['clubspark'] },
  maps_unreadable: { code: 'maps_unreadable', file: 'settings.env' },
  page_not_ours: { code: 'page_not_ours', file: 'players.csv' },
  page_unwritable: { code: 'page_unwritable', file: 'preview.html', reason: 'ENOENT' },
  report_over_list: { code: 'report_over_list', file: 'players.csv' },
  report_not_ours: { code: 'report_not_ours', file: 'notes.csv' },
  report_unwritable: { code: 'report_unwritable', file: 'report.csv', reason: 'ENOENT' },
  maps_unwritable: { code: 'maps_unwritable', file: 'settings.env', reason: 'ENOSPC' },
  stopped_by_hand: { code: 'stopped_by_hand' },
  reply_text_unfit: {
    code: 'reply_text_unfit',
    fault: { kind: 'too_long', length: 1100, limit: 1024 },
  },
  reply_window_closed: { code: 'reply_window_closed', closedAt: null },
  number_opted_out: { code: 'number_opted_out' },
  still_open: { code: 'still_open', real: 2, rehearsed: 0 },
  operator_needed: { code: 'operator_needed', why: 'no_terminal' },
  ledger_unavailable: { code: 'ledger_unavailable', file: 'ledger.db', reason: 'busy' },
  ledger_from_newer_version: { code: 'ledger_from_newer_version', file: 'ledger.db' },
  twilio_unreachable: { code: 'twilio_unreachable' },
  port_unavailable: {
    code: 'port_unavailable',
    host: '127.0.0.1',
    port: 8787,
    reason: 'EADDRINUSE',
  },
  queue_unavailable: { code: 'queue_unavailable', reason: 'aws_unreachable' },
  ledger_in_use: {
    code: 'ledger_in_use',
    file: 'ledger.db',
    holder: { operator: 'Robin Green', since, pid: 4711 },
  },
  twilio_unclear: { code: 'twilio_unclear', httpStatus: 502 },
  account_not_active: { code: 'account_not_active', name: 'Urmston Town', status: 'suspended' },
  twilio_refused: { code: 'twilio_refused', twilioCode: 20003, twilioText: 'Authenticate' },
  template_not_found: { code: 'template_not_found', sid },
  template_not_text: {
    code: 'template_not_text',
    sid,
    types: [{ type: 'twilio/quick-reply', buttons: ['Yes', 'Not this year'] }],
  },
  template_variables_differ: { code: 'template_variables_differ', sid, found: ['1', '2'] },
  template_not_approved: { code: 'template_not_approved', sid, state: 'paused' },
} as const satisfies { readonly [Code in StopProblem['code']]: StopOf<Code> };

type LedgerReason = StopOf<'ledger_unavailable'>['reason'];

/** Each reason why the ledger cannot be used. */
export const EVERY_LEDGER_REASON = Object.keys({
  aws_refused: 0,
  aws_unreachable: 0,
  busy: 0,
  damaged: 0,
  disk_fault: 0,
  disk_full: 0,
  emptied: 0,
  not_a_file: 0,
  not_a_folder: 0,
  not_a_ledger: 0,
  no_such_table: 0,
  not_permitted: 0,
  read_only: 0,
} satisfies { readonly [reason in LedgerReason]: 0 }) as readonly LedgerReason[];

type OperatorNeed = StopOf<'operator_needed'>['why'];

/** Each reason why nobody can be asked. */
export const EVERY_OPERATOR_NEED = Object.keys({
  no_terminal: 0,
  no_screen: 0,
  list_on_standard_input: 0,
  opt_out_removal: 0,
  forgetting: 0,
  nobody_to_answer: 0,
} satisfies { readonly [why in OperatorNeed]: 0 }) as readonly OperatorNeed[];

/** One of each problem in a list; a new one without an example does not compile. */
export const EVERY_FINDING = {
  missing: { code: 'missing' },
  not_a_value: { code: 'not_a_value', found: 'list' },
  placeholder_word: { code: 'placeholder_word', word: 'tbc' },
  formula_error: { code: 'formula_error' },
  broken_characters: { code: 'broken_characters', suggestion: 'Zoë' },
  name_one_case: { code: 'name_one_case', suggestion: 'McDonald' },
  name_not_split: { code: 'name_not_split', why: 'three_words' },
  line_break: { code: 'line_break' },
  formatting_mark: { code: 'formatting_mark', mark: '*' },
  too_long: { code: 'too_long', length: 300, limit: 250 },
  phone_too_short: { code: 'phone_too_short', digits: 10, expected: 11 },
  phone_too_long: { code: 'phone_too_long', digits: 12, expected: 11 },
  phone_not_mobile: { code: 'phone_not_mobile', kind: 'landline' },
  phone_unknown_range: { code: 'phone_unknown_range' },
  phone_letters: { code: 'phone_letters', found: null },
  phone_two_numbers: { code: 'phone_two_numbers', found: ['07700 900123', '07700 900124'] },
  phone_digits_lost: { code: 'phone_digits_lost' },
  phone_premium: { code: 'phone_premium' },
  phone_example: { code: 'phone_example' },
  phone_foreign: { code: 'phone_foreign', country: 'IE' },
  season_malformed: { code: 'season_malformed' },
  season_stale: { code: 'season_stale', season: '2024-25' },
  season_far: { code: 'season_far', season: '2036-37' },
  age_group_malformed: { code: 'age_group_malformed', extra: null },
  age_group_is_date: { code: 'age_group_is_date' },
  age_group_unlikely: { code: 'age_group_unlikely', byBirthDate: 'u10s' },
  money_malformed: { code: 'money_malformed' },
  money_out_of_line: { code: 'money_out_of_line', usual: '£40' },
  field_doubled: { code: 'field_doubled', names: ['parent_tel', 'parentTel'] },
  set_differs: { code: 'set_differs', set: 'Lions' },
  row_too_long: { code: 'row_too_long', cells: 13, headings: 12 },
  message_too_long: {
    code: 'message_too_long',
    length: 1100,
    limit: 1024,
    longest: { field: 'team_name', length: 120 },
  },
  doubled_pound: { code: 'doubled_pound' },
  same_invite_twice: { code: 'same_invite_twice', firstRow: 2 },
  same_phone_other_parent: {
    code: 'same_phone_other_parent',
    firstRow: 2,
    firstName: 'Jane Smith',
  },
  two_parents: { code: 'two_parents', firstRow: 2 },
  manager_differs: { code: 'manager_differs', firstRow: 2, firstManager: 'Alex Johnson' },
  surnames_differ: { code: 'surnames_differ', differing: 30, of: 38 },
  opted_out: { code: 'opted_out' },
  team_unknown: { code: 'team_unknown', nearest: 'Lions u9s' },
  number_changed: { code: 'number_changed', since },
  team_changed: { code: 'team_changed', since, from: 'Lions u9s' },
  numbers_changed: { code: 'numbers_changed', changed: 31, of: 38, since },
  mixed_seasons: { code: 'mixed_seasons', seasons: ['2025-26', '2026-27'] },
  column_missing: { code: 'column_missing' },
  column_doubled: { code: 'column_doubled', columns: ['C (Team)', 'D (Squad)'] },
  column_ambiguous: { code: 'column_ambiguous', columns: ['C (Contact)'] },
  unknown_fields: { code: 'unknown_fields', names: ['shoe_size'] },
  status_column: { code: 'status_column', values: [{ value: 'Left', rows: 2 }] },
  hidden_rows: { code: 'hidden_rows', sheet: 'Players', rows: 2 },
  other_sheets: { code: 'other_sheets', sheet: 'Players', others: ['Coaches'] },
} as const satisfies { readonly [Code in FindingCode]: DetailOf<Code> };
