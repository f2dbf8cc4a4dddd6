import type { TemplateWarning } from '../message/template-lint.ts';
import type { NoticeWarning } from '../message/template-notices.ts';
import type { TemplateType } from '../message/template.ts';
import type { LedgerReason } from '../problem/ledger-reason.ts';
import type { SenderNotReady } from '../problem/problem.ts';
import type { Season } from '../record/values/season.ts';
import type { SettingFault, ShapedSetting } from './setting.ts';

/** The parts of a set-up that are checked. */
export type Check =
  | 'settings'
  | 'credentials'
  | 'account'
  | 'balance'
  | 'sender'
  | 'sender_quality'
  | 'sender_limit'
  | 'sender_webhook'
  | 'messages'
  | 'template'
  | 'template_text'
  | 'template_notices'
  | 'template_variables'
  | 'approval'
  | 'category'
  | 'deliveries'
  | 'ledger'
  | 'past_seasons'
  | 'keep_until'
  | 'strangers'
  | 'clock'
  | 'time_zone'
  | 'webhook';

/** Where the key of a ledger is stored. Without it the ledger cannot be used. */
export type KeyPlace =
  | { readonly kind: 'file'; readonly file: string }
  /** A secret on AWS. */
  | { readonly kind: 'secret'; readonly name: string }
  /** A setting of this computer. */
  | { readonly kind: 'setting'; readonly name: string }
  /** The key for rehearsals, which needs no backup. */
  | { readonly kind: 'rehearsal' };

/** The result of a check, as a code and its facts. The texts are in `src/text`. */
export type SetUpDetail =
  | { readonly code: 'settings_complete' | 'settings_not_needed' }
  | { readonly code: 'setting_missing'; readonly name: ShapedSetting }
  | { readonly code: 'setting_malformed'; readonly fault: SettingFault }
  | { readonly code: 'settings_unreadable'; readonly file: string; readonly reason: string }
  | { readonly code: 'credentials_taken' | 'twilio_unreachable' }
  | {
      readonly code: 'credentials_refused' | 'account_suspended';
      readonly twilioCode: number;
      readonly twilioText: string;
    }
  | { readonly code: 'twilio_unclear'; readonly httpStatus: number | null }
  | { readonly code: 'account_full' | 'account_trial'; readonly name: string }
  | { readonly code: 'account_not_active'; readonly name: string; readonly status: string }
  | { readonly code: 'account_hidden' | 'balance_hidden' }
  | {
      readonly code: 'balance_left' | 'balance_gone';
      readonly amount: number;
      readonly currency: string;
    }
  | { readonly code: 'sender_ready'; readonly sender: string; readonly status: string }
  | SenderNotReady
  | { readonly code: 'senders_hidden'; readonly because: 'permission' | 'no_answer' }
  | {
      readonly code: 'sender_unknown';
      readonly sender: string;
      readonly senders: readonly string[];
    }
  /** Twilio's own sender for trying WhatsApp out. */
  | { readonly code: 'sender_sandbox' }
  | { readonly code: 'quality_low'; readonly rating: string }
  /** Null where Twilio gives no rating. */
  | { readonly code: 'quality_not_low'; readonly rating: string | null }
  /** WhatsApp's limit of people in 24 hours against DAILY_LIMIT. */
  | { readonly code: 'limit_smaller'; readonly people: number; readonly dailyLimit: number }
  /** `text`: Twilio's, which may have no number; null where Twilio gives none. */
  | {
      readonly code: 'limit_not_smaller';
      readonly text: string | null;
      readonly dailyLimit: number;
    }
  | { readonly code: 'sender_webhook_right'; readonly address: string }
  | { readonly code: 'sender_webhook_missing'; readonly expected: string }
  /** `found`: null where it is no URL. */
  | {
      readonly code: 'sender_webhook_differs';
      readonly found: string | null;
      readonly expected: string;
    }
  | { readonly code: 'messages_shown' | 'messages_hidden' }
  | { readonly code: 'template_found'; readonly name: string; readonly sid: string }
  | { readonly code: 'template_not_found'; readonly sid: string }
  | {
      readonly code: 'template_not_text';
      readonly sid: string;
      readonly types: readonly TemplateType[];
    }
  | { readonly code: 'template_hidden'; readonly twilioCode: number; readonly twilioText: string }
  | { readonly code: 'text_as_registered' }
  /** `- ` before lines of the built-in copy only, `+ ` before lines of Twilio's text only. */
  | { readonly code: 'text_differs'; readonly lines: readonly string[] }
  | TemplateWarning
  | NoticeWarning
  /** It says who writes, how to stop, and where the privacy notice is. */
  | { readonly code: 'notices_given' }
  /** `samples_missing`: the template was made without sample values. */
  | { readonly code: 'variables_exact' | 'samples_missing' }
  | { readonly code: 'variables_differ'; readonly found: readonly string[] }
  | { readonly code: 'approved' }
  | { readonly code: 'not_approved'; readonly state: string }
  | { readonly code: 'category_utility' | 'category_marketing' }
  | { readonly code: 'category_odd'; readonly category: string | null }
  /** `delivered`: how many messages with it arrived, by the ledger. */
  | { readonly code: 'template_new'; readonly delivered: number }
  | { readonly code: 'template_known' }
  | { readonly code: 'ledger_writable'; readonly file: string; readonly key: KeyPlace }
  | { readonly code: 'ledger_unavailable'; readonly file: string; readonly reason: LedgerReason }
  | { readonly code: 'ledger_from_newer_version'; readonly file: string }
  | { readonly code: 'ledger_key_missing'; readonly file: string; readonly key: string }
  | { readonly code: 'ledger_key_wrong'; readonly file: string; readonly key: string }
  | { readonly code: 'past_seasons_gone' }
  /** Past seasons for which the ledgers still have personal data. */
  | { readonly code: 'past_seasons_kept'; readonly seasons: readonly Season[] }
  /** The setting KEEP_UNTIL, whose day has come. */
  | {
      readonly code: 'keep_until_over';
      readonly until: string;
      readonly seasons: readonly Season[];
    }
  /** People who wrote to the club and never got a message from it. */
  | { readonly code: 'strangers_kept'; readonly count: number }
  /** Above 0 if this computer's clock is ahead of Twilio's. */
  | { readonly code: 'clock_right' | 'clock_off' | 'clock_far_off'; readonly aheadSeconds: number }
  | { readonly code: 'time_zone_known' | 'time_zone_wrong' }
  | { readonly code: 'webhook_not_set' | 'webhook_not_asked' }
  | {
      readonly code: 'webhook_signed' | 'webhook_unreachable';
      readonly address: string;
    }
  | {
      readonly code: 'webhook_unwell' | 'webhook_open' | 'webhook_unclear';
      readonly address: string;
      readonly httpStatus: number;
    }
  | { readonly code: 'not_done'; readonly check: Check; readonly needs: Needed };

/** What a check needs that is missing; `permission`: that of the API key. */
type Needed = 'settings' | 'twilio' | 'permission';

export type State = 'ok' | 'warning' | 'fault';

export type SetUpFinding = {
  readonly check: Check;
  readonly state: State;
  readonly detail: SetUpDetail;
};

/** The check that a code belongs to, and its severity. */
const CHECKS_BY_CODE: {
  readonly [code in Exclude<SetUpDetail['code'], 'not_done'>]: readonly [Check, State];
} = {
  settings_complete: ['settings', 'ok'],
  settings_not_needed: ['settings', 'ok'],
  setting_missing: ['settings', 'fault'],
  setting_malformed: ['settings', 'fault'],
  settings_unreadable: ['settings', 'fault'],
  credentials_taken: ['credentials', 'ok'],
  credentials_refused: ['credentials', 'fault'],
  twilio_unreachable: ['credentials', 'fault'],
  twilio_unclear: ['credentials', 'fault'],
  account_full: ['account', 'ok'],
  account_trial: ['account', 'warning'],
  account_not_active: ['account', 'fault'],
  account_suspended: ['account', 'fault'],
  account_hidden: ['account', 'warning'],
  balance_left: ['balance', 'ok'],
  // Accounts that pay by invoice have no balance either.
  balance_gone: ['balance', 'warning'],
  balance_hidden: ['balance', 'warning'],
  sender_ready: ['sender', 'ok'],
  sender_not_ready: ['sender', 'fault'],
  sender_unknown: ['sender', 'fault'],
  senders_hidden: ['sender', 'warning'],
  sender_sandbox: ['sender', 'fault'],
  quality_low: ['sender_quality', 'warning'],
  quality_not_low: ['sender_quality', 'ok'],
  limit_smaller: ['sender_limit', 'warning'],
  limit_not_smaller: ['sender_limit', 'ok'],
  sender_webhook_right: ['sender_webhook', 'ok'],
  sender_webhook_missing: ['sender_webhook', 'warning'],
  sender_webhook_differs: ['sender_webhook', 'warning'],
  messages_shown: ['messages', 'ok'],
  messages_hidden: ['messages', 'warning'],
  template_found: ['template', 'ok'],
  template_not_found: ['template', 'fault'],
  template_not_text: ['template', 'fault'],
  template_hidden: ['template', 'fault'],
  text_as_registered: ['template_text', 'ok'],
  text_differs: ['template_text', 'warning'],
  club_misspelt: ['template_text', 'warning'],
  club_missing: ['template_text', 'warning'],
  season_written: ['template_text', 'warning'],
  link_written: ['template_text', 'warning'],
  notices_given: ['template_notices', 'ok'],
  sender_unnamed: ['template_notices', 'warning'],
  stop_unexplained: ['template_notices', 'warning'],
  privacy_notice_missing: ['template_notices', 'warning'],
  variables_exact: ['template_variables', 'ok'],
  variables_differ: ['template_variables', 'fault'],
  samples_missing: ['template_variables', 'fault'],
  approved: ['approval', 'ok'],
  not_approved: ['approval', 'fault'],
  category_utility: ['category', 'ok'],
  category_marketing: ['category', 'warning'],
  category_odd: ['category', 'warning'],
  // Nothing is wrong with a new template; it is recommended to begin with a few messages.
  template_new: ['deliveries', 'ok'],
  template_known: ['deliveries', 'ok'],
  ledger_writable: ['ledger', 'ok'],
  ledger_unavailable: ['ledger', 'fault'],
  ledger_from_newer_version: ['ledger', 'fault'],
  ledger_key_missing: ['ledger', 'fault'],
  ledger_key_wrong: ['ledger', 'fault'],
  past_seasons_gone: ['past_seasons', 'ok'],
  past_seasons_kept: ['past_seasons', 'warning'],
  keep_until_over: ['keep_until', 'warning'],
  // Their replies go with the season in which they came.
  strangers_kept: ['strangers', 'ok'],
  clock_right: ['clock', 'ok'],
  clock_off: ['clock', 'warning'],
  clock_far_off: ['clock', 'fault'],
  time_zone_known: ['time_zone', 'ok'],
  time_zone_wrong: ['time_zone', 'fault'],
  webhook_not_set: ['webhook', 'ok'],
  webhook_not_asked: ['webhook', 'ok'],
  webhook_signed: ['webhook', 'ok'],
  webhook_unreachable: ['webhook', 'fault'],
  webhook_unwell: ['webhook', 'fault'],
  webhook_open: ['webhook', 'fault'],
  webhook_unclear: ['webhook', 'warning'],
};

export function setUpFinding(detail: SetUpDetail): SetUpFinding {
  if (detail.code === 'not_done') return { check: detail.check, state: 'warning', detail };
  const [check, state] = CHECKS_BY_CODE[detail.code];
  return { check, state, detail };
}

/** A check that could not be made because another one failed. */
export function notDone(check: Check, needs: Needed): SetUpDetail {
  return { code: 'not_done', check, needs };
}

/**
 * Whether a send could start: Twilio was reached and there are no faults. Warnings do not prevent a
 * send. Findings without a check of the credentials are not enough.
 */
export function isReady(findings: readonly SetUpFinding[]): boolean {
  return (
    findings.some(({ detail }) => detail.code === 'credentials_taken') &&
    findings.every(({ state }) => state !== 'fault')
  );
}

/** The requests with which a service is checked. None of them can send a message. */
export type ServiceCheckName =
  | 'health'
  | 'no_key'
  | 'wrong_key'
  | 'invalid_record'
  | 'oversized_record'
  | 'wrong_method'
  | 'wrong_content_type'
  | 'unsigned_webhook'
  | 'forged_webhook'
  | 'request_id';

export type ServiceCheck = {
  readonly check: ServiceCheckName;
  readonly isRight: boolean;
  /** Null if there was no response. */
  readonly httpStatus: number | null;
  readonly expected: readonly number[];
  /** The time until the response. */
  readonly milliseconds: number;
};
