import type { ConversationState } from '../../domain/contact/conversation.ts';
import type { ReplyKind } from '../../domain/contact/kinds/reply-kind.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { count, londonDay, londonTime, printable } from '../format.ts';

/** When free text is no longer taken: `18:47`, `18:47 tomorrow`, else with the day. */
function untilText(until: Date, now: Date): string {
  const tomorrow = new Date(now.getTime() + 24 * 3_600_000);
  const clock = clockText(until);
  if (londonDay(until) === londonDay(now)) return clock;
  return londonDay(until) === londonDay(tomorrow) ? `${clock} tomorrow` : londonTime(until);
}

let clockFormat: Intl.DateTimeFormat | null = null;

/** A time of day in Europe/London: `18:47`. */
function clockText(at: Date): string {
  clockFormat ??= new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    timeStyle: 'short',
  });
  return clockFormat.format(at);
}

/** What became of a conversation, as a sentence. */
export function explainState(state: ConversationState, now: Date): string {
  switch (state.kind) {
    case 'waiting':
      return `WhatsApp takes your answer until ${untilText(state.until, now)}.`;
    case 'too_late':
      return `WhatsApp took an answer until ${londonTime(state.since)}. Give them a call.`;
    case 'answered':
      return state.by === null
        ? `Answered outside this tool, ${londonTime(state.at)}.`
        : `${printable(state.by)} answered, ${londonTime(state.at)}.`;
    case 'done':
      return `${printable(state.by)} marked this as done, ${londonTime(state.at)}.`;
    case 'stopped':
      return `They get no more messages since ${londonTime(state.at)}.`;
  }
}

/** Several conversations of one kind. Follows their number: `14 say they are ready`. */
export function groupText(kind: ReplyKind, many: number): string {
  return `${many} ${GROUPS[kind] ?? 'wrote much the same'}`;
}

const GROUPS: { readonly [kind in ReplyKind]?: string } = {
  ready: 'say they are ready',
  thanks: 'say thanks',
  wrong_number: 'say that the number is wrong',
  stop: 'want no more messages',
  no_text: 'sent no text',
};

/** What became of a reply, for a table: `answered by Ann Lee, 22 Nov 2026, 18:42`. */
export function replyStateText(state: ConversationState): string {
  switch (state.kind) {
    case 'waiting':
      return `waits for an answer, until ${londonTime(state.until)}`;
    case 'too_late':
      return 'no answer within 24 hours';
    case 'answered':
      return `answered${state.by === null ? ' outside this tool' : ` by ${printable(state.by)}`}, ${londonTime(state.at)}`;
    case 'done':
      return `needs no answer, ${printable(state.by)}, ${londonTime(state.at)}`;
    case 'stopped':
      return `wants no more messages, ${londonTime(state.at)}`;
  }
}

/** The command line that shows who waits. */
export function inboxCommand(mode: Mode): string {
  return `urmston-invite inbox${mode === 'rehearsal' ? ' --rehearse' : ''}`;
}

/** `7 parents wrote and wait, the first until 14:05: urmston-invite inbox`. */
export function waitingText(
  states: readonly ConversationState[],
  now: Date,
  mode: Mode,
): string | null {
  const waiting = states.filter((state) => state.kind === 'waiting');
  const first = waiting.reduce<Date | null>(
    (soonest, { until }) => (soonest === null || until < soonest ? until : soonest),
    null,
  );
  if (first === null) return null;
  const wait = waiting.length === 1 ? 'wrote and waits' : 'wrote and wait';
  const which = waiting.length === 1 ? 'until' : 'the first until';
  return `${count(waiting.length, 'parent')} ${wait}, ${which} ${untilText(first, now)}: ${inboxCommand(mode)}`;
}
