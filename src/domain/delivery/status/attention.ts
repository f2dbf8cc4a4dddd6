import type { ConversationState } from '../../contact/conversation.ts';
import type { OptOutState } from '../../contact/opt-out.ts';
import type { LedgerMessage } from '../ledger-message.ts';
import type { DeliveryStatus, Urgency } from './delivery-status.ts';

/**
 * What a message stands for in the list of `status`, in the order of that list:
 *
 * - `failed`: it did not arrive;
 * - `perhaps_stopped`: a reply may mean that the parent wants no more messages;
 * - `stopped`: the parent gets no more messages;
 * - `answer`: the parent wrote and has no answer yet;
 * - `answer_late`: likewise, and WhatsApp takes free text no longer;
 * - `unknown`, `overdue`, `waiting`, `arrived`: the urgency of the message;
 * - `held`: WhatsApp may be holding it, for less than a day so far;
 * - `erased`: its recipient was erased.
 */
const STANDINGS = [
  'failed',
  'perhaps_stopped',
  'stopped',
  'answer',
  'answer_late',
  'unknown',
  'overdue',
  'held',
  'waiting',
  'arrived',
  'erased',
] as const;
export type Standing = (typeof STANDINGS)[number];

/** What is known about the recipient of a message. */
export type RecipientFacts = {
  readonly optOut: OptOutState | null;
  /** Whether the parent's last message has no answer, and whether free text can still answer it. */
  readonly unanswered: 'in_time' | 'too_late' | null;
};

/** The standing of a message by its urgency and its recipient. */
export function standingOf(
  {
    isErased,
    urgency,
    isHeld,
  }: Pick<LedgerMessage, 'isErased'> & Pick<DeliveryStatus, 'urgency' | 'isHeld'>,
  { optOut, unanswered }: RecipientFacts,
): Standing {
  if (isErased) return 'erased';
  if (optOut !== null) return optOut === 'pending' ? 'perhaps_stopped' : 'stopped';
  if (urgency === 'failed') return 'failed';
  if (unanswered !== null) return unanswered === 'in_time' ? 'answer' : 'answer_late';
  return urgency === 'waiting' && isHeld ? 'held' : urgency;
}

/** @param conversation the state of the conversation with the recipient; absent where there is none */
export function unansweredBy(
  conversation: ConversationState | undefined,
): RecipientFacts['unanswered'] {
  switch (conversation?.kind) {
    case 'waiting':
      return 'in_time';
    case 'too_late':
      return 'too_late';
    default:
      return null;
  }
}

/** What a person has to do about a message: look after it, or answer the parent. */
export type Need = 'attention' | 'answer';

const NEEDS: { readonly [standing in Standing]: Need | null } = {
  failed: 'attention',
  perhaps_stopped: 'attention',
  stopped: 'attention',
  answer: 'answer',
  answer_late: 'answer',
  unknown: 'attention',
  overdue: 'attention',
  held: null,
  waiting: null,
  arrived: null,
  erased: null,
};

export function needOf(standing: Standing): Need | null {
  return NEEDS[standing];
}

/**
 * How much of the messages with a standing is listed, unless all are asked for: the people, or the heading
 * alone where there is something to know of them and nothing to do for each.
 */
export function listingOf(standing: Standing): 'people' | 'heading' | 'nothing' {
  if (standing === 'held') return 'heading';
  return needOf(standing) === null ? 'nothing' : 'people';
}

/**
 * What tells messages of one standing apart that are explained in different words. One explanation is true of
 * all messages with the same standing and reason.
 */
export function reasonOf(
  { message, state, isHeld }: Pick<DeliveryStatus, 'message' | 'state' | 'isHeld'>,
  standing: Standing,
): string {
  switch (standing) {
    case 'failed':
      return state === 'canceled' ? state : codeText(message);
    case 'unknown': {
      const { candidate, doubt, soughtAt } = message;
      return candidate?.doubt ?? `${doubt ?? ''} ${soughtAt === null ? 'not_sought' : 'sought'}`;
    }
    case 'overdue':
      return isHeld ? 'held' : state === 'sent' ? state : 'silent';
    default:
      return '';
  }
}

function codeText({ deliveryCode, twilioCode }: LedgerMessage): string {
  return String(deliveryCode ?? twilioCode ?? '');
}

/** The sort key of a message. */
export type Place = Pick<LedgerMessage, 'team' | 'to' | 'player'> & {
  readonly standing: Standing;
  readonly reason: string;
  readonly urgency: Urgency;
};

/** Sorts by standing and reason, then by team and family. */
export function compareByStanding(a: Place, b: Place): number {
  return (
    STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) ||
    compare(a.reason, b.reason) ||
    compare(a.team, b.team) ||
    compare(a.to, b.to) ||
    compare(a.player, b.player)
  );
}

/** Equal texts are common, and `localeCompare` is slow. */
function compare(a: string, b: string): number {
  return a === b ? 0 : a.localeCompare(b);
}
