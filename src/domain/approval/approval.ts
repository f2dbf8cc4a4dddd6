import { digestOf, type Message, type Digest } from '../message/message.ts';
import { type Approval, readYes, type OperatorYes } from './operator-yes.ts';

declare const approval: unique symbol;

/**
 * A message that a person has approved. Only `approve` creates one, and no other message can be sent.
 */
export type ApprovedMessage = Message & { readonly [approval]: Approval };

/**
 * `approve` binds a yes to the message it was given for. `approvalOf` returns the approval of a message
 * about to be sent, checked against its current content. Both throw if the two do not match, which is a
 * bug.
 */
export const { approve, approvalOf } = bindApprovals<Message, ApprovedMessage>('message', digestOf);

/**
 * How long an approval is valid. A computer that was suspended with approved messages does not send them
 * the next day.
 */
export const APPROVAL_VALID_HOURS = 12;

/** Whether the approval has expired, so that the operator has to be asked again. */
export function isApprovalStale(message: ApprovedMessage, now: Date): boolean {
  const hours = (now.getTime() - approvalOf(message).at.getTime()) / 3_600_000;
  return hours > APPROVAL_VALID_HOURS;
}

type Approvals<Content, Approved> = {
  /**
   * Binds a yes to the text it was given for.
   *
   * @throws Error if the yes was given for another text, which is a bug
   */
  readonly approve: (content: Content, yes: OperatorYes) => Approved;
  /**
   * The approval of a text about to be sent, checked against its current content.
   *
   * @throws Error if this text was not approved as it is, which is a bug
   */
  readonly approvalOf: (approved: Approved) => Approval;
};

/**
 * Manages the approvals of one kind of text. They are kept outside the texts, so that a copy or a cast
 * is not approved, and separate from those of other kinds.
 *
 * @param digestOf the digest that an approval is bound to
 */
export function bindApprovals<Content extends object, Approved extends Content>(
  noun: 'message' | 'reply',
  digestOf: (content: Content) => Digest,
): Approvals<Content, Approved> {
  const approvals = new WeakMap<Content, Approval>();
  return {
    approve: (content, yes) => {
      const approval = readYes(yes);
      if (approval.digest !== digestOf(content)) {
        throw new Error(`The yes was given for another ${noun}.`);
      }
      const approved = deepFreeze(structuredClone(content)) as Approved;
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

/** Freezes a value deeply, so that an approved text cannot be changed. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
