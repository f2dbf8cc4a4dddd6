import { isKeyHolder, type KeyHolder } from './api-key.ts';
import type { Digest } from '../message/message.ts';
import type { Attempt } from '../delivery/outcome.ts';

declare const operatorYes: unique symbol;

/**
 * An operator's yes to one text. The value itself is empty: what it says is held apart, so that no
 * literal, no copy and no cast is a yes. There are three makers, one for each way in which a person
 * can say yes, and each is called in one file alone (`test/architecture.test.ts`).
 */
export type OperatorYes = { readonly [operatorYes]: true };

/** What an operator said yes to: the digest of the text, who, when. */
export type Approval = {
  readonly digest: Digest;
  readonly operator: string;
  readonly at: Date;
};

/** An attempt that the ledger has as approved and not yet begun. */
export type ApprovedAttempt = Attempt & { readonly state: 'approved' };

const given = new WeakMap<OperatorYes, Approval>();

/**
 * The key that answered a question at a terminal.
 *
 * @param shown the digest of the text at the time at which it was written to the screen
 * @throws Error when the key is not the one that means yes: a fault in the tool
 */
export function yesAtTerminal(answer: {
  readonly shown: Digest;
  readonly key: 'y';
  readonly operator: string;
  readonly at: Date;
}): OperatorYes {
  const { shown, key, operator, at } = answer;
  if (key !== 'y') throw new Error('This key is not a yes.');
  return madeOf({ digest: shown, operator, at });
}

/**
 * The request of the holder of an API key.
 *
 * @throws Error when the key was not checked: a fault in the tool
 */
export function yesOfKeyHolder(holder: KeyHolder, asked: Digest, at: Date): OperatorYes {
  if (!isKeyHolder(holder)) throw new Error('Nobody checked the key of this request.');
  return madeOf({ digest: asked, operator: holder.name, at });
}

/**
 * The yes that the ledger has for an attempt, for a worker that was not there when it was given.
 *
 * @param asked what is to be sent
 * @param queuedAt when the yes was given, as the queue has it: of two times the earlier one counts,
 *   since what stands on a queue can be written anew
 * @throws Error when the attempt is not approved, or for another text: a fault in the tool
 */
export function yesInLedger(attempt: ApprovedAttempt, asked: Digest, queuedAt: Date): OperatorYes {
  const { digest, operator } = attempt;
  if (attempt.state !== 'approved' || digest !== asked) {
    throw new Error('The ledger has no yes for this attempt.');
  }
  const at = new Date(Math.min(queuedAt.getTime(), attempt.at.getTime()));
  return madeOf({ digest: asked, operator, at });
}

/**
 * What a yes says.
 *
 * @throws Error when none of the makers made it: a fault in the tool
 */
export function readYes(yes: OperatorYes): Approval {
  const found = given.get(yes);
  if (found === undefined) throw new Error('Nobody gave this yes.');
  return found;
}

function madeOf(approval: Approval): OperatorYes {
  const yes = Object.freeze({}) as OperatorYes;
  given.set(yes, Object.freeze({ ...approval }));
  return yes;
}
