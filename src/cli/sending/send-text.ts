import type { SettledList } from '../../application/check/settle-list.ts';
import type { TemplateChange } from '../../application/send/send-checks.ts';
import type { Halt, SendReport } from '../../application/send/send-messages.ts';
import type { LateFailure } from '../../application/send/send-one.ts';
import type { WorkedFate } from '../../application/worker/follow-queued.ts';
import { refusalOf } from '../../domain/delivery/codes/refusal.ts';
import type { SendFate } from '../../domain/delivery/fate.ts';
import type { Message } from '../../domain/message/message.ts';
import type { Plan } from '../../domain/message/plan.ts';
import type { StopProblem } from '../../domain/problem/problem.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { errorOfFailure, errorOfFate } from '../../text/delivery/fate.ts';
import { explainFailure, explainRefusal } from '../../text/delivery/refusal.ts';
import { count, londonTime, playerOf, printable } from '../../text/format.ts';
import { narrowingOptions } from '../../text/list/narrowing.ts';
import { wordFor } from '../../text/mode-names.ts';
import { explainTemplateChange } from '../../text/set-up/template-change.ts';
import { explainStop } from '../../text/stop.ts';
import type { Colours } from '../terminal/colours.ts';
import { outcomeOf, type ResultOutcome, type Summary } from './results.ts';

/** The line that reports the result of one message: `accepted  MM…  John Smith (Panthers u11s)`. */
export function fateLine(
  message: Message,
  fate: SendFate | WorkedFate,
  mode: Mode,
  colours: Colours,
): string {
  const who = playerOf(message);
  const word = wordFor(mode);
  const error = errorOfFate(fate);
  const reason = error === null ? '' : `\n  ${error.message}\n  -> ${error.fix}`;
  switch (fate.kind) {
    case 'accepted':
      return `${word}${colours.good('accepted')}  ${fate.messageSid}  ${who}\n`;
    case 'already_sent': {
      const known = fate.attempt.delivery === null ? 'already sent by another run' : 'already sent';
      return `${word}${known}  ${fate.attempt.messageSid ?? ''}  ${who}\n`;
    }
    case 'not_delivered':
      return `${word}${colours.odd('not sent')}  ${who}${reason}\n`;
    case 'queued':
      return `${word}${colours.good('on the queue')}  ${who}\n`;
    case 'on_its_way':
      return `${word}on its way already, by the yes of ${printable(fate.attempt.operator)}  ${who}\n`;
    case 'lapsed':
      return `${word}${colours.odd('not sent')}  ${who}${reason}\n`;
    case 'refused':
      return `${word}${colours.bad(`refused (${fate.twilioCode})`)}  ${who}${reason}\n`;
    case 'unreachable':
      return `${word}${colours.bad('not sent')}  ${who}${reason}\n`;
    case 'opted_out':
      return `${word}${colours.odd('held back')}  ${who}${reason}\n`;
    case 'unknown':
    case 'still_unknown':
      return `${word}${colours.odd('unknown')}  ${who}${reason}\n`;
  }
}

/**
 * The line for a message that Twilio accepted in this run and could not deliver. The closing line has
 * the reason where that ends the run.
 */
export function notDeliveredLine(
  message: Message,
  failure: LateFailure,
  mode: Mode,
  colours: Colours,
): string {
  const { messageSid, twilioCode } = failure;
  const code = twilioCode === null ? '' : ` (${twilioCode})`;
  const state = colours.bad(`not delivered${code}`);
  const line = `${wordFor(mode)}${state}  ${messageSid}  ${playerOf(message)}\n`;
  if (twilioCode !== null && refusalOf(twilioCode)?.stops === 'run') return line;
  const { message: reason, fix } = errorOfFailure(failure);
  return `${line}  ${reason}\n  -> ${fix}\n`;
}

/** The last line of a run: `3 records: 2 accepted by Twilio, 1 held back`. */
export function summaryLine(summary: Summary, mode: Mode, colours: Colours): string {
  const parts = OUTCOME_WORDS.flatMap(([outcome, words]) => {
    const number = summary[outcome] ?? 0;
    return number > 0 ? [`${number} ${words}`] : [];
  });
  const word = wordFor(mode);
  return `${word}${colours.bold(`${count(summary.total, 'record')}: ${parts.join(', ')}`)}\n`;
}

/** Why a run had no question to ask; null where it had one. */
export function endingOf(
  { plan, chosen: { refusedRows }, later }: Pick<SettledList, 'plan' | 'chosen' | 'later'>,
  summary: Summary,
): string | null {
  if (plan.toAsk.length > 0) return null;
  if (later !== null) {
    const options = narrowingOptions(later.by).join(' ');
    return refusedRows.length > 0
      ? `Nothing to ask by ${options}: the rows with faults are told above.`
      : `Nothing to ask by ${options}: it was sent already, or does not go.`;
  }
  if (summary.unknown > 0)
    return 'Nothing to ask: nobody knows yet what became of the messages told above.';
  if ((summary.on_its_way ?? 0) > 0)
    return 'Nothing to ask: what is on its way goes by itself; "urmston-invite status" tells what became of it.';
  if ((summary.not_delivered ?? 0) > 0)
    return 'Nothing to ask: the messages named above did not arrive, and would not at the same number.';
  if (summary.already_sent > 0)
    return 'Nothing to send: every message of this list was sent already.';
  const examples = refusedRows.filter(({ because }) => because.detail.code === 'phone_example');
  if (examples.length > refusedRows.length / 2)
    return 'Nothing to send: this is a sample list, or one made like it; its numbers are kept for examples.';
  return refusedRows.length > 0
    ? 'Nothing to send: every row of this list has faults, told above.'
    : 'Nothing to send: every row of this list is left out.';
}

/** Why a run ended before its last question, and how many messages it got through. */
export function haltText(halt: Halt, plan: Plan, { fates, failedLater }: SendReport): string {
  if (halt.kind === 'quit') return 'Stopped here; the rest waits.';
  if (halt.kind === 'interrupted') return 'Stopped by hand.';
  if (halt.kind === 'failed') return failedText(halt);
  const outcomes = plan.toAsk.map(
    ({ message }) => outcomeOf(fates.get(message.key) ?? { kind: 'left' })[0],
  );
  const left = outcomes.filter((outcome) => outcome === 'left').length;
  const sent = outcomes.filter((outcome) => outcome !== 'skipped').length - left;
  const failed = failedLater.size;
  const failures =
    failed === 0 ? '' : ` ${count(failed, 'message was', 'messages were')} not delivered.`;
  const waits = left === 0 ? 'Nothing waits.' : `${left} ${left === 1 ? 'waits' : 'wait'}.`;
  const text = `Stopped after ${sent} of ${outcomes.length}${reasonOf(halt)}${failures} ${waits}`;
  if (halt.kind === 'queue') return `${text}\n  -> ${explainStop(queueProblem(halt)).fix}`;
  if (halt.kind === 'not_delivered')
    return `${text}\n  -> ${explainFailure(halt.twilioCode, '').fix}`;
  return halt.kind === 'template' ? `${text}\n${changeText(halt.change)}` : text;
}

/** The changes to a template may take many lines, so they stand below the sentence. */
function changeText(change: TemplateChange): string {
  const { message, fix } = explainTemplateChange(change);
  return `  ${message}\n  -> ${fix}`;
}

/** Why a run of one message ended. */
export function haltLine(halt: Halt): string {
  if (halt.kind === 'quit') return 'Stopped here.';
  if (halt.kind === 'interrupted') return 'Stopped by hand.';
  if (halt.kind === 'failed') return failedText(halt);
  const text = `Stopped${reasonOf(halt)}`;
  return halt.kind === 'template' ? `${text}\n${changeText(halt.change)}` : text;
}

/** The `error` of the JSON document, for a run that failed after it began to send; else empty. */
export function failureIn({ halt }: SendReport): { readonly error?: object } {
  if (halt?.kind !== 'failed' && halt?.kind !== 'queue') return {};
  const problem = halt.kind === 'failed' ? halt.problem : queueProblem(halt);
  return { error: { code: problem.code, ...explainStop(problem) } };
}

function queueProblem({ reason }: Extract<Halt, { readonly kind: 'queue' }>): StopProblem {
  return { code: 'queue_unavailable', reason };
}

/** Names the message whose outcome could not be written to the ledger. */
function failedText({ problem, unwritten }: Extract<Halt, { readonly kind: 'failed' }>): string {
  const { message, fix } = explainStop(problem);
  const note =
    unwritten === null
      ? ''
      : `What Twilio answered for ${printable(playerOf(unwritten))}, told above, is not in the ledger: note it down. The next run asks Twilio for that message first, and does not send it again by itself.\n`;
  return `${message}\n${note}${fix}`;
}

function reasonOf(
  halt: Exclude<Halt, { readonly kind: 'quit' | 'interrupted' | 'failed' }>,
): string {
  switch (halt.kind) {
    case 'unreachable':
      return ': Twilio cannot be reached.';
    case 'queue':
      return `: ${explainStop(queueProblem(halt)).message}`;
    case 'refused': {
      const { message } = explainRefusal(halt.twilioCode, halt.twilioText);
      return `, since this would hit every message: ${message}`;
    }
    case 'not_delivered':
      return `, since no message would arrive: ${explainFailure(halt.twilioCode, '').message}`;
    case 'paused':
      // The reason stands right above, in the question whether to go on.
      return ', at the pause.';
    case 'template':
      return ': the template is no longer the one you saw.';
    case 'hours_over':
      return `: the hours in which messages go are over. They go again from ${londonTime(halt.opensAt)}.`;
    case 'daily_limit':
      return `: ${count(halt.limit, 'person was', 'people were')} written to in 24 hours, which is the limit (by DAILY_LIMIT or by WhatsApp). The next place is free on ${londonTime(halt.freeAt)}.`;
  }
}

const OUTCOME_WORDS: readonly (readonly [ResultOutcome, string])[] = [
  ['accepted', 'accepted by Twilio'],
  ['not_delivered', 'not delivered'],
  ['already_sent', 'already sent'],
  ['queued', 'on the queue'],
  ['on_its_way', 'on the way already'],
  ['skipped', 'skipped by you'],
  ['held_back', 'held back'],
  ['refused', 'refused by Twilio'],
  ['unknown', 'of unknown outcome'],
  ['left', 'left for next time'],
];
