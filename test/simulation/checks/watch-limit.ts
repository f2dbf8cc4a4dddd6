import type { Write } from '../../../src/adapters/storage/port/store.ts';
import { attemptsIn, type MessageRecord } from '../../../src/domain/delivery/message-record.ts';
import type { AttemptId } from '../../../src/domain/delivery/ids.ts';
import { allowsNewAttempt } from '../../../src/domain/delivery/state.ts';
import type { Simulation } from '../simulation.ts';

const DAY_MS = 24 * 3_600_000;

/** That a message left for somebody, as far as it is not proven that none did. */
type Departure = { readonly to: string; readonly at: number };

/** Holds each step to `sending` against how many people may be written to in any 24 hours. */
export function watchLimit(sim: Simulation, dailyLimit: number): (write: Write) => void {
  const departures = new Map<AttemptId, Departure>();
  return (write) => {
    if (!write.pk.includes('#message#') || 'gone' in write) return;
    for (const { id, state, sendingAt, recipient } of attemptsIn(write.doc as MessageRecord)) {
      if (sendingAt === undefined) continue;
      const known = departures.get(id);
      if (known !== undefined) {
        if (allowsNewAttempt(state) && state !== 'resent') departures.delete(id);
        continue;
      }
      if (state !== 'sending') continue;
      const at = Date.parse(sendingAt);
      const current = [...departures.values()].filter((one) => at - one.at < DAY_MS);
      departures.set(id, { to: recipient, at });
      const people = new Set(current.map(({ to }) => to));
      if (people.has(recipient) || people.size < dailyLimit) continue;
      sim.breach('never over the daily limit', `${id} is to person ${people.size + 1}`);
    }
  };
}
