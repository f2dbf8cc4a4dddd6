import type { ConversationState } from '../../domain/contact/conversation.ts';
import type { ReplyKind } from '../../domain/contact/kinds/reply-kind.ts';
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

/** `7 parents wrote and wait, the first until 14:05: urmston-invite inbox`. */
export function waitingText(
  waiting: readonly { readonly until: Date }[],
  now: Date,
  command: string,
): string | null {
  const first = waiting.reduce<Date | null>(
    (soonest, { until }) => (soonest === null || until < soonest ? until : soonest),
    null,
  );
  if (first === null) return null;
  const wait = waiting.length === 1 ? 'wrote and waits' : 'wrote and wait';
  const which = waiting.length === 1 ? 'until' : 'the first until';
  return `${count(waiting.length, 'parent')} ${wait}, ${which} ${untilText(first, now)}: ${command}`;
}
