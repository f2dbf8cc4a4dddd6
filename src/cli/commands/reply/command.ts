import { runMode } from '../../../adapters/settings/run-settings.ts';
import {
  windowClosesAt,
  type FreeReply,
  readReplyText,
} from '../../../domain/contact/free-reply.ts';
import { whatsappAddress } from '../../../domain/contact/recipient.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { isExamplePhone } from '../../../domain/record/phone/phone.ts';
import { wordFor } from '../../../text/mode-names.ts';
import {
  askAboutAnswer,
  parentOf,
  type AnswerFate,
  type AnswerResult,
} from '../../answering/ask-about-answer.ts';
import { showAnswer, type SettledAnswer } from '../../answering/show-answer.ts';
import { phoneArgument } from '../../command-line/phone-argument.ts';
import { openStores, type Stores } from '../../composition/open-stores.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import { openRealWorld, openRehearsal, type World } from '../../composition/world.ts';
import type { ExitCode } from '../../exit-code.ts';
import { answersFrom } from '../../operator/answer-source.ts';
import { refuseWithoutOperator } from '../../operator/answer-source.ts';
import { senderNotes } from '../../sending/header-facts.ts';
import { fetchAccount } from '../../sending/operator-session.ts';
import { quietHours } from '../../sending/quiet-hours.ts';
import { settleReplies } from '../../sending/settle.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { replyCard, type ReplyOptions } from './view.ts';

/**
 * Sends a free-form answer to a parent who wrote within the last 24 hours. It is shown and approved like
 * an invite.
 *
 * @param typed the text of the answer, as it was typed
 * @throws InviteError `number_malformed`, `reply_text_unfit`, `operator_needed`, `reply_window_closed`,
 *   `number_opted_out`, `stopped_by_hand`, and every reason for which nothing can be sent
 */
export async function reply(
  shell: Shell,
  number: string,
  typed: string,
  options: ReplyOptions,
): Promise<ExitCode> {
  const phone = phoneArgument([number]);
  const text = readReplyText(typed);
  if (!text.ok) throw new InviteError({ code: 'reply_text_unfit', fault: text.fault });
  if (!options.rehearse) refuseWithoutOperator(shell);
  const settings = settingsOf(shell);
  const mode = runMode(settings, options.rehearse);
  if (mode === 'live' && isExamplePhone(phone)) {
    throw new InviteError({ code: 'number_malformed', problem: { code: 'phone_example' } });
  }
  const received = await lastReplyFrom(phone, await openStores(shell, settings, mode));
  refuseClosedWindow(received, shell.clock.now());
  const to = whatsappAddress(phone);
  const answer: FreeReply = { phone, to, body: text.text, answers: received.sid };
  const lastInbound = (from: string): Date | null => (from === to ? received.at : null);
  const world = await (options.rehearse
    ? openRehearsal(shell, settings, { lastInbound })
    : openRealWorld(shell, settings));
  try {
    await world.ledger.hold(world.operatorName, shell.clock.now());
    await settleReplies(shell, world);
    if (shell.stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
    if ((await world.optOuts.has([phone])).size > 0) {
      throw new InviteError({ code: 'number_opted_out' });
    }
    const known = await fetchAccount(shell, world);
    for (const note of senderNotes(known)) shell.stderr.write(`${wordFor(mode)}${note}\n`);
    const result = await askAndSend(shell, options, { answer, received, world });
    return await showAnswer(shell, options, { result, answer, mode });
  } finally {
    await world.close();
  }
}

async function lastReplyFrom(
  sender: string,
  { replies, close }: Stores,
): Promise<Reply | undefined> {
  try {
    return (await replies.from(sender)).at(-1);
  } finally {
    await close();
  }
}

/** WhatsApp takes free text only within 24 hours after a parent wrote. */
function refuseClosedWindow(received: Reply | undefined, now: Date): asserts received is Reply {
  const closedAt = received === undefined ? null : windowClosesAt(received.at);
  if (closedAt === null || closedAt <= now) {
    throw new InviteError({ code: 'reply_window_closed', closedAt });
  }
}

type Exchange = {
  /** What the parent wrote. */
  readonly received: Reply;
  readonly answer: FreeReply;
  readonly world: World;
};

async function askAndSend(
  shell: Shell,
  options: ReplyOptions,
  { answer, received, world }: Exchange,
): Promise<SettledAnswer> {
  const colours = await coloursFor(shell.stderr, shell, options.color);
  const answers = await answersFrom(shell);
  try {
    const session = { shell, answers, colours };
    const hours = quietHours({ hours: world.guards.sendHours, mode: world.mode }, session);
    const parent = parentOf(answer, await world.replyLog.nameOf(answer.to));
    const columns = shell.stderr.columns();
    const question = {
      answer,
      received,
      parent,
      card: async () => await replyCard(answer, { received, parent }, colours, columns),
      isUnchanged: async () => true,
      whileSending: async (work: () => Promise<AnswerResult>) => await work(),
    };
    const { fate, fault } = await askAboutAnswer(question, { ...session, world, hours });
    return { fate: fateShown(fate, received, shell), fault };
  } finally {
    answers.close();
  }
}

/** @throws InviteError where nothing was sent for a reason that ends the command */
function fateShown(
  fate: AnswerFate,
  received: Reply,
  { stop }: Pick<Shell, 'stop'>,
): SettledAnswer['fate'] {
  switch (fate.kind) {
    case 'opted_out':
      throw new InviteError({ code: 'number_opted_out' });
    case 'window_closed':
      throw new InviteError({
        code: 'reply_window_closed',
        closedAt: windowClosesAt(received.at),
      });
    case 'handled_since':
      throw new InviteError({ code: 'reply_handled_since', handling: fate.handling });
    case 'left':
    case 'changed':
      if (stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
      return { kind: 'left' };
    default:
      return fate;
  }
}
