import type { SettingFault, ShapedSetting } from '../../domain/set-up/setting.ts';

/** What each setting has to be. Follows "Set NAME to". */
export const EXPECTED_SETTINGS: { readonly [name in ShapedSetting]: string } = {
  TWILIO_ACCOUNT_SID: 'AC and 32 hex digits',
  TWILIO_AUTH_TOKEN: 'the token from the Twilio console, without spaces',
  TWILIO_API_KEY: 'SK and 32 hex digits',
  TWILIO_API_SECRET: 'the secret of the API key, without spaces',
  TWILIO_PHONE_NUMBER: 'whatsapp: and the number with its country code, as whatsapp:+447700900999',
  TWILIO_TEMPLATE_SID: 'HX and 32 hex digits',
  DAILY_LIMIT: 'a number of people, as 250',
  TEST_NUMBERS: 'one or more UK mobiles with commas between them, as 07700 900001',
  SEND_HOURS: 'two times of day, as 08:00-20:30; 00:00-24:00 is always',
  TEAMS: 'the names of teams with commas between them, as Panthers u11s, Lions u9s',
  TEAMS_FILE: "the path of the teams' sheet, a CSV, Excel or JSON file",
  PRICE_PER_MESSAGE:
    'the price, its currency and the day it was looked up, as 0.0379 GBP 2026-09-01',
  LINK: 'an https address of up to 300 characters, as https://club.example/register',
  KEEP_UNTIL: 'a day, as 2027-06-30',
  API_KEY:
    "one key of at least 20 characters, or several as registration:KEY,secretary:KEY, each with a name of its own; registration+teams:KEY may leave out what the teams' sheet has",
  PUBLIC_URL: 'the https address of the service, without a path at its end for the webhook',
  LEDGER_TABLE: 'the name of the table on AWS in which several operators keep one ledger',
  LEDGER_KEY: 'the key of the shared ledger: 64 hex digits',
  INVITE_QUEUE_URL: 'the https address of the queue on AWS, as the deployment printed it',
  AWS_REGION: 'a region of AWS, as eu-north-1',
  OPERATOR: 'a name of up to 80 characters',
  TWILIO_BASE_URL: 'an address on this computer, as http://127.0.0.1:8080',
};

/** What to set, as an instruction. */
export function explainSettingFault(fault: SettingFault): string {
  return `Set ${fault.name} to ${expectedOf(fault)}.`;
}

function expectedOf(fault: SettingFault): string {
  switch (fault.code) {
    case 'shape':
      return EXPECTED_SETTINGS[fault.name];
    case 'example_numbers':
      return 'your own phones: 07700 900000 to 900999 are kept for examples, and nobody has them';
    case 'public_url_missing':
      return 'the https address at which Twilio reaches the service';
    case 'certificates_unreadable':
      return 'a file of certificates that can be read';
    case 'proxy_malformed':
      return 'the address of a proxy, as http://proxy.example:8080';
    case 'no_such_fault':
      return `a fault, or several with commas between them, as accept-then-drop, 429=2@1,slow=500 or list-lag=2000; the faults are ${fault.forms.join(', ')}`;
  }
}
