import type { OptOuts, OptOutDetails } from '../../../src/application/ports/contact.ts';
import { lastTwoDigitsOf, type Recipient } from '../../../src/domain/contact/recipient.ts';
import { type OptOut, type OptOutEntry } from '../../../src/domain/contact/opt-out.ts';

/** Opt-outs that are gone with the test; they pass the contract of those in a ledger. */
export function memoryOptOuts(): OptOuts {
  const standing = new Map<Recipient, OptOut>();
  let ever: readonly OptOutEntry[] = [];
  const end = (phone: Recipient, operator: string, at: Date): boolean => {
    const isThere = standing.delete(phone);
    ever = ever.map((entry) =>
      entry.phone === phone && entry.ended === null ? { ...entry, ended: { operator, at } } : entry,
    );
    return isThere;
  };
  return {
    has: async (phones) => new Set(phones.filter((phone) => standing.has(phone))),
    add: async <W extends Recipient>(phones: readonly W[], said: OptOutDetails) => {
      const news = new Set<W>();
      for (const phone of phones) {
        const known = standing.get(phone)?.state;
        if (known === 'stopped' || known === said.state) continue;
        if (known === 'pending') end(phone, said.operator, said.at);
        const optOut = { phone, lastTwoDigits: lastTwoDigitsOf(phone), ...said };
        standing.set(phone, optOut);
        ever = [...ever, { ...optOut, ended: null }];
        news.add(phone);
      }
      return news;
    },
    remove: async (phone, operator, at) => end(phone, operator, at),
    list: async () => [...standing.values()],
    history: async (phone) => ever.filter((each) => phone === undefined || each.phone === phone),
    close: async () => {},
  };
}
