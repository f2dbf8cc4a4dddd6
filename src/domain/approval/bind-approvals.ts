import type { Digest } from '../message/message.ts';
import { readYes, type Approval, type OperatorYes } from './operator-yes.ts';

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
