import type { Attempt } from '../delivery/outcome.ts';
import type { Digest } from '../message/message.ts';
import { isKeyHolder, type KeyHolder } from './api-key.ts';

declare const operatorYes: unique symbol;

/**
 * An operator's yes to one text. The object is empty and its data is kept outside it, so that a literal,
 * a copy or a cast is not accepted as a yes. There are three functions that create one, for the three
 * ways to say yes. Each is called in one file only (`test/architecture.test.ts`).
 */
export type OperatorYes = { readonly [operatorYes]: true };

/** The content of a yes: the digest of the text, the operator and the time. */
export type Approval = {
  readonly digest: Digest;
  readonly operator: string;
  readonly at: Date;
};

/** An attempt that is approved in the ledger and has not been sent. */
export type ApprovedAttempt = Attempt & { readonly state: 'approved' };

const approvals = new WeakMap<OperatorYes, Approval>();

/**
 * Creates a yes from a key pressed at a terminal.
 *
 * @param answer with `shown`, the digest of the text as it was when it was displayed
 * @throws Error if the key is not `y`, which is a bug
 */
export function yesAtTerminal(answer: {
  readonly shown: Digest;
  readonly key: 'y';
  readonly operator: string;
  readonly at: Date;
}): OperatorYes {
  const { shown, key, operator, at } = answer;
  if (key !== 'y') throw new Error('This key is not a yes.');
  return createYes({ digest: shown, operator, at });
}

/**
 * Creates a yes from a request with a valid API key.
 *
 * @throws Error if the key was not checked, which is a bug
 */
export function yesOfKeyHolder(holder: KeyHolder, asked: Digest, at: Date): OperatorYes {
  if (!isKeyHolder(holder)) throw new Error('Nobody checked the key of this request.');
  return createYes({ digest: asked, operator: holder.name, at });
}

/**
 * Creates a yes from an approval in the ledger, for a worker that sends what somebody approved earlier.
 *
 * @param asked the digest of the text to be sent
 * @param queuedAt when the approval was given, according to the queue. The earlier of the two times
 *   counts, since an entry of a queue can be rewritten.
 * @throws Error if the attempt is not approved, or was approved with another text, which is a bug
 */
export function yesInLedger(attempt: ApprovedAttempt, asked: Digest, queuedAt: Date): OperatorYes {
  const { digest, operator } = attempt;
  if (attempt.state !== 'approved' || digest !== asked) {
    throw new Error('The ledger has no yes for this attempt.');
  }
  const at = new Date(Math.min(queuedAt.getTime(), attempt.at.getTime()));
  return createYes({ digest: asked, operator, at });
}

/**
 * Returns the content of a yes.
 *
 * @throws Error if no function of this file created it, which is a bug
 */
export function readYes(yes: OperatorYes): Approval {
  const found = approvals.get(yes);
  if (found === undefined) throw new Error('Nobody gave this yes.');
  return found;
}

function createYes(approval: Approval): OperatorYes {
  const yes = Object.freeze({}) as OperatorYes;
  approvals.set(yes, Object.freeze({ ...approval }));
  return yes;
}
