/** An amount of money in a currency by its ISO 4217 code. */
export type Balance = { readonly amount: number; readonly currency: string };

/** What one message costs, and when somebody looked it up. */
export type Price = Balance & { readonly lookedUpOn: Date };

const PRICE = /^(\d+(?:\.\d+)?)\s+([a-z]{3})\s+(\d{4}-\d\d-\d\d)$/iu;

/** `0.0379 GBP 2026-09-01`; null for anything else. */
export function parsePrice(text: string): Price | null {
  const [, amount = '', currency = '', day = ''] = PRICE.exec(text.trim()) ?? [];
  const lookedUpOn = new Date(`${day}T12:00:00Z`);
  const isDay = !Number.isNaN(lookedUpOn.getTime()) && lookedUpOn.toISOString().startsWith(day);
  return Number(amount) > 0 && isDay
    ? { amount: Number(amount), currency: currency.toUpperCase(), lookedUpOn }
    : null;
}

/** What so many messages come to, in whole pence, rounded up. */
export function totalOf({ amount }: Price, messages: number): number {
  // Rounded first to far less than a penny, which is all that binary fractions add.
  return Math.ceil(Number((amount * messages * 100).toFixed(6))) / 100;
}

/** How many messages a balance in the same currency pays for. */
export function messagesFor(balance: Balance, { amount }: Price): number {
  return Math.max(0, Math.floor(Number((balance.amount / amount).toFixed(6))));
}
