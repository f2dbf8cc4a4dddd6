import { type InboxEntry } from '../../../application/inbox/read-inbox.ts';
import { lastReplyOf } from '../../../domain/contact/conversation.ts';
import { readReplyText, type FreeReply } from '../../../domain/contact/free-reply.ts';
import { whatsappAddress } from '../../../domain/contact/recipient.ts';
import { fillAnswer } from '../../../domain/contact/saved-answer.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { Advice } from '../../../text/advice.ts';
import { explainReplyText } from '../../../text/delivery/reply-text.ts';
import { INBOX_TEXTS } from '../../../text/inbox/inbox.ts';
import { explainUnfilled } from '../../../text/inbox/saved-answer.ts';
import { explainStop } from '../../../text/stop.ts';
import { askAboutAnswer, type AnswerResult } from '../../answering/ask-about-answer.ts';
import { showAnswer } from '../../answering/show-answer.ts';
import type { ExitCode } from '../../exit-code.ts';
import { indented, writeWrapped } from '../../terminal/wrap-text.ts';
import { nameOf } from './card.ts';
import { holding } from './hold.ts';
import { isAsShown } from './refresh.ts';
import type { Walk } from './session.ts';

/** The text of an answer: as it was typed, or with the places of a saved one. */
export type Answering = { readonly kind: 'written' | 'saved'; readonly text: string };

export type Answered =
  | { readonly kind: 'sent'; readonly exitCode: ExitCode; readonly sid: MessageSid | null }
  /** The operator chose another key, or the text cannot be sent. */
  | { readonly kind: 'not_sent' }
  /** Nothing was sent, since the conversation is no longer as it was shown. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'quit' };

/** Shows an answer as the parent will read it, asks, and sends it on a yes. */
export async function answerConversation(
  entry: InboxEntry,
  answering: Answering,
  walk: Walk,
): Promise<Answered> {
  const { shell, world, colours } = walk;
  const { phone } = entry.conversation;
  const body = bodyOf(entry, answering, walk);
  if (phone === null || typeof body !== 'string') {
    if (typeof body !== 'string') await explain(body, walk);
    return { kind: 'not_sent' };
  }
  const received = lastReplyOf(entry.conversation);
  const answer: FreeReply = { phone, to: whatsappAddress(phone), body, answers: received.sid };
  const question = {
    answer,
    received,
    parent: nameOf(entry),
    card: async () =>
      `\n${colours.bold(INBOX_TEXTS.answer)}\n\n${await indented(body, shell.stderr.columns(), colours)}\n`,
    isUnchanged: async () => await isAsShown(entry, world, shell),
    whileSending: async (work: () => Promise<AnswerResult>) => await holding(world, shell, work),
  };
  const result = await unlessInUse(async () => await askAboutAnswer(question, walk), walk);
  return result === null ? { kind: 'not_sent' } : await showResult(result, answer, walk);
}

function bodyOf(
  { values }: InboxEntry,
  { kind, text }: Answering,
  { link }: Walk,
): string | Advice {
  if (kind === 'written') {
    const read = readReplyText(text);
    return read.ok ? read.text : explainReplyText(read.fault);
  }
  const filled = fillAnswer(text, { ...values, LINK: link === null ? [] : [link] });
  return filled.ok ? filled.text : explainUnfilled(filled.why);
}

/** Null where another run has the ledger, which is explained. */
async function unlessInUse(
  work: () => Promise<AnswerResult>,
  walk: Walk,
): Promise<AnswerResult | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InviteError) || error.problem.code !== 'ledger_in_use') throw error;
    await explain(explainStop(error.problem), walk);
    return null;
  }
}

async function showResult(
  { fate, fault }: AnswerResult,
  answer: FreeReply,
  walk: Walk,
): Promise<Answered> {
  const { shell, world } = walk;
  switch (fate.kind) {
    case 'skipped':
      return { kind: 'not_sent' };
    case 'left':
      return { kind: 'quit' };
    case 'changed':
      await writeWrapped(shell.stderr, `\n${walk.colours.odd(INBOX_TEXTS.changed)}\n`);
      return { kind: 'changed' };
    case 'handled_since':
      await explain(explainStop({ code: 'reply_handled_since', handling: fate.handling }), walk);
      return { kind: 'changed' };
    case 'opted_out':
      await explain(explainStop({ code: 'number_opted_out' }), walk);
      return { kind: 'changed' };
    case 'window_closed':
      await writeWrapped(shell.stderr, `\n${walk.colours.odd(INBOX_TEXTS.tooLate)}\n`);
      return { kind: 'changed' };
    default: {
      const settled = { result: { fate, fault }, answer, mode: world.mode };
      const exitCode = await showAnswer(shell, { json: false, color: walk.color }, settled);
      const isSent = fate.kind !== 'refused' && fate.kind !== 'unreachable';
      if (!isSent) return { kind: 'changed' };
      return { kind: 'sent', exitCode, sid: fate.kind === 'accepted' ? fate.messageSid : null };
    }
  }
}

async function explain({ message, fix }: Advice, { shell, colours }: Walk): Promise<void> {
  await writeWrapped(shell.stderr, `\n${colours.odd(message)}\n${fix}\n`);
}
