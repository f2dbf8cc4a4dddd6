import type { HoursNow } from '../../application/send/send-attempt.ts';
import type { SendingHours } from '../../application/send/send-checks.ts';
import {
  hoursInWords,
  isWithin,
  londonClock,
  nextOpening,
  type SendHours,
} from '../../domain/policy/send-hours.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { londonTime } from '../../text/format.ts';
import { hanging } from '../terminal/wrap-text.ts';
import { confirmByTyping } from './confirm-by-typing.ts';
import type { OperatorSession } from './operator-session.ts';

export type QuietHours = SendingHours & {
  /** Whether the operator may be asked about a message now. Asks for the hour where it is needed. */
  readonly mayAskNow: () => Promise<boolean>;
  readonly hoursNow: HoursNow;
};

/**
 * Keeps messages from going at night. Outside the hours the operator types the hour to send all the
 * same; the answer holds until the hours open again. A rehearsal only shows that a real send would ask.
 */
export function quietHours(
  { hours, mode }: { readonly hours: SendHours; readonly mode: Mode },
  session: OperatorSession,
): QuietHours {
  const { shell, colours } = session;
  const { clock, stderr } = shell;
  let answer: boolean | null = null;
  let asking: Promise<boolean> | null = null;

  const ask = async (at: Date): Promise<boolean> => {
    const opening = londonTime(nextOpening(hours, at));
    const when = `It is ${clockText(at)} in the UK. Messages go between ${hoursInWords(hours)}, next from ${opening}.`;
    if (mode === 'rehearsal') {
      const note = `${when} A send that is no rehearsal would ask first.`;
      stderr.write(`\n${colours.odd(await hanging(note, stderr.columns(), 0))}\n`);
      return true;
    }
    const { hour } = londonClock(at);
    const question = `Type the hour, ${hour}, to send now all the same; anything else stops: `;
    const goesOn = (typed: string): boolean => isHour(typed, hour);
    return await confirmByTyping(session, { why: when, question, goesOn });
  };
  const areOpen = (at: Date): boolean => {
    const open = isWithin(hours, at);
    if (open) answer = null;
    return open;
  };

  return {
    hoursNow: () => {
      const isConfirmed = mode === 'rehearsal' || answer === true;
      return areOpen(clock.now()) || !isConfirmed ? hours : null;
    },
    mayAskNow: async () => {
      const at = clock.now();
      if (areOpen(at)) return true;
      if (answer !== null) return answer;
      asking = ask(at);
      try {
        answer = await asking;
      } finally {
        asking = null;
      }
      return answer;
    },
    closedUntil: async () => {
      const at = clock.now();
      if (areOpen(at) || mode === 'rehearsal') return null;
      // While the operator is asked for the hour, this message waits for that answer.
      const goesOn = asking === null ? answer : await asking;
      return goesOn === true ? null : nextOpening(hours, at);
    },
  };
}

/** `9` and `09` are the same hour; an empty line is none. */
function isHour(typed: string, hour: number): boolean {
  return /^\d{1,2}$/u.test(typed) && Number(typed) === hour;
}

function clockText(at: Date): string {
  const { hour, minute } = londonClock(at);
  return [hour, minute].map((number) => String(number).padStart(2, '0')).join(':');
}
