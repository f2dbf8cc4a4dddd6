import type { Season } from '../../src/domain/record/values/season.ts';
import type { SetUpDetail } from '../../src/domain/set-up/set-up.ts';

const sid = `HX${'0'.repeat(32)}`;
const sender = 'whatsapp:+447700900999';
const address = 'https://invites.example.org';
const money = { amount: 25.5, currency: 'GBP' };
const refused = { twilioCode: 20_003, twilioText: 'Authenticate' };
const name = 'TWILIO_ACCOUNT_SID';

/** An example of each finding of `doctor`. A new code without an example is a type error. */
export const EVERY_SET_UP = {
  settings_complete: { code: 'settings_complete' },
  settings_not_needed: { code: 'settings_not_needed' },
  setting_missing: { code: 'setting_missing', name },
  setting_malformed: { code: 'setting_malformed', fault: { code: 'shape', name } },
  settings_unreadable: { code: 'settings_unreadable', file: '.env', reason: 'EISDIR' },
  credentials_taken: { code: 'credentials_taken' },
  credentials_refused: { code: 'credentials_refused', ...refused },
  twilio_unreachable: { code: 'twilio_unreachable' },
  twilio_unclear: { code: 'twilio_unclear', httpStatus: 502 },
  account_full: { code: 'account_full', name: 'Urmston Town' },
  account_trial: { code: 'account_trial', name: 'Urmston Town' },
  account_not_active: { code: 'account_not_active', name: 'Urmston Town', status: 'suspended' },
  account_suspended: {
    code: 'account_suspended',
    twilioCode: 20_403,
    twilioText: 'Forbidden',
  },
  account_hidden: { code: 'account_hidden' },
  balance_left: { code: 'balance_left', ...money },
  balance_gone: { code: 'balance_gone', amount: -0.5, currency: 'GBP' },
  balance_hidden: { code: 'balance_hidden' },
  sender_ready: { code: 'sender_ready', sender, status: 'ONLINE' },
  sender_not_ready: { code: 'sender_not_ready', sender, status: 'OFFLINE' },
  sender_unknown: { code: 'sender_unknown', sender, senders: [] },
  senders_hidden: { code: 'senders_hidden', because: 'permission' },
  sender_sandbox: { code: 'sender_sandbox' },
  quality_low: { code: 'quality_low', rating: 'LOW' },
  quality_not_low: { code: 'quality_not_low', rating: 'HIGH' },
  limit_smaller: { code: 'limit_smaller', people: 250, dailyLimit: 1000 },
  limit_not_smaller: {
    code: 'limit_not_smaller',
    text: '1K Customers/24hr',
    dailyLimit: 250,
  },
  sender_webhook_right: { code: 'sender_webhook_right', address: `${address}/webhook` },
  sender_webhook_missing: { code: 'sender_webhook_missing', expected: `${address}/webhook` },
  sender_webhook_differs: {
    code: 'sender_webhook_differs',
    found: 'https://demo.twilio.com/welcome/sms/reply',
    expected: `${address}/webhook`,
  },
  template_found: { code: 'template_found', name: 'registration_invite', sid },
  template_not_found: { code: 'template_not_found', sid },
  template_not_text: {
    code: 'template_not_text',
    sid,
    types: [{ type: 'twilio/card', body: null, buttons: ['Register', 'Not now'] }],
  },
  template_hidden: { code: 'template_hidden', twilioCode: 70_051, twilioText: 'No permission' },
  text_as_registered: { code: 'text_as_registered' },
  text_differs: { code: 'text_differs', lines: ['- one', '+ another'] },
  club_misspelt: { code: 'club_misspelt', found: 'Urmston Twon' },
  club_missing: { code: 'club_missing' },
  season_written: { code: 'season_written', season: '2025-26', isOld: true },
  link_written: { code: 'link_written', link: 'https://example.org' },
  variables_exact: { code: 'variables_exact' },
  variables_differ: { code: 'variables_differ', found: ['1', '2'] },
  samples_missing: { code: 'samples_missing' },
  approved: { code: 'approved' },
  not_approved: { code: 'not_approved', state: 'paused' },
  category_utility: { code: 'category_utility' },
  category_marketing: { code: 'category_marketing' },
  category_odd: { code: 'category_odd', category: null },
  template_new: { code: 'template_new', delivered: 12 },
  template_known: { code: 'template_known' },
  ledger_writable: {
    code: 'ledger_writable',
    file: 'ledger.db',
    key: { kind: 'file', file: 'ledger.db.key' },
  },
  ledger_unavailable: { code: 'ledger_unavailable', file: 'ledger.db', reason: 'busy' },
  ledger_from_newer_version: { code: 'ledger_from_newer_version', file: 'ledger.db' },
  ledger_key_missing: {
    code: 'ledger_key_missing',
    file: 'ledger.db',
    key: 'ledger.db.key',
  },
  ledger_key_wrong: { code: 'ledger_key_wrong', file: 'ledger.db', key: 'ledger.db.key' },
  past_seasons_gone: { code: 'past_seasons_gone' },
  past_seasons_kept: { code: 'past_seasons_kept', seasons: ['2025-26' as Season] },
  clock_right: { code: 'clock_right', aheadSeconds: 1 },
  clock_off: { code: 'clock_off', aheadSeconds: 180 },
  clock_far_off: { code: 'clock_far_off', aheadSeconds: -3600 },
  time_zone_known: { code: 'time_zone_known' },
  time_zone_wrong: { code: 'time_zone_wrong' },
  webhook_not_set: { code: 'webhook_not_set' },
  webhook_not_asked: { code: 'webhook_not_asked' },
  webhook_signed: { code: 'webhook_signed', address },
  webhook_unreachable: { code: 'webhook_unreachable', address },
  webhook_unwell: { code: 'webhook_unwell', address, httpStatus: 503 },
  webhook_open: { code: 'webhook_open', address, httpStatus: 200 },
  webhook_unclear: { code: 'webhook_unclear', address, httpStatus: 500 },
  not_done: { code: 'not_done', check: 'balance', needs: 'twilio' },
} as const satisfies {
  readonly [Code in SetUpDetail['code']]: SetUpDetail & { readonly code: Code };
};
