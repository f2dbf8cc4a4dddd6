import type { AttemptId, Step } from '../domain/outcome.ts';
import type { Ledger } from './ports.ts';

/**
 * Takes one step of an attempt that only this run may move.
 *
 * @throws Error when the ledger does not allow the step: a fault in the tool
 * @throws InviteError when the ledger fails
 */
export async function advanceOwn(
  ledger: Pick<Ledger, 'advance'>,
  attempt: AttemptId,
  step: Step,
  at: Date,
): Promise<void> {
  const moved = await ledger.advance(attempt, step, at);
  if (moved.kind === 'advanced') return;
  throw new Error(`An attempt that is ${moved.state ?? 'not there'} cannot become ${step.kind}.`);
}
