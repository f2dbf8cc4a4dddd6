import { aborted } from '../../../application/aborted.ts';
import type { AccountSource, Asked } from '../../../application/ports/account-source.ts';
import { checkAccount, checkSender, lostOf } from '../../../application/set-up/account-check.ts';
import { checkTemplate } from '../../../application/set-up/template-check.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { setUpFinding, type SetUpDetail } from '../../../domain/set-up/set-up.ts';
import { asTemplateSid } from '../../../domain/message/template.ts';
import { explainSetUp } from '../../../text/set-up/set-up.ts';
import type { Shell } from '../../shell.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import {
  askSetting,
  isYes,
  say,
  valueOf,
  type Conversation,
  SENDER,
  TEMPLATE,
} from './ask-setting.ts';

export type CheckedTalk = Conversation & { readonly shell: Shell };

/** What Twilio says to the credentials: whether they are worth asking anything else with. */
export type Login = 'taken' | 'refused' | 'unchecked';

/**
 * Shows whose account it is.
 *
 * @throws InviteError `stopped_by_hand`
 */
export async function checkLogin(talk: CheckedTalk, source: AccountSource): Promise<Login> {
  const account = await waitFor(talk, source.account());
  // A standard API key may not see the account, and is good for all the rest.
  const lost = lostOf(account.kind === 'refused' ? await waitFor(talk, source.senders()) : account);
  if (lost === null) {
    await tell(talk, checkAccount(account));
    return 'taken';
  }
  await tell(talk, lost);
  if (lost.code === 'credentials_refused') return 'refused';
  await say(talk, 'So nothing is checked with Twilio now; "urmston-invite doctor" does it later.');
  return 'unchecked';
}

/**
 * Asks for the sender, and holds it against those of the account.
 *
 * @param source null where Twilio is not asked
 * @throws InviteError `stopped_by_hand`
 */
export async function askSender(talk: CheckedTalk, source: AccountSource | null): Promise<void> {
  const senders = source === null ? null : await waitFor(talk, source.senders());
  const [only, ...others] = senders?.kind === 'ok' ? senders.value : [];
  const offered = others.length === 0 ? only?.id : undefined;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    await askSetting(talk, SENDER, offered);
    const sender = valueOf(talk, SENDER.name);
    if (senders === null || sender === undefined) return;
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (await isAccepted(talk, [checkSender(sender, senders)])) return;
  }
}

/**
 * Asks for the template, and tells what Twilio and WhatsApp say of it.
 *
 * @param source null where Twilio is not asked
 * @throws InviteError `stopped_by_hand`
 */
export async function askTemplate(talk: CheckedTalk, source: AccountSource | null): Promise<void> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    await askSetting(talk, TEMPLATE);
    const sid = asTemplateSid(valueOf(talk, TEMPLATE.name) ?? '');
    if (source === null || sid === null) return;
    // oxlint-disable-next-line no-await-in-loop -- as above
    const asked = await waitFor(talk, source.template(sid));
    const details: readonly SetUpDetail[] =
      asked.kind === 'ok'
        ? checkTemplate(asked.value, talk.shell.clock.now())
        : [lostOf(asked) ?? { code: 'template_not_found', sid }];
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (await isAccepted(talk, details)) return;
  }
}

/** Tells what was found; with a fault in it, it is taken on a yes alone. */
async function isAccepted(talk: CheckedTalk, details: readonly SetUpDetail[]): Promise<boolean> {
  // oxlint-disable-next-line no-await-in-loop -- one line after the other
  for (const detail of details) await tell(talk, detail);
  const hasFault = details.some((detail) => setUpFinding(detail).state === 'fault');
  return !hasFault || (await isYes(talk, 'Keep it all the same? (y/n)'));
}

const INDENT = 2;

async function tell(talk: Conversation, detail: SetUpDetail): Promise<void> {
  const { message, fix } = explainSetUp(detail);
  const { state } = setUpFinding(detail);
  const { good, odd, bad } = talk.colours;
  const mark = { ok: good('ok'), warning: odd('warning'), fault: bad('fault') }[state];
  await say(talk, `${mark}: ${message}${fix === null ? '' : ` ${fix}`}`, INDENT);
}

async function waitFor<T>({ shell }: CheckedTalk, answer: Promise<Asked<T>>): Promise<Asked<T>> {
  const spinner = await startSpinner(shell, 'Asking Twilio', false);
  try {
    const asked = await Promise.race([answer, aborted(shell.stop)]);
    if (asked === null) throw new InviteError({ code: 'stopped_by_hand', during: 'init' });
    return asked;
  } finally {
    spinner.stop();
  }
}
