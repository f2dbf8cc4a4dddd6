import { DELIVERIES_OF_KNOWN_TEMPLATE, FIRST_BATCH } from '../../domain/policy/first-batch.ts';
import type {
  Check,
  SetUpDetail,
  ServiceCheck,
  ServiceCheckName,
} from '../../domain/set-up/set-up.ts';
import { good, type SetUpAdvice, type SetUpTexts } from '../advice.ts';
import { explainRefusal } from '../delivery/refusal.ts';
import { count, listed, printable, templateTypesText } from '../format.ts';
import { keyAdvice, explainLedger, explainMissingKey, explainWrongKey } from '../ledger.ts';
import { forgetText } from '../past-season.ts';
import { explainStop } from '../stop.ts';
import { MARKETING_TEMPLATE } from './category.ts';
import { SENDER_TEXTS } from './sender.ts';
import { EXPECTED_SETTINGS, explainSettingFault } from './setting.ts';
import { NOTICE_TEXTS } from './template-notices.ts';

/** The text for a finding of `doctor`. */
export function explainSetUp(detail: SetUpDetail): SetUpAdvice {
  // The table has one function for each code, which TypeScript cannot tie to the code at hand.
  const textFor = TEXTS[detail.code] as (detail: SetUpDetail) => SetUpAdvice;
  const { message, fix } = textFor(detail);
  return { message: printable(message), fix: fix === null ? null : printable(fix) };
}

/** The names of the checks, as printed. */
export const CHECK_NAMES: { readonly [check in Check]: string } = {
  settings: 'settings',
  credentials: 'credentials',
  account: 'account',
  balance: 'balance',
  sender: 'sender',
  sender_quality: 'its quality',
  sender_limit: 'its limit',
  sender_webhook: 'its webhook',
  messages: 'messages',
  template: 'template',
  template_text: 'its text',
  template_notices: 'its notices',
  template_variables: 'its variables',
  approval: 'its approval',
  category: 'its category',
  deliveries: 'deliveries',
  ledger: 'ledger',
  past_seasons: 'past seasons',
  keep_until: 'kept until',
  strangers: 'strangers',
  clock: 'clock',
  time_zone: 'time zone',
  webhook: 'webhook',
};

type NotDone = Extract<SetUpDetail, { readonly code: 'not_done' }>;

const BUILDER = 'Content Template Builder in the Twilio console';

const TEXTS: SetUpTexts<SetUpDetail> = {
  settings_complete: () => good('Everything that a send needs is set.'),
  settings_not_needed: () => good('A rehearsal needs no settings.'),
  setting_missing: ({ name }) => ({
    message: `${name} is missing.`,
    fix: `Run "urmston-invite init", or set ${name} to ${EXPECTED_SETTINGS[name]}.`,
  }),
  setting_malformed: ({ fault }) => ({
    message: `${fault.name} cannot be right.`,
    fix: explainSettingFault(fault),
  }),
  settings_unreadable: explainStop,
  credentials_taken: () => good('Twilio takes them.'),
  credentials_refused: ({ twilioCode, twilioText }) => explainRefusal(twilioCode, twilioText),
  twilio_unreachable: () => ({
    message: 'Twilio cannot be reached.',
    fix: 'Check the internet connection and run the same line again.',
  }),
  twilio_unclear: ({ httpStatus }) => ({
    message: `Twilio gives no usable answer${httpStatus === null ? '' : ` (HTTP ${httpStatus})`}.`,
    fix: 'Try again in a few minutes; https://status.twilio.com tells of faults on their side.',
  }),
  account_full: ({ name }) => good(`${name}, a full account.`),
  account_trial: ({ name }) => ({
    message: `${name}, a trial account: it reaches only numbers that were verified with Twilio, and 50 a day.`,
    fix: 'Check that it is meant; to write to parents, upgrade it in the Twilio console.',
  }),
  account_not_active: ({ name, status }) => ({
    message: `${name} is ${status}: Twilio sends nothing for it.`,
    fix: 'Look in the Twilio console for the reason, which is often the balance.',
  }),
  account_suspended: ({ twilioCode, twilioText }) => explainRefusal(twilioCode, twilioText),
  account_hidden: () => ({
    message:
      'Twilio does not show the account to these credentials: a standard API key cannot see it.',
    fix: 'Nothing to do for sending; with a main key or the auth token its name is shown here.',
  }),
  balance_left: ({ amount, currency }) => good(`${amount.toFixed(2)} ${currency}.`),
  balance_gone: ({ amount, currency }) => ({
    message: `${amount.toFixed(2)} ${currency}: there is no money left, and messages fail after they were accepted.`,
    fix: 'Add money in the Twilio console, unless the club pays by invoice.',
  }),
  balance_hidden: () => ({
    message:
      'Twilio does not show the balance to these credentials: a standard API key cannot see it.',
    fix: 'Look at the balance in the Twilio console before a large list.',
  }),
  ...SENDER_TEXTS,
  messages_shown: () => good('What became of them can be read.'),
  messages_hidden: () => ({
    message: 'The API key may not read messages, so status and a search for unknown outcomes fail.',
    fix: 'Give it the permission Messages (create and read) in the Twilio console.',
  }),
  template_found: ({ name, sid }) => good(`${name}, ${sid}, plain text.`),
  template_not_found: ({ sid }) => ({
    message: `This account has no template ${sid}.`,
    fix: `Check TWILIO_TEMPLATE_SID against ${BUILDER}.`,
  }),
  template_not_text: ({ sid, types }) => ({
    message: `${sid} is not plain text alone, but ${templateTypesText(types)}.`,
    fix: 'Set TWILIO_TEMPLATE_SID to one of the type twilio/text.',
  }),
  template_hidden: ({ twilioCode, twilioText }) => explainRefusal(twilioCode, twilioText),
  text_as_registered: () => good('It is the text this tool knows, word for word.'),
  text_differs: () => ({
    message: 'It differs from the text this tool knows; what Twilio has is what parents get.',
    fix: 'Check that each difference is meant ("-" is the text this tool knows, "+" is Twilio\'s).',
  }),
  club_misspelt: ({ found }) => ({
    message: `It says "${found}"; the club is called Urmston Town.`,
    fix: MAKE_CORRECTED_TEMPLATE,
  }),
  club_missing: () => ({
    message: 'The words "Urmston Town" are not in it.',
    fix: 'Check that TWILIO_TEMPLATE_SID is the registration invite of this club.',
  }),
  notices_given: () => good('It says who writes, how to stop, and where the privacy notice is.'),
  ...NOTICE_TEXTS,
  season_written: ({ season, isOld }) => ({
    message: `It has "${season}" written out${isOld ? ', which is over' : ''}; the season is a value of each record.`,
    fix: isOld
      ? MAKE_CORRECTED_TEMPLATE
      : 'Check that it is meant, and that it still holds next year.',
  }),
  link_written: ({ link }) => ({
    message: `It has a link in it: ${link}.`,
    fix: 'Open the link and see that it leads where a parent should go.',
  }),
  variables_exact: () => good('Exactly 1 to 9.'),
  variables_differ: ({ found }) => ({
    message: `The variables are ${found.join(', ') || '(none)'}; an invite fills exactly 1 to 9.`,
    fix: 'Set TWILIO_TEMPLATE_SID to the registration invite.',
  }),
  samples_missing: () => ({
    message:
      'Twilio lists no variables for it, although its text has 1 to 9: it was made without sample values.',
    fix: `Make a copy under ${BUILDER} with a sample value for each variable, have it approved, and set TWILIO_TEMPLATE_SID to it.`,
  }),
  approved: () => good('Approved by WhatsApp.'),
  not_approved: ({ state }) => ({
    message: `WhatsApp has not approved it: its state is "${state}".`,
    fix: `Wait for the approval, or look at the reason under ${BUILDER}.`,
  }),
  category_utility: () => good('UTILITY: a message about something the parent takes part in.'),
  category_marketing: () => MARKETING_TEMPLATE,
  category_odd: ({ category }) => ({
    message: `${category === null ? 'WhatsApp names none' : `WhatsApp calls it ${category}`}; an invite is UTILITY.`,
    fix: `Look at the template under ${BUILDER}.`,
  }),
  template_new: ({ delivered }) =>
    good(
      `${delivered === 0 ? 'No message' : `Only ${count(delivered, 'message')}`} with this template arrived so far, and WhatsApp may hold back or drop messages with a new one. Send a first batch of ${FIRST_BATCH} (--first ${FIRST_BATCH}), and the others once it has arrived.`,
    ),
  template_known: () =>
    good(`At least ${DELIVERIES_OF_KNOWN_TEMPLATE} messages with this template arrived.`),
  ledger_writable: ({ file, key }) => good(`${file} can be written.${keyAdvice(key)}`),
  ledger_unavailable: ({ file, reason }) => explainLedger(file, reason),
  ledger_from_newer_version: ({ file }) => ({
    message: `${file} was written by a newer urmston-invite.`,
    fix: 'Use the newer one, on this computer too.',
  }),
  ledger_key_missing: explainMissingKey,
  ledger_key_wrong: explainWrongKey,
  past_seasons_gone: () => good('No season that is over has anybody named in the ledger.'),
  past_seasons_kept: ({ seasons }) => ({
    message: `Data of ${listed(seasons)} is still here.`,
    fix: `Run, once nobody needs it, ${listed(seasons.map((season) => `"urmston-invite forget --season ${season}"`))}.`,
  }),
  keep_until_over: ({ until, seasons }) => ({
    message: `KEEP_UNTIL is ${until}, and that day has come.`,
    fix: forgetText(seasons),
  }),
  strangers_kept: ({ count: people }) =>
    good(
      `${count(people, 'person wrote', 'people wrote')} and never got a message from the club. Their replies go with the season in which they came.`,
    ),
  clock_right: () => good("It agrees with Twilio's."),
  clock_off: ({ aheadSeconds }) => ({
    message: `${clockText(aheadSeconds)}.`,
    fix: 'Set the clock by the internet; the ledger notes when each message went.',
  }),
  clock_far_off: ({ aheadSeconds }) => ({
    message: `${clockText(aheadSeconds)}: the hours for sending and the ledger would be wrong.`,
    fix: 'Set the clock, and the time zone, by the internet.',
  }),
  time_zone_known: () => good('Europe/London is known, summer time too.'),
  time_zone_wrong: () => ({
    message: 'This Node does not know the time in London, so the hours for sending would be wrong.',
    fix: 'Use a Node with full time zone data, as from https://nodejs.org or in the downloads of this tool.',
  }),
  webhook_not_set: () => good('PUBLIC_URL is not set, so there is none to look at.'),
  webhook_not_asked: () => good('PUBLIC_URL is not asked in a rehearsal.'),
  webhook_signed: ({ address }) =>
    good(`${address} is there, and refuses what Twilio did not sign.`),
  webhook_unreachable: ({ address }) => ({
    message: `${address} cannot be reached.`,
    fix: 'Check PUBLIC_URL, and that the service runs.',
  }),
  webhook_unwell: ({ address, httpStatus }) => ({
    message: `${address}/health answers with HTTP ${httpStatus}.`,
    fix: 'Check that PUBLIC_URL is the address of the service, and look into its log.',
  }),
  webhook_open: ({ address, httpStatus }) => ({
    message: `${address}/webhook takes what Twilio did not sign (HTTP ${httpStatus}): anybody could write delivery states.`,
    fix: "Set the account's TWILIO_AUTH_TOKEN where the service runs, and put its newest version there.",
  }),
  webhook_unclear: ({ address, httpStatus }) => ({
    message: `${address}/webhook answers with HTTP ${httpStatus} to what Twilio did not sign; 403 was expected.`,
    fix: 'Check that PUBLIC_URL is the address of the service, and look into its log.',
  }),
  not_done: ({ needs }) => NOT_DONE[needs],
};

const NOT_DONE = {
  settings: {
    message: 'Not checked: it needs the settings.',
    fix: 'Put the settings right first.',
  },
  twilio: {
    message: 'Not checked: Twilio gave no answer to it.',
    fix: 'Run the same line again when Twilio answers.',
  },
  permission: {
    message: 'Not checked: the API key may not read it.',
    fix: 'Give the key the permission first.',
  },
} as const satisfies { readonly [needs in NotDone['needs']]: SetUpAdvice };

const MAKE_CORRECTED_TEMPLATE =
  'Make a corrected template in the Twilio console, have it approved, and set TWILIO_TEMPLATE_SID to it.';

function clockText(aheadSeconds: number): string {
  const minutes = Math.round(Math.abs(aheadSeconds) / 60);
  return `It is ${minutes} minutes ${aheadSeconds > 0 ? 'ahead of' : 'behind'} Twilio's`;
}

/** The names of the checks of a service, as printed. */
export const SERVICE_CHECK_NAMES: { readonly [check in ServiceCheckName]: string } = {
  health: 'health',
  no_key: 'no key',
  wrong_key: 'wrong key',
  invalid_record: 'invalid record',
  oversized_record: 'oversized record',
  wrong_method: 'wrong method',
  wrong_content_type: 'wrong content type',
  unsigned_webhook: 'unsigned webhook',
  forged_webhook: 'forged webhook',
  request_id: 'request ids',
};

const SERVICE_FIXES: { readonly [check in ServiceCheckName]: string } = {
  health: 'Look into the log of the service; its ledger may be out of reach.',
  no_key: 'Set API_KEY where the service runs: nobody may trigger a message without one.',
  wrong_key: 'Check API_KEY where the service runs: it takes a key that nobody was given.',
  invalid_record:
    'Check that API_KEY is the same here and there (403), and that the newest version runs there.',
  oversized_record: 'Put the newest version there, and let the gateway pass errors on.',
  wrong_method: 'Put the newest version there.',
  wrong_content_type: 'Put the newest version there, and let the gateway pass the body as it is.',
  unsigned_webhook: 'Set TWILIO_AUTH_TOKEN and PUBLIC_URL there: anybody could write states.',
  forged_webhook: 'Set TWILIO_AUTH_TOKEN and PUBLIC_URL there: anybody could write states.',
  request_id: 'Let the gateway pass the header X-Request-Id on, both ways.',
};

/** The text for the result of one check of a service. */
export function explainServiceCheck(result: ServiceCheck): SetUpAdvice {
  const { check, isRight, httpStatus, expected, milliseconds } = result;
  const fix = isRight ? null : SERVICE_FIXES[check];
  if (check === 'request_id') {
    const message = isRight
      ? 'Every answer bears the id of its request.'
      : 'Not every answer bears the id of its request.';
    return { message, fix };
  }
  if (httpStatus === null) return { message: 'No answer came.', fix: 'Check the address.' };
  const wanted = isRight ? '' : `, where ${expected[0]} was expected`;
  return { message: `HTTP ${httpStatus} in ${milliseconds} ms${wanted}.`, fix };
}
