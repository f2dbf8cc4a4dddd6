import { InviteError } from '../../domain/problem/problem.ts';
import type { Wait } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';
import { looksAtLatest, type LookPorts } from './look-at-latest.ts';
import { latestInLedger } from './sending-halt.ts';

export type FollowLatestPorts = LookPorts & {
  readonly ledger: Pick<Ledger, 'messages'>;
  readonly wait: Wait;
  /** An error that is neither Twilio's nor the ledger's. */
  readonly onFault: (error: unknown) => void;
};

/** Follows the newest messages in the background of a process that sends. */
export type LatestFollower = {
  /** Called when a message was sent. */
  readonly begin: () => void;
  /** Asks no more, and resolves when all that was found is recorded. */
  readonly close: () => Promise<void>;
};

export function followLatest(ports: FollowLatestPorts): LatestFollower {
  const { ledger, clock, wait, onFault } = ports;
  const { dueInMs, look } = looksAtLatest();
  const over = new AbortController();
  let following: Promise<void> | null = null;
  let hasNew = false;

  const follow = async (): Promise<void> => {
    for (;;) {
      hasNew = false;
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      const milliseconds = dueInMs(await latestInLedger(ledger, clock), clock.now());
      if (milliseconds === null) {
        if (hasNew) continue;
        return;
      }
      // oxlint-disable-next-line no-await-in-loop -- as above
      await wait(milliseconds, over.signal);
      if (over.signal.aborted) return;
      // Others may have been sent meanwhile.
      // oxlint-disable-next-line no-await-in-loop -- as above
      await look(await latestInLedger(ledger, clock), ports, over.signal);
    }
  };

  /** While the ledger cannot be used, nothing is sent either. */
  const unlessLedgerFails = async (): Promise<void> => {
    try {
      await follow();
    } catch (error) {
      if (!(error instanceof InviteError)) onFault(error);
    } finally {
      following = null;
    }
  };

  return {
    begin: () => {
      hasNew = true;
      following ??= unlessLedgerFails();
    },
    close: async () => {
      over.abort();
      await following;
    },
  };
}
