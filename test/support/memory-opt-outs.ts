import type { OptOuts } from '../../src/application/ports.ts';
import { lastTwoDigitsOf, type OptOut } from '../../src/domain/opt-out.ts';
import type { Phone } from '../../src/domain/phone.ts';

/** Opt-outs that are gone with the test; they pass the contract of those in a ledger. */
export function memoryOptOuts(): OptOuts {
  const standing = new Map<Phone, OptOut>();
  return {
    has: async (phones) => new Set(phones.filter((phone) => standing.has(phone))),
    add: async (phones, said) => {
      const news = new Set<Phone>();
      for (const phone of phones) {
        const known = standing.get(phone)?.state;
        if (known === 'stopped' || known === said.state) continue;
        standing.delete(phone);
        standing.set(phone, { phone, lastTwoDigits: lastTwoDigitsOf(phone), ...said });
        news.add(phone);
      }
      return news;
    },
    remove: async (phone) => standing.delete(phone),
    list: async () => [...standing.values()],
    close: async () => {},
  };
}
