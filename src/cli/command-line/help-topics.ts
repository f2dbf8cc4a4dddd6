import type { SettingName } from '../../adapters/settings/settings.ts';
import { EXIT_CODES } from '../exit-code.ts';

const NAME_WIDTH = 21;
const LINE_WIDTH = 80;

/** The description of each setting, for `help environment` and `docs/settings.md`, in their order. */
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
  TEAMS_FILE: "the teams' sheet: a CSV, Excel or JSON file with managers and fees, as --teams",
  TEAMS: "the club's teams, as Panthers u11s, Lions u9s; TEAMS_FILE replaces it",
  PRICE_PER_MESSAGE:
    'for the estimate, with its currency and the day it was looked up, as 0.0379 GBP 2026-09-01',
  LINK: 'the registration page, which a saved answer of inbox names as {LINK}',
  KEEP_UNTIL: 'the day from which you are reminded to forget seasons that are over, as 2027-06-30',
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

/** The texts of `urmston-invite help <topic>`, by topic. */
export const TOPICS = {
  'exit-codes': `Exit codes

${Object.entries(EXIT_CODES)
  .map(([code, meaning]) => `${code.padStart(5)}  ${meaning}`)
  .join('\n')}

Where several of 3 to 7 hold, the highest counts.
`,
  environment: `Settings

Each comes from the first of these that has it: the environment, a file .env in
the working folder, settings.env in the tool's own folder. Secrets are never
given as flags.

${settingLines()}

The tool's own folder, unless URMSTON_INVITE_HOME says otherwise:
  Linux    $XDG_STATE_HOME/urmston-invite, or ~/.local/state/urmston-invite
  macOS    ~/Library/Application Support/urmston-invite
  Windows  %LOCALAPPDATA%\\urmston-invite
`,
} as const;

export function isTopic(name: string): name is keyof typeof TOPICS {
  return Object.hasOwn(TOPICS, name);
}

/** The settings with their descriptions, wrapped to the width of the help. */
function settingLines(): string {
  return Object.entries(SETTING_DESCRIPTIONS)
    .flatMap(([name, description]) =>
      wrapped(description, LINE_WIDTH - NAME_WIDTH - 2).map(
        (line, at) => `  ${(at === 0 ? name : '').padEnd(NAME_WIDTH)}${line}`,
      ),
    )
    .join('\n');
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && line.length <= width) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}
