import type { OptOuts, OptOutDetails } from '../../../src/application/ports/contact.ts';
import {
  isForEveryPlayer,
  type OptOut,
  type OptOutEntry,
} from '../../../src/domain/contact/opt-out.ts';
import { firstNamesIn, namesOfPlayer } from '../../../src/domain/contact/player-opt-out.ts';
import { lastTwoDigitsOf, type Recipient } from '../../../src/domain/contact/recipient.ts';
import type { Invite } from '../../../src/domain/record/invite.ts';
import { nameKey } from '../../../src/domain/record/names/name-key.ts';

function keyOf(phone: Recipient | null, player: string | null | undefined): string {
  return JSON.stringify([phone, player === undefined ? null : nameKey(player ?? '')]);
}

/** Opt-outs in memory. They pass the contract of those in a ledger. */
export function memoryOptOuts(): OptOuts {
  const current = new Map<string, OptOut>();
  let ever: readonly OptOutEntry[] = [];
  const end = (phone: Recipient, operator: string, at: Date, player?: string): boolean => {
    const key = keyOf(phone, player);
    ever = ever.map((entry) =>
      keyOf(entry.phone, entry.player) === key && entry.ended === null
        ? { ...entry, ended: { operator, at } }
        : entry,
    );
    return current.delete(key);
  };
  const blocks = ({ player, parent }: Invite): boolean =>
    [...current.values()].some((one) => {
      if (one.phone !== parent.phone) return false;
      if (isForEveryPlayer(one)) return true;
      const isNamed = namesOfPlayer(player).some(
        (name) => nameKey(name) === nameKey(one.player ?? ''),
      );
      const mayBe = firstNamesIn(one.player ?? '').map(nameKey);
      return isNamed || (player.lastName === '' && mayBe.includes(nameKey(player.firstName)));
    });
  return {
    has: async (phones) => new Set(phones.filter((phone) => current.has(keyOf(phone, undefined)))),
    blocked: async (messages) => new Set(messages.filter(({ invite }) => blocks(invite))),
    add: async <W extends Recipient>(phones: readonly W[], said: OptOutDetails) => {
      const news = new Set<W>();
      for (const phone of phones) {
        const key = keyOf(phone, said.player);
        const known = current.get(key);
        if (known?.state === 'stopped' || known?.state === said.state) {
          if (said.why === undefined) continue;
          const reasoned = { ...known, why: said.why };
          current.set(key, reasoned);
          ever = ever.map((entry) =>
            keyOf(entry.phone, entry.player) === key && entry.ended === null
              ? { ...entry, why: reasoned.why }
              : entry,
          );
          continue;
        }
        if (known?.state === 'pending') end(phone, said.operator, said.at, said.player);
        const optOut = { phone, lastTwoDigits: lastTwoDigitsOf(phone), ...said };
        current.set(key, optOut);
        ever = [...ever, { ...optOut, ended: null }];
        news.add(phone);
      }
      return news;
    },
    remove: async (phone, operator, at, player) => end(phone, operator, at, player),
    list: async () => [...current.values()],
    history: async (phone) => ever.filter((each) => phone === undefined || each.phone === phone),
    close: async () => {},
  };
}
