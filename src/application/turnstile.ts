import { dailyRoom, isNewPerson, type DailyRoom } from '../domain/daily-limit.ts';
import { countsForDay, countsForPace, type SendFate } from '../domain/fate.ts';
import type { Message } from '../domain/message.ts';
import { noDepartures, paceMs, withDeparture } from '../domain/pace.ts';
import type { Clock, Wait } from './ports.ts';
import type { SendEvent } from './send-event.ts';

export type TurnstilePorts = {
  readonly clock: Clock;
  readonly wait: Wait;
  readonly tell: (event: SendEvent) => Promise<void>;
  /** When each number was last written to, within the last 24 hours. */
  readonly sentBefore: ReadonlyMap<string, Date>;
  /** How many people may be written to in 24 hours. */
  readonly dailyLimit: number;
};

/** Lets messages through as fast, and to as many people, as WhatsApp allows. */
export type Turnstile = {
  /** Why no new person may be written to today; null where this message may go. */
  readonly isClosedTo: (message: Message) => DailyRoom | null;
  /** Resolves when a message to this number may go, or when the signal fires. */
  readonly letThrough: (message: Message, stopped: AbortSignal) => Promise<void>;
  /** @param at when the request began */
  readonly went: (message: Message, at: Date, fate: SendFate) => void;
};

/** Waits shorter than this are not worth a word. */
const UNTOLD_MS = 1000;

export function turnstile(ports: TurnstilePorts): Turnstile {
  const { clock, wait, tell, sentBefore, dailyLimit } = ports;
  const people = new Map(sentBefore);
  let departures = noDepartures(sentBefore);
  return {
    isClosedTo: ({ to }) => {
      const now = clock.now();
      if (!isNewPerson(people, to, now)) return null;
      const room = dailyRoom(people, now, dailyLimit);
      return room.fits === 0 ? room : null;
    },
    letThrough: async (message, stopped) => {
      const milliseconds = paceMs(departures, message.to, clock.now());
      if (milliseconds === 0) return;
      if (milliseconds > UNTOLD_MS) {
        await tell({ kind: 'waiting_for_pace', message, seconds: Math.ceil(milliseconds / 1000) });
      }
      await wait(milliseconds, stopped);
    },
    went: ({ to }, at, fate) => {
      if (!countsForPace(fate)) return;
      departures = withDeparture(departures, to, at);
      if (countsForDay(fate)) people.set(to, at);
    },
  };
}
