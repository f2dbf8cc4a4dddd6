import { digestOf, type Digest, type Message } from './message.ts';

declare const approval: unique symbol;

/** An operator's yes to one message: its digest, who, when. */
export type Approval = {
  readonly digest: Digest;
  readonly operator: string;
  readonly at: Date;
};

/** A message a person has said yes to. Only `approve` makes one, and only one can be sent. */
export type ApprovedMessage = Message & { readonly [approval]: Approval };

/** What the operator said yes to: the digest is that of the message that stood on the screen. */
export type OperatorYes = {
  readonly shown: Digest;
  readonly operator: string;
  readonly at: Date;
};

/** Held apart from the messages, so that no copy and no cast carries an approval along. */
const approvals = new WeakMap<Message, Approval>();

/**
 * Binds a yes to the message it was given for.
 *
 * @throws Error when what was shown is not this message: a fault in the tool
 */
export function approve(message: Message, yes: OperatorYes): ApprovedMessage {
  const { shown, operator, at } = yes;
  if (shown !== digestOf(message)) throw new Error('The yes was given for another message.');
  const approved = frozen(structuredClone(message)) as ApprovedMessage;
  approvals.set(approved, { digest: shown, operator, at });
  return approved;
}

/**
 * The approval of a message that is about to be sent, checked against what the message holds now.
 *
 * @throws Error when nobody approved this message as it stands: a fault in the tool
 */
export function approvalOf(message: ApprovedMessage): Approval {
  const found = approvals.get(message);
  if (found === undefined) throw new Error('Nobody approved this message.');
  if (found.digest !== digestOf(message))
    throw new Error('The message changed after its approval.');
  return found;
}

/** How long a yes holds: a computer that slept with approved messages does not send them next day. */
export const APPROVAL_VALID_HOURS = 12;

/** Whether a message is to be asked again, because its yes is too old. */
export function isApprovalStale(message: ApprovedMessage, now: Date): boolean {
  const hours = (now.getTime() - approvalOf(message).at.getTime()) / 3_600_000;
  return hours > APPROVAL_VALID_HOURS;
}

/** Frozen to its leaves: what was approved stays as it was, whoever holds it. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
