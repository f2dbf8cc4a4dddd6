import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import { isFurther } from '../../domain/delivery/state.ts';
import type { Clock } from '../ports/clock.ts';
import type { OptOuts } from '../ports/contact.ts';
import type { DeliveryReport } from '../ports/gateway.ts';
import type { Ledger } from '../ports/ledger.ts';
import { applyTwilioCode } from '../replies/apply-opt-out.ts';
import { phoneOf } from '../replies/receive-reply.ts';

export type DeliveryEvent =
  /** A state that the ledger did not have. */
  | { readonly kind: 'updated'; readonly message: LedgerMessage; readonly report: DeliveryReport }
  /** Twilio's code means that the recipient opted out. */
  | { readonly kind: 'opted_out'; readonly message: LedgerMessage; readonly code: number };

export type DeliveryReportPorts = {
  readonly ledger: Pick<Ledger, 'recordDelivery'>;
  readonly optOuts: Pick<OptOuts, 'add'>;
  readonly clock: Clock;
  readonly emit: (event: DeliveryEvent) => void;
};

/**
 * Records Twilio's state of a message, if it is further than the recorded one, and an opt-out where its
 * error code means one.
 */
export async function recordDeliveryReport(
  message: LedgerMessage,
  report: DeliveryReport,
  { ledger, optOuts, clock, emit }: DeliveryReportPorts,
): Promise<void> {
  const { sid, state, errorCode, errorText, at } = report;
  if (state === null || !isFurther(message.delivery, state)) return;
  // The opt-out first: a run that ends in between repeats both, since the state is still new then.
  const phone = phoneOf(message.to);
  if (errorCode !== null && phone !== null) {
    const isNew = await applyTwilioCode(phone, errorCode, optOuts, clock.now());
    if (isNew) emit({ kind: 'opted_out', message, code: errorCode });
  }
  await ledger.recordDelivery({ sid, state, errorCode, errorText, at });
  emit({ kind: 'updated', message, report });
}
