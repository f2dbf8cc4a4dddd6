import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import { isFurther } from '../../domain/delivery/state.ts';
import { applyTwilioCode } from '../replies/apply-opt-out.ts';
import { phoneOf } from '../replies/phone-of.ts';
import type { Clock, Ledger } from '../ports/ports.ts';
import type { DeliveryReport } from '../ports/twilio-ports.ts';
import type { OptOuts } from '../ports/people-ports.ts';

export type DeliveryEvent =
  /** The ledger did not have this state yet. */
  | { readonly kind: 'heard'; readonly message: LedgerMessage; readonly heard: DeliveryReport }
  /** The recipient has opted out, by this code. */
  | { readonly kind: 'opted_out'; readonly message: LedgerMessage; readonly code: number };

export type DeliveryReportPorts = {
  readonly ledger: Pick<Ledger, 'recordDelivery'>;
  readonly optOuts: Pick<OptOuts, 'add'>;
  readonly clock: Clock;
  readonly tell: (event: DeliveryEvent) => void;
};

/** Records what Twilio tells of a message, if it is news; a block or an opt-out counts for good. */
export async function recordDeliveryReport(
  message: LedgerMessage,
  heard: DeliveryReport,
  { ledger, optOuts, clock, tell }: DeliveryReportPorts,
): Promise<void> {
  const { sid, state, errorCode, at } = heard;
  if (state === null || !isFurther(message.delivery, state)) return;
  // First, so that a run which ends in between does it again: what is recorded is no news any more.
  const phone = phoneOf(message.to);
  if (errorCode !== null && phone !== null) {
    const isNews = await applyTwilioCode(phone, errorCode, optOuts, clock.now());
    if (isNews) tell({ kind: 'opted_out', message, code: errorCode });
  }
  await ledger.recordDelivery(sid, state, errorCode, at);
  tell({ kind: 'heard', message, heard });
}
