import { approve, type ApprovedMessage } from '../../domain/approval/approval.ts';
import type { Message, MessageKey } from '../../domain/message/message.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import type { PlannedMessage } from '../../domain/message/plan.ts';
import type { PromptLock } from './prompt-lock.ts';

/** How the operator left the questions. */
export type SessionEnd = { readonly skipped: readonly Message[]; readonly quit: boolean };

/** The operator's way through the messages of a plan. */
export type ApprovalSession = {
  /** Asks until no question is open; each yes is handed on as it is given. */
  readonly through: (
    ask: PromptLock['ask'],
    approved: (message: ApprovedMessage, replaces: AttemptId | null) => void,
  ) => Promise<SessionEnd>;
  /** Whether a question may still follow. */
  readonly isUnderWay: () => boolean;
  /** Opens a question anew; says whether there is still somebody who asks it. */
  readonly askAgain: (key: MessageKey) => boolean;
};

export function runApprovalSession(toAsk: readonly PlannedMessage[]): ApprovalSession {
  const answers = toAsk.map((): 'yes' | 'no' | null => null);
  let isOver = false;
  const open = (at: number): boolean => answers[at] !== 'yes';
  const after = (at: number): number => answers.findIndex((_, next) => next > at && open(next));
  const before = (at: number): number =>
    answers.findLastIndex((_, last) => last < at && open(last));
  // At the end come those that were passed with a yes which has become too old.
  const next = (at: number): number => (after(at) === -1 ? answers.indexOf(null) : after(at));
  const end = (quit: boolean): SessionEnd => {
    isOver = true;
    const skipped = toAsk.flatMap(({ message }, at) => (answers[at] === 'no' ? [message] : []));
    return { skipped, quit };
  };

  return {
    through: async (ask, approved) => {
      let at = next(-1);
      for (;;) {
        const planned = toAsk[at];
        if (planned === undefined) return end(false);
        const canGoBack = before(at) !== -1;
        // oxlint-disable-next-line no-await-in-loop -- one question after the other
        const answer = await ask({ planned, number: at + 1, of: toAsk.length, canGoBack });
        if (answer === null) return end(false);
        switch (answer.kind) {
          case 'yes':
            answers[at] = 'yes';
            approved(approve(planned.message, answer.yes), planned.replaces?.id ?? null);
            at = next(at);
            break;
          case 'no':
            answers[at] = 'no';
            at = next(at);
            break;
          case 'back':
            at = canGoBack ? before(at) : at;
            break;
          case 'quit':
            return end(true);
        }
      }
    },
    isUnderWay: () => !isOver,
    askAgain: (key) => {
      if (isOver) return false;
      answers[toAsk.findIndex(({ message }) => message.key === key)] = null;
      return true;
    },
  };
}
