import { isOfferedAgain, nonDeliveryOf } from '../../../domain/delivery/non-delivery.ts';
import { hasFailed } from '../../../domain/delivery/state.ts';
import type { KnownMessage, Plan } from '../../../domain/message/plan.ts';
import { errorOfFate } from '../../../text/delivery/fate.ts';
import { count, few, londonTime, playerOf, recipientOf } from '../../../text/format.ts';
import type { Colours } from '../../terminal/colours.ts';

/**
 * What there is to ask, and what the ledger has of the other messages: `5 messages, 2 of them not delivered
 * before; 3 already sent, the last on 22 Nov 2026, 18:42`.
 */
export function toAskText({ toAsk, alreadySent, onItsWay, unknown, undeliverable }: Plan): string {
  const again = toAsk.filter(({ replaces }) => replaces !== null && isOfferedAgain(replaces));
  const last = alreadySent.map(({ attempt }) => attempt.at.getTime()).toSorted((a, b) => b - a)[0];
  const failed = alreadySent.filter(hasFailedUnproven).length;
  return [
    `${count(toAsk.length, 'message')}${again.length === 0 ? '' : `, ${again.length} of them not delivered before`}`,
    ...(last === undefined
      ? []
      : [`${alreadySent.length} already sent, the last on ${londonTime(new Date(last))}`]),
    ...(failed === 0 ? [] : [`${failed} of these failed, and may have arrived all the same`]),
    ...(undeliverable.length === 0
      ? []
      : [`${undeliverable.length} not delivered, and not offered again`]),
    ...(onItsWay.length === 0 ? [] : [`${onItsWay.length} approved and on the way`]),
    ...(unknown.length === 0 ? [] : [`${unknown.length} of unknown outcome, not sent again`]),
  ].join('; ');
}

/** Whether Twilio reports a failure that does not prove that the message did not arrive. */
function hasFailedUnproven({ attempt }: KnownMessage): boolean {
  return hasFailed(attempt.delivery) && nonDeliveryOf(attempt) === null;
}

/** The messages that did not arrive and would not at the same number, each with what to do. */
export function undeliverableText({ undeliverable }: Plan, colours: Colours): string {
  return undeliverable
    .map(({ message, attempt }) => {
      const error = errorOfFate({ kind: 'not_delivered', attempt, because: 'not_sent_again' });
      const who = `${playerOf(message)}, for ${recipientOf(message)}`;
      const when = londonTime(attempt.deliveryAt ?? attempt.at);
      return error === null
        ? ''
        : `${colours.odd(who)}\n  Not delivered on ${when}: ${error.message}\n  -> ${error.fix}\n`;
    })
    .join('\n');
}

const MOST_NAMES = 8;

/** The closing line about messages that still have not arrived; empty where there are none. */
export function stillNotDeliveredText(
  plan: Plan,
  isNotDelivered: (key: KnownMessage['message']['key']) => boolean,
): string {
  const names = [...plan.toAsk, ...plan.undeliverable]
    .filter(({ message }) => isNotDelivered(message.key))
    .map(({ message }) => playerOf(message));
  return names.length === 0 ? '' : `Not delivered: ${few(names, MOST_NAMES)}.\n`;
}
