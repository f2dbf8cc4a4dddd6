import { sendReply } from '../../application/replies/send-reply.ts';
import { replyDigestOf, type FreeReply } from '../../domain/contact/free-reply.ts';
import type { Reply } from '../../domain/contact/reply.ts';
import type { ReplyFate } from '../../domain/delivery/fate.ts';
import { internationalForm } from '../../domain/record/phone/phone.ts';
import { printable } from '../../text/format.ts';
import type { World } from '../composition/world.ts';
import type { KeyQuestion } from '../operator/answer-source.ts';
import { askForYes } from '../operator/ask-for-yes.ts';
import type { OperatorSession } from '../sending/operator-session.ts';
import type { QuietHours } from '../sending/quiet-hours.ts';
import type { Colours } from '../terminal/colours.ts';

/** What became of an answer. The operator's n is `skipped`, the operator's q is `left`. */
export type AnswerFate =
  | ReplyFate
  | { readonly kind: 'skipped' | 'left' }
  /** Not sent, since the conversation has changed while the question stood. */
  | { readonly kind: 'changed' };

export type AnswerResult<Fate = AnswerFate> = {
  readonly fate: Fate;
  /** Why the outcome could not be written to the ledger; null where it was. */
  readonly fault: { readonly error: unknown } | null;
};

export type AnswerQuestion = {
  readonly answer: FreeReply;
  /** The parent's message that it answers. */
  readonly received: Reply;
  /** `Jane Smith, +44 7700 900123`. */
  readonly parent: string;
  /** What stands above the question. */
  readonly card: () => Promise<string>;
  /** Called after a yes: whether the conversation is still as it was shown. */
  readonly isUnchanged: () => Promise<boolean>;
  /** Runs `work`, which sends the answer. */
  readonly whileSending: (work: () => Promise<AnswerResult>) => Promise<AnswerResult>;
};

export type AnswerSession = OperatorSession & { readonly world: World; readonly hours: QuietHours };

/** Shows an answer, asks, and sends it on a yes. */
export async function askAboutAnswer(
  { answer, received, parent, card, isUnchanged, whileSending }: AnswerQuestion,
  { shell, answers, colours, world, hours }: AnswerSession,
): Promise<AnswerResult> {
  const question = {
    shown: replyDigestOf(answer),
    card,
    question: answerQuestion(parent, colours),
    explanation: ANSWER_KEYS,
  };
  const view = { name: world.operatorName, mayAskNow: hours.mayAskNow };
  const decision = await askForYes(question, { shell, source: answers, view }, shell.stop);
  if (decision.kind === 'no') return { fate: { kind: 'skipped' }, fault: null };
  if (decision.kind !== 'yes') return { fate: { kind: 'left' }, fault: null };
  const { yes } = decision;
  return await whileSending(async () => {
    if (!(await isUnchanged())) return { fate: { kind: 'changed' }, fault: null };
    const { gateway, optOuts, replies, replyLog: log } = world;
    const { clock, stopNow } = shell;
    const ports = { gateway, log, replies, optOuts, clock, stopNow, hoursNow: hours.hoursNow };
    const clockAheadMs = clockAhead(world);
    const fate = await sendReply(answer, yes, received, { ...ports, clockAheadMs });
    return fate.kind === 'unwritten'
      ? { fate: fate.outcome, fault: { error: fate.error } }
      : { fate, fault: null };
  });
}

/** Twilio's clock has a resolution of one second, and a response takes a few seconds. */
const LEAST_DIFFERENCE_MS = 5000;
/** A difference larger than any time zone comes from a test, or from a response that a proxy has kept. */
const LARGEST_DIFFERENCE_MS = 14 * 3_600_000;

/** By how much this computer's clock is ahead of Twilio's, in milliseconds; 0 where they agree. */
export function clockAhead({ senderSource }: Pick<World, 'senderSource'>): number {
  const aheadMs = senderSource.clockAheadMs() ?? 0;
  const difference = Math.abs(aheadMs);
  return difference < LEAST_DIFFERENCE_MS || difference > LARGEST_DIFFERENCE_MS ? 0 : aheadMs;
}

/** `Jane Smith, +44 7700 900123`; the number alone where the ledger has no name for it. */
export function parentOf({ phone }: Pick<FreeReply, 'phone'>, name: string | null): string {
  const number = internationalForm(phone);
  return name === null ? number : `${printable(name)}, ${number}`;
}

function answerQuestion(parent: string, colours: Colours): KeyQuestion {
  return {
    question: colours.bold(`Send this to ${parent}? (y/n/q/?)`),
    keys: ['y', 'n', 'q', '?'],
    otherKey: colours.odd('Press y, n, q or ?.'),
  };
}

const ANSWER_KEYS = `
  y  send this reply, to this number, as it stands
  n  send nothing
  q  stop here; nothing is sent
`;
