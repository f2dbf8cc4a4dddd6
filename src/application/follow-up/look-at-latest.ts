import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import { isFollowed, nextLookMs } from '../../domain/policy/own-messages.ts';
import { lastHourOf } from '../../domain/policy/sending-halt.ts';
import { aborted, type Clock } from '../ports/clock.ts';
import type { OptOuts } from '../ports/contact.ts';
import type { MessageLog } from '../ports/gateway.ts';
import type { Ledger } from '../ports/ledger.ts';
import { unlessTwilioFails } from './follow-up.ts';
import { recordDeliveryReport } from './record-delivery.ts';

export type LookPorts = {
  readonly log: Pick<MessageLog, 'sentSince'>;
  readonly ledger: Pick<Ledger, 'recordDelivery'>;
  readonly optOuts: Pick<OptOuts, 'add'>;
  readonly clock: Clock;
};

/** Requests for the states of the newest messages, for where a callback is missing. */
export type Looks = {
  /**
   * The time until the next look, in milliseconds; null if no state of the last hour's messages is
   * expected.
   */
  readonly dueInMs: (latest: readonly LedgerMessage[], now: Date) => number | null;
  /**
   * Makes one request, and records the states of these messages. If Twilio cannot be asked, the next
   * look finds them.
   *
   * @param until fires when the response is not waited for any longer
   */
  readonly look: (
    latest: readonly LedgerMessage[],
    ports: LookPorts,
    until: AbortSignal,
  ) => Promise<void>;
};

/** The looks of one process, at most one in 10 seconds. */
export function looksAtLatest(): Looks {
  let lastLook: Date | null = null;
  return {
    dueInMs: (latest, now) => nextLookMs(lastHourOf(latest, now), lastLook, now),
    look: async (latest, ports, until) => {
      lastLook = ports.clock.now();
      const oldest = lastHourOf(latest, lastLook).find(isFollowed);
      if (oldest === undefined) return;
      await unlessTwilioFails(async () => {
        // The newest page has the messages of the last hour, except at a club that sends very many.
        const page = await Promise.race([ports.log.sentSince(oldest.sentAt)(), aborted(until)]);
        const bySid = new Map(page?.map((report) => [report.sid, report]));
        for (const message of latest) {
          const report = message.messageSid === null ? undefined : bySid.get(message.messageSid);
          if (report === undefined) continue;
          // oxlint-disable-next-line no-await-in-loop -- each is a durable step of its own
          await recordDeliveryReport(message, report, { ...ports, emit: () => {} });
        }
      });
    },
  };
}
