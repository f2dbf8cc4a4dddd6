import { digestOf, type Message, type Digest } from '../message/message.ts';
import { type Approval, readYes, type OperatorYes } from './operator-yes.ts';

declare const approval: unique symbol;

/** A message a person has said yes to. Only `approve` makes one, and only one can be sent. */
export type ApprovedMessage = Message & { readonly [approval]: Approval };

/**
 * `approve` binds a yes to the message it was given for; `approvalOf` has the approval of a message
 * that is about to be sent, checked against what the message holds now. Both throw where the two do
 * not belong together: a fault in the tool.
 */
export const { approve, approvalOf } = bindApprovals<Message, ApprovedMessage>('message', digestOf);

/** How long a yes holds: a computer that slept with approved messages does not send them next day. */
export const APPROVAL_VALID_HOURS = 12;

/** Whether a message is to be asked again, because its yes is too old. */
export function isApprovalStale(message: ApprovedMessage, now: Date): boolean {
  const hours = (now.getTime() - approvalOf(message).at.getTime()) / 3_600_000;
  return hours > APPROVAL_VALID_HOURS;
}

type Approvals<Thing, Approved> = {
  /**
   * Binds a yes to the text it was given for.
   *
   * @throws Error when what was shown is not this text: a fault in the tool
   */
  readonly approve: (thing: Thing, yes: OperatorYes) => Approved;
  /**
   * The approval of a text that is about to be sent, checked against what it holds now.
   *
   * @throws Error when nobody approved this text as it stands: a fault in the tool
   */
  readonly approvalOf: (approved: Approved) => Approval;
};

/**
 * The approvals of one kind of text. They are held apart from the texts, so that no copy and no cast
 * carries an approval along, and apart from those of any other kind.
 *
 * @param digestOf what a yes to a text of this kind is bound to
 */
export function bindApprovals<Thing extends object, Approved extends Thing>(
  noun: 'message' | 'reply',
  digestOf: (thing: Thing) => Digest,
): Approvals<Thing, Approved> {
  const approvals = new WeakMap<Thing, Approval>();
  return {
    approve: (thing, yes) => {
      const approval = readYes(yes);
      if (approval.digest !== digestOf(thing)) {
        throw new Error(`The yes was given for another ${noun}.`);
      }
      const approved = frozen(structuredClone(thing)) as Approved;
      approvals.set(approved, approval);
      return approved;
    },
    approvalOf: (approved) => {
      const found = approvals.get(approved);
      if (found === undefined) throw new Error(`Nobody approved this ${noun}.`);
      if (found.digest !== digestOf(approved)) {
        throw new Error(`The ${noun} changed after its approval.`);
      }
      return found;
    },
  };
}

/** Frozen to its leaves: what was approved stays as it was, whoever holds it. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
