/** An amount of money, with the ISO 4217 code of its currency. */
export type Balance = { readonly amount: number; readonly currency: string };

/** The price of one message, and the day on which it was looked up. */
export type Price = Balance & { readonly lookedUpOn: Date };

const PRICE = /^(\d+(?:\.\d+)?)\s+([a-z]{3})\s+(\d{4}-\d\d-\d\d)$/iu;

/** Parses `0.0379 GBP 2026-09-01`; null for anything else. */
export function parsePrice(text: string): Price | null {
  const [, amount = '', currency = '', day = ''] = PRICE.exec(text.trim()) ?? [];
  const lookedUpOn = new Date(`${day}T12:00:00Z`);
  const isDay = !Number.isNaN(lookedUpOn.getTime()) && lookedUpOn.toISOString().startsWith(day);
  return Number(amount) > 0 && isDay
    ? { amount: Number(amount), currency: currency.toUpperCase(), lookedUpOn }
    : null;
}

/** The price of this many messages, rounded up to whole pence. */
export function totalOf({ amount }: Price, messages: number): number {
  // Rounded to a millionth of a penny first, to remove binary floating-point error.
  return Math.ceil(Number((amount * messages * 100).toFixed(6))) / 100;
}

/** The number of messages that a balance in the same currency pays for. */
export function messagesFor(balance: Balance, { amount }: Price): number {
  return Math.max(0, Math.floor(Number((balance.amount / amount).toFixed(6))));
}
