import { isOfferedAgain, nonDeliveryOf } from '../delivery/non-delivery.ts';
import type { Attempt } from '../delivery/outcome.ts';
import { allowsNewAttempt } from '../delivery/state.ts';
import { familiesOf } from '../list/list-check.ts';
import { digestOf, type InviteeKey, type Message, type MessageKey } from './message.ts';

/** The attempts that the ledger has for the messages of a list. */
export type LedgerView = {
  readonly byKey: ReadonlyMap<MessageKey, Attempt>;
  /** Attempts for the same player, parent and season with another template. */
  readonly otherTemplate: ReadonlyMap<InviteeKey, Attempt>;
};

/** Something about a message that the operator must see before the question. */
export type Remark =
  | { readonly kind: 'refused_before'; readonly attempt: Attempt }
  /** Approved, but never sent. */
  | { readonly kind: 'approved_before'; readonly attempt: Attempt }
  /** Twilio accepted it, and it did not arrive. */
  | { readonly kind: 'not_delivered_before'; readonly attempt: Attempt }
  /** An earlier attempt had an unknown outcome, and Twilio has no such message. */
  | { readonly kind: 'perhaps_sent_before'; readonly at: Date }
  | { readonly kind: 'invited_with_other_template'; readonly attempt: Attempt };

export type PlannedMessage = {
  readonly message: Message;
  readonly remarks: readonly Remark[];
  /** The other messages for the same phone, in the order of the questions. */
  readonly siblings: readonly Message[];
  /** The attempt that a new one would replace: of unknown outcome, or not delivered. */
  readonly replaces: Attempt | null;
};

export type KnownMessage = { readonly message: Message; readonly attempt: Attempt };

/** Which messages are asked about, which are not, and why. Plain data, made before anything is sent. */
export type Plan = {
  /** Those that replace an attempt come first. */
  readonly toAsk: readonly PlannedMessage[];
  readonly alreadySent: readonly KnownMessage[];
  /** Approved, to be sent by another run or a worker. */
  readonly onItsWay: readonly KnownMessage[];
  /** Of unknown outcome. They are not sent again. */
  readonly unknown: readonly KnownMessage[];
  /** Accepted by Twilio and not delivered, for a reason that another attempt would not change. */
  readonly undeliverable: readonly KnownMessage[];
};

export function makePlan(messages: readonly Message[], ledger: LedgerView): Plan {
  const toAsk: PlannedMessage[] = [];
  const alreadySent: KnownMessage[] = [];
  const onItsWay: KnownMessage[] = [];
  const unknown: KnownMessage[] = [];
  const undeliverable: KnownMessage[] = [];
  for (const family of familiesOf(messages)) {
    for (const message of family.messages) {
      const attempt = ledger.byKey.get(message.key);
      if (attempt === undefined || allowsNewAttempt(attempt.state) || mayBeReplaced(attempt)) {
        toAsk.push({
          message,
          remarks: remarksOn(message, attempt, ledger),
          siblings: family.messages.filter((other) => other !== message),
          replaces: attempt !== undefined && mayBeReplaced(attempt) ? attempt : null,
        });
      } else if (nonDeliveryOf(attempt) !== null) undeliverable.push({ message, attempt });
      else if (attempt.state === 'accepted') alreadySent.push({ message, attempt });
      else if (attempt.state === 'approved') onItsWay.push({ message, attempt });
      else unknown.push({ message, attempt });
    }
  }
  const isFirst = ({ replaces }: PlannedMessage): boolean => replaces !== null;
  return {
    toAsk: [...toAsk.filter(isFirst), ...toAsk.filter((planned) => !isFirst(planned))],
    alreadySent,
    onItsWay,
    unknown,
    undeliverable,
  };
}

/** Messages that were sent with other values or another text than the list has now. */
export function sentWithOtherContent({ alreadySent }: Plan): Plan['alreadySent'] {
  return alreadySent.filter(({ message, attempt }) => digestOf(message) !== attempt.digest);
}

/** Whether the operator is asked to send the message once more, in place of this attempt. */
function mayBeReplaced(attempt: Attempt): boolean {
  return wasNotFound(attempt) || isOfferedAgain(attempt);
}

/**
 * An attempt of unknown outcome may be repeated only if Twilio was asked and has no message that could
 * be it.
 */
function wasNotFound({ state, soughtAt, candidate }: Attempt): boolean {
  return state === 'unknown' && soughtAt !== null && candidate === undefined;
}

function remarksOn(
  message: Message,
  attempt: Attempt | undefined,
  ledger: LedgerView,
): readonly Remark[] {
  const remarks: Remark[] = [];
  if (attempt?.state === 'refused') remarks.push({ kind: 'refused_before', attempt });
  if (attempt !== undefined && isOfferedAgain(attempt)) {
    remarks.push({ kind: 'not_delivered_before', attempt });
  }
  if (attempt?.state === 'lapsed') remarks.push({ kind: 'approved_before', attempt });
  const perhapsSentAt = attempt?.state === 'unknown' ? attempt.at : attempt?.perhapsSentAt;
  if (perhapsSentAt) remarks.push({ kind: 'perhaps_sent_before', at: perhapsSentAt });
  const other = ledger.otherTemplate.get(message.inviteeKey);
  if (other !== undefined) remarks.push({ kind: 'invited_with_other_template', attempt: other });
  return remarks;
}
