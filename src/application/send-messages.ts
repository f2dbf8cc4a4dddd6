import { approve, type ApprovedMessage } from '../domain/approval.ts';
import type { Message, MessageKey } from '../domain/message.ts';
import type { Attempt, AttemptId } from '../domain/outcome.ts';
import type { Plan } from '../domain/plan.ts';
import { refusalOf } from '../domain/refusal.ts';
import type { Operator } from './ports.ts';
import { sendApproved, UnwrittenOutcome, type SendFate, type SendPorts } from './send-approved.ts';

/** What became of one message in this run. */
export type Fate =
  | SendFate
  /** The operator left it out for now. */
  | { readonly kind: 'skipped' }
  /** The run ended before it; it is offered again next time. */
  | { readonly kind: 'left' };

/** Why a run ended before its last question. */
export type Halt =
  | { readonly kind: 'quit' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused'; readonly twilioCode: number; readonly twilioText: string };

export type SendReport = {
  readonly fates: ReadonlyMap<MessageKey, Fate>;
  readonly halt: Halt | null;
};

export type SendEvent =
  | { readonly kind: 'sent'; readonly message: Message; readonly fate: SendFate }
  /** Every question is answered, and this many messages are still on their way. */
  | { readonly kind: 'waiting'; readonly count: number };

export type Sending = SendPorts & {
  readonly operator: Operator;
  /** Fires when the run is to end: no more questions, and no more sends than the one on its way. */
  readonly stop: AbortSignal;
  /** Awaited, so that what is told stands on the screen before the run goes on. */
  readonly tell: (event: SendEvent) => Promise<void>;
};

/**
 * The main job: asks for one message after the other, and sends what was approved behind the next
 * question, one at a time and in order.
 *
 * @throws InviteError when the ledger fails; nothing is sent after that
 */
export async function sendMessages(plan: Plan, sending: Sending): Promise<SendReport> {
  const fates = new Map<MessageKey, Fate>();
  for (const { message, attempt } of plan.alreadySent) {
    fates.set(message.key, { kind: 'already_sent', attempt });
  }
  for (const { message, attempt } of plan.unknown) {
    fates.set(message.key, { kind: 'still_unknown', attempt });
  }

  const halting = new AbortController();
  const stop = AbortSignal.any([sending.stop, halting.signal]);
  let halt: Halt | null = null;
  let waiting = 0;
  let isOnItsWay = false;
  let fault: { readonly error: unknown } | null = null;
  let sends = Promise.resolve();
  const haltFor = (reason: Halt): void => {
    halt = reason;
    halting.abort();
  };
  const sendInTurn = async ({ message, replaces }: Approved): Promise<void> => {
    // What was approved before a halt and has not left waits for another run, and another yes.
    if (stop.aborted) return;
    isOnItsWay = true;
    const fate = await sendApproved(message, replaces, sending)
      .catch(async (error: unknown) => {
        if (!(error instanceof UnwrittenOutcome)) throw error;
        await sending.tell({ kind: 'sent', message, fate: error.outcome });
        throw error.cause;
      })
      .finally(() => {
        isOnItsWay = false;
      });
    waiting -= 1;
    fates.set(message.key, fate);
    await sending.tell({ kind: 'sent', message, fate });
    if (fate.kind === 'unreachable') haltFor({ kind: 'unreachable' });
    if (fate.kind === 'refused' && refusalOf(fate.twilioCode)?.stops === 'run') haltFor(fate);
  };
  const sendBehind = (approved: Approved): void => {
    waiting += 1;
    sends = sends
      .then(async () => await sendInTurn(approved))
      .catch((error: unknown) => {
        fault ??= { error };
        halting.abort();
      });
  };

  let walk: Walk;
  try {
    walk = await askThrough(plan, sending.operator, stop, sendBehind);
    const count = stop.aborted ? Number(isOnItsWay) : waiting;
    if (count > 0) await sending.tell({ kind: 'waiting', count });
  } catch (error) {
    // The caller closes the ledger next: what became of the message on its way is written down first.
    halting.abort();
    await sends;
    throw error;
  }
  await sends;
  if (fault !== null) throw (fault as { readonly error: unknown }).error;

  for (const { message, replaces } of plan.toAsk) {
    if (!fates.has(message.key)) fates.set(message.key, unsentFate(message, replaces, walk));
  }
  if (sending.stop.aborted) return { fates, halt: { kind: 'interrupted' } };
  return { fates, halt: halt ?? (walk.quit ? { kind: 'quit' } : null) };
}

type Approved = { readonly message: ApprovedMessage; readonly replaces: AttemptId | null };

type Walk = { readonly skipped: readonly Message[]; readonly quit: boolean };

/** Left out or not, nobody knows any better than before whether one of unknown outcome went. */
function unsentFate(message: Message, replaces: Attempt | null, { skipped }: Walk): Fate {
  if (replaces !== null) return { kind: 'still_unknown', attempt: replaces };
  return { kind: skipped.includes(message) ? 'skipped' : 'left' };
}

/** Leads the operator through the messages; each yes is handed on as it is given. */
async function askThrough(
  plan: Plan,
  operator: Operator,
  stop: AbortSignal,
  approved: (approved: Approved) => void,
): Promise<Walk> {
  const answers = plan.toAsk.map((): 'yes' | 'no' | null => null);
  const skipped = (): readonly Message[] =>
    plan.toAsk.flatMap(({ message }, at) => (answers[at] === 'no' ? [message] : []));
  const open = (at: number): boolean => answers[at] !== 'yes';
  const after = (at: number): number => answers.findIndex((_, next) => next > at && open(next));
  const before = (at: number): number =>
    answers.findLastIndex((_, last) => last < at && open(last));

  let at = after(-1);
  while (at !== -1 && !stop.aborted) {
    const planned = plan.toAsk[at];
    if (planned === undefined) break;
    const question = {
      planned,
      number: at + 1,
      of: plan.toAsk.length,
      canGoBack: before(at) !== -1,
    };
    const answer = await operator.ask(question, stop);
    // A question that was withdrawn has no answer, whatever was typed as it went.
    if (stop.aborted) break;
    switch (answer.kind) {
      case 'yes':
        answers[at] = 'yes';
        approved({
          message: approve(planned.message, answer.yes),
          replaces: planned.replaces?.id ?? null,
        });
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
