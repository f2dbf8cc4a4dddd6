import { approve, type ApprovedMessage } from '../domain/approval.ts';
import type { Message } from '../domain/message.ts';
import type { PlannedMessage } from '../domain/plan.ts';
import type { Operator } from './ports.ts';

/** How the operator left the questions. */
export type WalkEnd = { readonly skipped: readonly Message[]; readonly quit: boolean };

/** Leads the operator through the messages; each yes is handed on as it is given. */
export async function askThrough(
  toAsk: readonly PlannedMessage[],
  operator: Operator,
  stop: AbortSignal,
  approved: (message: ApprovedMessage) => void,
): Promise<WalkEnd> {
  const answers = toAsk.map((): 'yes' | 'no' | null => null);
  const skipped = (): readonly Message[] =>
    toAsk.flatMap(({ message }, at) => (answers[at] === 'no' ? [message] : []));
  const open = (at: number): boolean => answers[at] !== 'yes';
  const after = (at: number): number => answers.findIndex((_, next) => next > at && open(next));
  const before = (at: number): number =>
    answers.findLastIndex((_, last) => last < at && open(last));

  let at = after(-1);
  while (at !== -1 && !stop.aborted) {
    const planned = toAsk[at];
    if (planned === undefined) break;
    const question = {
      planned,
      number: at + 1,
      of: toAsk.length,
      canGoBack: before(at) !== -1,
    };
    const answer = await operator.ask(question, stop);
    // A question that was withdrawn has no answer, whatever was typed as it went.
    if (stop.aborted) break;
    switch (answer.kind) {
      case 'yes':
        answers[at] = 'yes';
        approved(approve(planned.message, answer.yes));
        at = after(at);
        break;
      case 'no':
        answers[at] = 'no';
        at = after(at);
        break;
      case 'back':
        at = question.canGoBack ? before(at) : at;
        break;
      case 'quit':
        return { skipped: skipped(), quit: true };
    }
  }
  return { skipped: skipped(), quit: false };
}
