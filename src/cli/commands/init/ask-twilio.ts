import type { AccountSource, TwilioAnswer } from '../../../application/ports/account-source.ts';
import { aborted } from '../../../application/ports/clock.ts';
import {
  checkAccount,
  checkSender,
  connectionProblem,
} from '../../../application/set-up/account-check.ts';
import { checkTemplate, missingTemplate } from '../../../application/set-up/template-check.ts';
import { asTemplateSid } from '../../../domain/message/template.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { setUpFinding, type SetUpDetail } from '../../../domain/set-up/set-up.ts';
import { explainSetUp } from '../../../text/set-up/set-up.ts';
import type { Shell } from '../../shell.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import {
  askSetting,
  isConfirmed,
  say,
  valueOf,
  type Conversation,
  SENDER,
  TEMPLATE,
} from './ask-setting.ts';

export type InitConversation = Conversation & { readonly shell: Shell };

/** Whether Twilio accepted the credentials; `unchecked` where it could not be asked. */
export type Login = 'accepted' | 'refused' | 'unchecked';

/**
 * Logs in to Twilio with the credentials given, and shows the account.
 *
 * @throws InviteError `stopped_by_hand`
 */
export async function checkLogin(
  conversation: InitConversation,
  source: AccountSource,
): Promise<Login> {
  const account = await waitFor(conversation, source.account());
  // A standard API key may not read the account; one that reads the senders is accepted.
  const problem = connectionProblem(
    account.kind === 'refused' ? await waitFor(conversation, source.senders()) : account,
  );
  if (problem === null) {
    await showFinding(conversation, checkAccount(account));
    return 'accepted';
  }
  await showFinding(conversation, problem);
  if (problem.code === 'credentials_refused') return 'refused';
  await say(
    conversation,
    'So nothing is checked with Twilio now; "urmston-invite doctor" does it later.',
  );
  return 'unchecked';
}

/**
 * Asks for the sender, and checks that the account has it.
 *
 * @param source null to leave out the check
 * @throws InviteError `stopped_by_hand`
 */
export async function askSender(
  conversation: InitConversation,
  source: AccountSource | null,
): Promise<void> {
  const senders = source === null ? null : await waitFor(conversation, source.senders());
  const [only, ...others] = senders?.kind === 'ok' ? senders.value : [];
  const offered = others.length === 0 ? only?.id : undefined;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    await askSetting(conversation, SENDER, offered);
    const sender = valueOf(conversation, SENDER.name);
    if (senders === null || sender === undefined) return;
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (await isAccepted(conversation, [checkSender(sender, senders)])) return;
  }
}

/**
 * Asks for the template, and shows its approval and its faults.
 *
 * @param source null to leave out the check
 * @throws InviteError `stopped_by_hand`
 */
export async function askTemplate(
  conversation: InitConversation,
  source: AccountSource | null,
): Promise<void> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    await askSetting(conversation, TEMPLATE);
    const sid = asTemplateSid(valueOf(conversation, TEMPLATE.name) ?? '');
    if (source === null || sid === null) return;
    // oxlint-disable-next-line no-await-in-loop -- as above
    const asked = await waitFor(conversation, source.template(sid));
    const details: readonly SetUpDetail[] =
      asked.kind === 'ok'
        ? checkTemplate(asked.value, conversation.shell.clock.now())
        : [connectionProblem(asked) ?? missingTemplate(asked, sid)];
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (await isAccepted(conversation, details)) return;
  }
}

/** Shows the findings. Where one is a fault, asks whether to keep the value. */
async function isAccepted(
  conversation: InitConversation,
  details: readonly SetUpDetail[],
): Promise<boolean> {
  // oxlint-disable-next-line no-await-in-loop -- one line after the other
  for (const detail of details) await showFinding(conversation, detail);
  const hasFault = details.some((detail) => setUpFinding(detail).state === 'fault');
  return !hasFault || (await isConfirmed(conversation, 'Keep it all the same? (y/n)'));
}

const INDENT = 2;

async function showFinding(conversation: Conversation, detail: SetUpDetail): Promise<void> {
  const { message, fix } = explainSetUp(detail);
  const { state } = setUpFinding(detail);
  const { good, odd, bad } = conversation.colours;
  const mark = { ok: good('ok'), warning: odd('warning'), fault: bad('fault') }[state];
  await say(conversation, `${mark}: ${message}${fix === null ? '' : ` ${fix}`}`, INDENT);
}

async function waitFor<T>(
  { shell }: InitConversation,
  answer: Promise<TwilioAnswer<T>>,
): Promise<TwilioAnswer<T>> {
  const spinner = await startSpinner(shell, 'Asking Twilio', false);
  try {
    const asked = await Promise.race([answer, aborted(shell.stop)]);
    if (asked === null) throw new InviteError({ code: 'stopped_by_hand', during: 'init' });
    return asked;
  } finally {
    spinner.stop();
  }
}
