import { homeFolder, settingsFile } from '../../../adapters/files/home-folder.ts';
import { findSettings, readEnvFile } from '../../../adapters/settings/find-settings.ts';
import { parseSettings, refuseMalformed } from '../../../adapters/settings/settings.ts';
import { keepSettings } from '../../../adapters/settings/settings-file.ts';
import { twilioAccountSource } from '../../../adapters/twilio/account-source.ts';
import { TWILIO_TIMEOUT_MS, type TwilioConnection } from '../../../adapters/twilio/client.ts';
import type { AccountSource } from '../../../application/ports/account-source.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { DEFAULT_SEND_HOURS } from '../../../domain/policy/send-hours.ts';
import type { ExitCode } from '../../exit-codes/exit-code.ts';
import { hanging } from '../../terminal/wrap-text.ts';
import { lineAsker } from '../../operator/line-asker.ts';
import { coloursFor } from '../../terminal/colours.ts';
import {
  answer,
  askSetting,
  isYes,
  lineFrom,
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
import { askSender, askTemplate, checkLogin, type CheckedTalk } from './ask-twilio.ts';
import type { Shell } from '../../shell.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import type { ListOptions } from '../../command-line/options.ts';

const STAND_IN = 'TWILIO_BASE_URL';

/** Asks for the settings, one after the other, and keeps them all at the end, or none. */
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
    const talk = { shell, asker, output: shell.stderr, colours, found, inFile, answers };
    await say(
      talk,
      `The settings for sending. Enter keeps what stands in brackets; Ctrl-C stops, and then nothing is changed. They are kept in ${file}.`,
    );
    await askAll(talk, { standIn, closed: closing.signal });
    const changed = [...answers].filter(([name, value]) => (inFile[name] ?? '') !== value);
    if (changed.length > 0) keepSettings(file, Object.fromEntries(changed));
    await writeSendSummary(
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

type Reach = Pick<TwilioConnection, 'standIn' | 'closed'>;

async function askAll(talk: CheckedTalk, reach: Reach): Promise<void> {
  const source = await askLogin(talk, reach);
  await askSender(talk, source);
  await askTemplate(talk, source);
  await askSetting(talk, OPERATOR, talk.shell.loginName());
  await askSetting(talk, TEST_NUMBERS);
  await askSetting(talk, SEND_HOURS, DEFAULT_SEND_HOURS);
}

/** Asks for account and credentials until Twilio takes them, or they are kept as they are; null where it is not asked. */
async function askLogin(talk: CheckedTalk, reach: Reach): Promise<AccountSource | null> {
  for (;;) {
    /* oxlint-disable no-await-in-loop -- one question after the other */
    await askSetting(talk, ACCOUNT_SID);
    await askCredentials(talk);
    const source = sourceFor(talk, reach);
    const login = await checkLogin(talk, source);
    if (login === 'taken') return source;
    if (login === 'unchecked') return null;
    if (!(await isYes(talk, 'Type them again? (y/n)'))) return null;
    /* oxlint-enable no-await-in-loop */
  }
}

async function askCredentials(talk: Conversation): Promise<void> {
  const hasKey = valueOf(talk, API_KEY.name) !== undefined;
  await say(
    talk,
    '\nThe tool logs in with the auth token of the account, or with an API key, which survives a change of the token.',
  );
  const usual = hasKey ? 'k' : 't';
  const typed = await lineFrom(talk, {
    question: `${talk.colours.bold('Token or key? (t/k)')} [${usual}]:`,
    isSecret: false,
    faultOf: (text) => (/^[tk]?$/iu.test(text) ? null : 'Type t or k, and Enter.'),
  });
  if ((typed || usual).toLowerCase() === 'k') {
    await askSetting(talk, API_KEY);
    await askSetting(talk, API_SECRET);
    return;
  }
  await askSetting(talk, AUTH_TOKEN);
  // Where both are set the key is used, so the token counts only without one.
  if (hasKey) await answer(talk, API_KEY, '');
}

function sourceFor(talk: CheckedTalk, reach: Reach): AccountSource {
  const read = ({ name }: { readonly name: string }): string => valueOf(talk, name) ?? '';
  const accountSid = read(ACCOUNT_SID);
  const key = valueOf(talk, API_KEY.name);
  const credentials =
    key === undefined
      ? { accountSid, username: accountSid, password: read(AUTH_TOKEN) }
      : { accountSid, username: key, password: read(API_SECRET) };
  return twilioAccountSource(
    { ...reach, credentials, timeoutMs: TWILIO_TIMEOUT_MS },
    talk.shell.clock,
  );
}

/** @throws InviteError `settings_malformed` */
function standInOf(address: string | undefined): URL | null {
  const settings = parseSettings({ [STAND_IN]: address });
  refuseMalformed(settings, [STAND_IN]);
  return settings.values[STAND_IN] ?? null;
}

async function writeSendSummary(
  shell: Shell,
  { json, quiet }: Pick<ListOptions, 'json' | 'quiet'>,
  file: string,
  written: readonly string[],
): Promise<void> {
  if (json) writeDocument(shell.stdout, { command: 'init', file, written });
  else if (written.length === 0) shell.stdout.write('Nothing was changed.\n');
  else {
    const told = `Kept in ${file}, for you alone: ${written.join(', ')}.`;
    shell.stdout.write(`${await hanging(told, shell.stdout.columns(), 0)}\n`);
  }
  if (quiet) return;
  shell.stderr.write(
    '\nNext: urmston-invite doctor\nThen a rehearsal: urmston-invite send samples/players.csv --rehearse\n',
  );
}
