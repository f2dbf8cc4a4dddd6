import { homeFolder, settingsFile } from '../../../adapters/files/home-folder.ts';
import { findSettings, readEnvFile } from '../../../adapters/settings/find-settings.ts';
import { keepSettings } from '../../../adapters/settings/settings-file.ts';
import { parseSettings, refuseMalformed } from '../../../adapters/settings/settings.ts';
import { twilioAccountSource } from '../../../adapters/twilio/account-source.ts';
import { TWILIO_TIMEOUT_MS, type TwilioConnection } from '../../../adapters/twilio/client.ts';
import type { AccountSource } from '../../../application/ports/account-source.ts';
import { DEFAULT_SEND_HOURS } from '../../../domain/policy/send-hours.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { ListOptions } from '../../command-line/options.ts';
import type { ExitCode } from '../../exit-code.ts';
import { lineAsker } from '../../operator/line-asker.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { hanging } from '../../terminal/wrap-text.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import {
  keepAnswer,
  askSetting,
  isConfirmed,
  askLine,
  say,
  valueOf,
  type Conversation,
  ACCOUNT_SID,
  API_KEY,
  API_SECRET,
  AUTH_TOKEN,
  OPERATOR,
  SEND_HOURS,
  TEST_NUMBERS,
} from './ask-setting.ts';
import { offerTeamsSheet } from './ask-teams-sheet.ts';
import { askSender, askTemplate, checkLogin, type InitConversation } from './ask-twilio.ts';

const STAND_IN = 'TWILIO_BASE_URL';

/** Asks for the settings one after the other, and writes them all at the end. Ctrl-C writes none. */
export async function init(
  shell: Shell,
  options: Pick<ListOptions, 'json' | 'quiet' | 'color'>,
): Promise<ExitCode> {
  if (!shell.stdin.isTerminal || !shell.stderr.isTerminal) {
    throw new InviteError({ code: 'operator_needed', why: 'nobody_to_answer' });
  }
  const home = homeFolder(shell);
  const file = settingsFile(home);
  const found = findSettings(shell.env, shell.workingFolder, home);
  const inFile = readEnvFile(file);
  const standIn = standInOf(found.get(STAND_IN)?.value);
  const colours = await coloursFor(shell.stderr, shell, options.color);
  const asker = lineAsker(shell);
  const closing = new AbortController();
  try {
    const answers = new Map<string, string>();
    const conversation = { shell, asker, output: shell.stderr, colours, found, inFile, answers };
    await say(
      conversation,
      `The settings for sending. Enter keeps what stands in brackets; Ctrl-C stops, and then nothing is changed. They are kept in ${file}.`,
    );
    await askAll(conversation, { standIn, closed: closing.signal });
    const changed = [...answers].filter(([name, value]) => (inFile[name] ?? '') !== value);
    if (changed.length > 0) keepSettings(file, Object.fromEntries(changed));
    await showWritten(
      shell,
      options,
      file,
      changed.map(([name]) => name),
    );
    return 0;
  } finally {
    closing.abort();
    asker.close();
  }
}

type ConnectionSettings = Pick<TwilioConnection, 'standIn' | 'closed'>;

async function askAll(
  conversation: InitConversation,
  connection: ConnectionSettings,
): Promise<void> {
  const source = await askLogin(conversation, connection);
  await askSender(conversation, source);
  await askTemplate(conversation, source);
  await askSetting(conversation, OPERATOR, conversation.shell.loginName());
  await askSetting(conversation, TEST_NUMBERS);
  await askSetting(conversation, SEND_HOURS, DEFAULT_SEND_HOURS);
  await offerTeamsSheet(conversation);
}

/**
 * Asks for the account and its credentials until Twilio accepts them or the operator keeps them anyway.
 *
 * @returns the account at Twilio; null where nothing more can be checked with it
 */
async function askLogin(
  conversation: InitConversation,
  connection: ConnectionSettings,
): Promise<AccountSource | null> {
  for (;;) {
    /* oxlint-disable no-await-in-loop -- one question after the other */
    await askSetting(conversation, ACCOUNT_SID);
    await askCredentials(conversation);
    const source = sourceFor(conversation, connection);
    const login = await checkLogin(conversation, source);
    if (login === 'accepted') return source;
    if (login === 'unchecked') return null;
    if (!(await isConfirmed(conversation, 'Type them again? (y/n)'))) return null;
    /* oxlint-enable no-await-in-loop */
  }
}

async function askCredentials(conversation: Conversation): Promise<void> {
  const hasKey = valueOf(conversation, API_KEY.name) !== undefined;
  await say(
    conversation,
    '\nThe tool logs in with the auth token of the account, or with an API key, which survives a change of the token.',
  );
  const preset = hasKey ? 'k' : 't';
  const typed = await askLine(conversation, {
    question: `${conversation.colours.bold('Token or key? (t/k)')} [${preset}]:`,
    isSecret: false,
    faultOf: (text) => (/^[tk]?$/iu.test(text) ? null : 'Type t or k, and Enter.'),
  });
  if ((typed || preset).toLowerCase() === 'k') {
    await askSetting(conversation, API_KEY);
    await askSetting(conversation, API_SECRET);
    return;
  }
  await askSetting(conversation, AUTH_TOKEN);
  // Where both are set every command uses the key, so a key has to go for the token to be used.
  if (hasKey) await keepAnswer(conversation, API_KEY, '');
}

function sourceFor(conversation: InitConversation, connection: ConnectionSettings): AccountSource {
  const read = ({ name }: { readonly name: string }): string => valueOf(conversation, name) ?? '';
  const accountSid = read(ACCOUNT_SID);
  const key = valueOf(conversation, API_KEY.name);
  const credentials =
    key === undefined
      ? { accountSid, username: accountSid, password: read(AUTH_TOKEN) }
      : { accountSid, username: key, password: read(API_SECRET) };
  return twilioAccountSource(
    { ...connection, credentials, timeoutMs: TWILIO_TIMEOUT_MS },
    conversation.shell.clock,
  );
}

/** @throws InviteError `settings_malformed` */
function standInOf(address: string | undefined): URL | null {
  const settings = parseSettings({ [STAND_IN]: address });
  refuseMalformed(settings, [STAND_IN]);
  return settings.values[STAND_IN] ?? null;
}

async function showWritten(
  shell: Shell,
  { json, quiet }: Pick<ListOptions, 'json' | 'quiet'>,
  file: string,
  written: readonly string[],
): Promise<void> {
  if (json) writeDocument(shell.stdout, { command: 'init', file, written });
  else if (written.length === 0) shell.stdout.write('Nothing was changed.\n');
  else {
    const text = `Kept in ${file}, for you alone: ${written.join(', ')}.`;
    shell.stdout.write(`${await hanging(text, shell.stdout.columns(), 0)}\n`);
  }
  if (quiet) return;
  shell.stderr.write(
    '\nNext: urmston-invite doctor\nThen a rehearsal: urmston-invite send samples/players.csv --rehearse\n',
  );
}
