import type { Mode } from '../../domain/set-up/mode.ts';
import { messagesFor, totalOf, type Balance, type Price } from '../../domain/message/price.ts';
import type { Colours } from '../terminal/colours.ts';
import { count, londonDay } from '../../text/format.ts';

type Cost = {
  readonly mode: Mode;
  readonly messages: number;
  /** Null where no price is set. */
  readonly price: Price | null;
  /** The account's credit; null where it is not known. */
  readonly balance: Balance | null;
};

/**
 * What a run will cost, as far as anybody knows, and whether the credit carries it. Where nothing leaves
 * it costs nothing, and what it would cost is told where a price is set.
 */
export function costOf(cost: Cost, colours: Colours): string {
  if (cost.messages === 0) return 'nothing';
  if (cost.mode === 'live') return costForReal(cost, colours);
  return cost.price === null ? 'nothing' : `nothing; for real, ${costForReal(cost, colours)}`;
}

function costForReal({ messages, price, balance }: Cost, colours: Colours): string {
  const most = `${count(messages, 'message')} at most`;
  if (price === null) {
    const known = balance === null ? '' : `; your credit is ${money(balance)}`;
    return `${most}, each charged by Twilio and WhatsApp at your account's prices${known}`;
  }
  const total = money({ ...price, amount: totalOf(price, messages) });
  const estimate = `about ${total} for ${most}, at ${money(price)} each as looked up on ${londonDay(price.lookedUpOn)}`;
  return balance === null
    ? estimate
    : `${estimate}; ${creditFor(messages, price, balance, colours)}`;
}

function creditFor(messages: number, price: Price, balance: Balance, colours: Colours): string {
  const credit = money(balance);
  if (balance.currency !== price.currency) return `your credit is ${credit}, in another currency`;
  const carried = messagesFor(balance, price);
  if (carried >= messages) return `your credit of ${credit} is enough`;
  return colours.odd(`your credit of ${credit} is enough for ${carried} of ${messages}`);
}

/** As people write it: £1.45, and £0.0379 where there is less than a penny to tell. */
function money({ amount, currency }: Balance): string {
  const style = { style: 'currency', currency, maximumFractionDigits: 4 } as const;
  return new Intl.NumberFormat('en-GB', style).format(amount);
}
