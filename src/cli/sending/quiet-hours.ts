import type { SendingHours } from '../../application/send/send-checks.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import {
  hoursInWords,
  isWithin,
  londonClock,
  nextOpening,
  type SendHours,
} from '../../domain/policy/send-hours.ts';
import { hanging } from '../terminal/wrap-text.ts';
import type { AnswerSource } from '../operator/answer-source.ts';
import type { Colours } from '../terminal/colours.ts';
import { londonTime } from '../../text/format.ts';
import type { Shell } from '../shell.ts';

type Surroundings = {
  readonly hours: SendHours;
  readonly mode: Mode;
  readonly shell: Shell;
  readonly answers: AnswerSource;
  readonly colours: Colours;
};

export type QuietHours = SendingHours & {
  /** Whether a question may be put to the operator at this moment. */
  readonly mayAskNow: () => Promise<boolean>;
};

/**
 * Keeps messages from going at night. Outside the hours the operator types the hour to go on all the
 * same, once for as long as the hours stay closed; a rehearsal, which reaches nobody, is only told.
 */
export function quietHours({ hours, mode, shell, answers, colours }: Surroundings): QuietHours {
  const { clock, stderr, stop } = shell;
  let said: boolean | null = null;
  let asking: Promise<boolean> | null = null;

  const ask = async (at: Date): Promise<boolean> => {
    const opening = londonTime(nextOpening(hours, at));
    const when = `It is ${clockText(at)} in the UK. Messages go between ${hoursInWords(hours)}, next from ${opening}.`;
    if (mode === 'rehearsal') {
      const told = `${when} A send that is no rehearsal would ask first.`;
      stderr.write(`\n${colours.odd(await hanging(told, stderr.columns(), 0))}\n`);
      return true;
    }
    stderr.write(`\n${colours.odd(await hanging(when, stderr.columns(), 0))}\n`);
    const { hour } = londonClock(at);
    const typed = await answers.nextLine(
      colours.bold(`Type the hour, ${hour}, to send now all the same; anything else stops: `),
      stop,
    );
    return typed !== null && !stop.aborted && isHour(typed, hour);
  };
  const areOpen = (at: Date): boolean => {
    const open = isWithin(hours, at);
    if (open) said = null;
    return open;
  };

  return {
    mayAskNow: async () => {
      const at = clock.now();
      if (areOpen(at)) return true;
      if (said !== null) return said;
      asking = ask(at);
      try {
        said = await asking;
      } finally {
        asking = null;
      }
      return said;
    },
    closedUntil: async () => {
      const at = clock.now();
      if (areOpen(at) || mode === 'rehearsal') return null;
      // Where the operator is being asked for the hour, their answer holds for this message too.
      const goesOn = asking === null ? said : await asking;
      return goesOn === true ? null : nextOpening(hours, at);
    },
  };
}

/** `9` and `09` are one hour; nothing is none. */
function isHour(typed: string, hour: number): boolean {
  return /^\d{1,2}$/u.test(typed.trim()) && Number(typed) === hour;
}

function clockText(at: Date): string {
  const { hour, minute } = londonClock(at);
  return [hour, minute].map((number) => String(number).padStart(2, '0')).join(':');
}
