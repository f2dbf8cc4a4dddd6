import type { MessageSid } from '../delivery/ids.ts';
import { mayHaveArrived } from '../delivery/non-delivery.ts';
import type { AttemptState, DeliveryState } from '../delivery/state.ts';
import type { Phone } from '../record/phone/phone.ts';
import { windowClosesAt } from './free-reply.ts';
import type { OptOut } from './opt-out.ts';
import type { Reply } from './reply.ts';
import { replyIntentOf } from './stop-words.ts';

/** The club's answer to a parent, as the ledger has it. */
export type ClubAnswer = {
  /** Null while Twilio has not accepted it. */
  readonly sid: MessageSid | null;
  /** `whatsapp:` and an E.164 number. */
  readonly to: string;
  readonly text: string;
  readonly operator: string;
  /** When it was approved. */
  readonly at: Date;
  /** The parent's message that it answers; null where an older version sent it. */
  readonly answers: MessageSid | null;
  readonly state: AttemptState;
  /** Twilio's latest delivery state; null before the first one. */
  readonly delivery: DeliveryState | null;
  /** Twilio's error code where it was refused or did not arrive. */
  readonly code: number | null;
};

/** Everything that one person wrote, and what the club answered. */
export type Conversation = {
  /** The number or user id, or the address as Twilio gave it where it is neither. */
  readonly correspondent: string;
  /** Null where the number is not known. */
  readonly phone: Phone | null;
  /** At least one, oldest first. */
  readonly replies: readonly [Reply, ...Reply[]];
  /** Oldest first. */
  readonly answers: readonly ClubAnswer[];
  /** The current opt-out, confirmed or pending. */
  readonly optOut: Pick<OptOut, 'state' | 'operator' | 'at'> | null;
};

/**
 * - `waiting`: the last message has no answer, and free text can still answer it;
 * - `too_late`: it has none, and WhatsApp takes free text no longer;
 * - `answered`, `done`: the club answered it, or an operator decided that it needs no answer;
 * - `stopped`: the person wants no more messages.
 */
export type ConversationState =
  | { readonly kind: 'waiting'; readonly until: Date }
  | { readonly kind: 'too_late'; readonly since: Date }
  | {
      readonly kind: 'answered';
      readonly at: Date;
      /** The operator; null where it was answered outside this tool. */
      readonly by: string | null;
      readonly text: string;
    }
  | { readonly kind: 'done' | 'stopped'; readonly at: Date; readonly by: string };

/** The last message of the person. */
export function lastReplyOf({ replies }: Pick<Conversation, 'replies'>): Reply {
  return replies.at(-1) ?? replies[0];
}

/** What the person wrote since the club last did anything about it; the last message where nothing is open. */
export function openRepliesOf({
  replies,
  answers,
}: Pick<Conversation, 'replies' | 'answers'>): readonly [Reply, ...Reply[]] {
  const last = lastReplyOf({ replies });
  const closed = replies.findLastIndex(
    ({ sid, handled }) => handled !== undefined || answers.some((one) => one.answers === sid),
  );
  const [first = last, ...others] = replies.slice(closed + 1);
  return [first, ...others];
}

/** Whether a person has to look at a conversation. */
export function isUnanswered({ kind }: Pick<ConversationState, 'kind'>): boolean {
  return kind === 'waiting' || kind === 'too_late';
}

/**
 * The state of a conversation, which depends on the last message alone: a parent who writes again waits
 * again.
 *
 * @param now by Twilio's clock, which decides whether free text is still taken
 */
export function conversationState(conversation: Conversation, now: Date): ConversationState {
  const last = lastReplyOf(conversation);
  const { optOut } = conversation;
  if (optOut?.state === 'stopped' && (optOut.at >= last.at || replyIntentOf(last) === 'stop')) {
    return { kind: 'stopped', at: optOut.at, by: optOut.operator };
  }
  const answer = conversation.answers.findLast((one) => isAnswerTo(one, last));
  if (answer !== undefined) {
    return { kind: 'answered', at: answer.at, by: answer.operator, text: answer.text };
  }
  const { handled } = last;
  if (handled?.how === 'elsewhere') {
    return { kind: 'answered', at: handled.at, by: null, text: handled.text };
  }
  if (handled?.how === 'done') return { kind: 'done', at: handled.at, by: handled.operator };
  const until = windowClosesAt(last.at);
  const refused = conversation.answers.find(
    ({ answers, code }) => answers === last.sid && code === OUTSIDE_WINDOW,
  );
  const closedAt = refused === undefined || until < refused.at ? until : refused.at;
  return now < closedAt ? { kind: 'waiting', until } : { kind: 'too_late', since: closedAt };
}

/** Twilio's code where WhatsApp refuses free text, since 24 hours have passed. WhatsApp's clock decides. */
export const OUTSIDE_WINDOW = 63_016;

/** An answer of an older version counts by its time. One that did not go, or did not arrive, counts not. */
function isAnswerTo(answer: ClubAnswer, { sid, at }: Reply): boolean {
  if (!mayHaveArrived({ ...answer, deliveryCode: answer.code })) return false;
  return answer.answers === null ? answer.at >= at : answer.answers === sid;
}

/** A message of a conversation, from the parent (`in`) or from the club (`out`). */
export type ConversationMessage = {
  readonly direction: 'in' | 'out';
  readonly at: Date;
  readonly sid: MessageSid | null;
} & (
  | { readonly direction: 'in'; readonly reply: Reply }
  | {
      readonly direction: 'out';
      readonly text: string;
      /** Null for an answer from outside this tool. */
      readonly answer: ClubAnswer | null;
    }
);

/** The messages of both sides, oldest first. */
export function messagesOf({
  replies,
  answers,
}: Pick<Conversation, 'replies' | 'answers'>): readonly ConversationMessage[] {
  const received = replies.flatMap((reply): readonly ConversationMessage[] => {
    const { sid, at, handled } = reply;
    const elsewhere = handled?.how === 'elsewhere' ? [handled] : [];
    return [
      { direction: 'in', at, sid, reply },
      ...elsewhere.map((one) => ({
        direction: 'out' as const,
        at: one.at,
        sid: one.sid,
        text: one.text,
        answer: null,
      })),
    ];
  });
  const sent = answers.map((answer): ConversationMessage => {
    const { at, sid, text } = answer;
    return { direction: 'out', at, sid, text, answer };
  });
  return [...received, ...sent].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
