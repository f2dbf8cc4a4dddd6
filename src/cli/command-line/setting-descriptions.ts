import type { SettingName } from '../../adapters/settings/settings.ts';

/** What each setting is, for the help and for `docs/settings.md`, in the order in which they are listed. */
export const SETTING_DESCRIPTIONS: { readonly [name in SettingName | 'NO_COLOR']: string } = {
  TWILIO_ACCOUNT_SID: 'the account: AC and 32 hex digits',
  TWILIO_AUTH_TOKEN: 'its token (secret)',
  TWILIO_API_KEY: 'an API key instead of the token: SK and 32 hex digits',
  TWILIO_API_SECRET: "the key's secret (secret)",
  TWILIO_PHONE_NUMBER: 'the sender, as whatsapp:+447700900999',
  TWILIO_TEMPLATE_SID: 'the registration invite: HX and 32 hex digits',
  TEST_NUMBERS: 'your own phones, with commas between them',
  DAILY_LIMIT:
    'how many people WhatsApp lets you write to in 24 hours; 250, as for a new sender, if unset',
  SEND_HOURS: 'when messages go, by UK time: 08:00-20:30 if unset, 00:00-24:00 for always',
  TEAMS: "the club's teams, as Panthers u11s, Lions u9s: a list that names another is warned about",
  PRICE_PER_MESSAGE:
    'for the estimate, with its currency and the day it was looked up, as 0.0379 GBP 2026-09-01',
  API_KEY: 'who may trigger a message, as name:KEY,name:KEY (secret)',
  PUBLIC_URL: 'where Twilio reaches the service, an https address',
  LEDGER_TABLE: 'the table on AWS where several operators keep one ledger',
  LEDGER_KEY: 'its key, if it is not to be read from AWS (secret)',
  INVITE_QUEUE_URL: 'the queue on AWS that "send --via aws" hands over to',
  AWS_REGION: 'where both are; eu-north-1 if unset',
  OPERATOR: 'your name in the ledger; your login name if unset',
  TWILIO_BASE_URL: 'a stand-in for Twilio on this computer, for tests',
  REHEARSAL_FAULT:
    'what goes wrong in rehearsals, as accept-then-drop@2 for the second message (docs/rehearsal.md)',
  URMSTON_INVITE_HOME:
    'the folder for ledger, rehearsals and settings (from the environment alone)',
  NO_COLOR: 'no colours if not empty; CLICOLOR_FORCE forces them',
};
