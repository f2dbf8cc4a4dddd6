import type { OptOuts, OptOutDetails } from '../../../src/application/ports/contact.ts';
import { type OptOut, type OptOutEntry } from '../../../src/domain/contact/opt-out.ts';
import { lastTwoDigitsOf, type Recipient } from '../../../src/domain/contact/recipient.ts';

/** Opt-outs in memory. They pass the contract of those in a ledger. */
export function memoryOptOuts(): OptOuts {
  const current = new Map<Recipient, OptOut>();
  let ever: readonly OptOutEntry[] = [];
  const end = (phone: Recipient, operator: string, at: Date): boolean => {
    const isThere = current.delete(phone);
    ever = ever.map((entry) =>
      entry.phone === phone && entry.ended === null ? { ...entry, ended: { operator, at } } : entry,
    );
    return isThere;
  };
  return {
    has: async (phones) => new Set(phones.filter((phone) => current.has(phone))),
    add: async <W extends Recipient>(phones: readonly W[], said: OptOutDetails) => {
      const news = new Set<W>();
      for (const phone of phones) {
        const known = current.get(phone)?.state;
        if (known === 'stopped' || known === said.state) continue;
        if (known === 'pending') end(phone, said.operator, said.at);
        const optOut = { phone, lastTwoDigits: lastTwoDigitsOf(phone), ...said };
        current.set(phone, optOut);
        ever = [...ever, { ...optOut, ended: null }];
        news.add(phone);
      }
      return news;
    },
    remove: async (phone, operator, at) => end(phone, operator, at),
    list: async () => [...current.values()],
    history: async (phone) => ever.filter((each) => phone === undefined || each.phone === phone),
    close: async () => {},
  };
}
