import * as z from 'zod';
import { addPerson, type PeopleCounted } from '../../../../domain/policy/people-counted.ts';
import type { Mode } from '../../../../domain/set-up/mode.ts';
import { REPLY } from '../../documents.ts';
import { peopleKey } from '../../layout.ts';
import type { LedgerContext } from '../../ledger-context.ts';
import { personItem, type Person } from '../../messages/contact-log.ts';
import { personKeyOf, personWith } from '../../move/earlier-messages.ts';
import { repliesIn, replyOf } from '../../people/replies.ts';
import type { Key } from '../../port/store.ts';
import type { Attributes } from '../attributes.ts';
import type { DynamoPlace } from '../connection.ts';
import { openEarlierItems } from '../scan.ts';
import { parseEarlierKey, convertItem, messageIn } from './convert-item.ts';
import { isRefusal, marksUnmoved, refuseEarlierTools } from './refuse-earlier-tools.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** @param moved the number of items migrated so far */
export type TableProgress = (moved: number) => void;

/**
 * Migrates the items of an earlier version: all items except replies; then replies, which need the
 * messages; then the contacts of the last day. Deletes the earlier items last. If it is cut off,
 * the next call repeats it.
 *
 * @param context of the same table, in any mode
 * @throws InviteError `ledger_unavailable`
 */
export async function moveTable(
  place: DynamoPlace,
  context: LedgerContext,
  now: Date,
  onProgress: TableProgress,
): Promise<void> {
  const { store, read } = context;
  const earlier = await openEarlierItems(place);
  let moved = 0;
  try {
    await refuseEarlierTools(place);
    const items = async function* (): AsyncIterable<Attributes> {
      for await (const page of earlier.pages(null)) {
        yield* page.items.filter((item) => !isRefusal(item));
      }
    };
    const contacts = new Map<string, RecentContact>();
    for await (const item of items()) {
      const earlierKey = parseEarlierKey(item);
      if (earlierKey === null) continue;
      for (const next of convertItem(earlierKey, item, context)) await store.commit([next]);
      if (earlierKey.kind === 'message') {
        const message = messageIn(earlierKey.kind, item, context);
        for (const attempt of [...message.earlier, message.attempt]) {
          if (Date.parse(attempt.sendingAt ?? '') < now.getTime() - DAY_MS) continue;
          const key = personKeyOf(context, earlierKey.mode, message.inviteeKey, attempt);
          const person = personWith(contacts.get(key.pk)?.person ?? null, attempt);
          if (person !== null) contacts.set(key.pk, { mode: earlierKey.mode, key, person });
        }
      }
      onProgress((moved += 1));
    }
    for await (const item of items()) {
      const earlierKey = parseEarlierKey(item);
      if (earlierKey?.kind !== 'replies') continue;
      const reply = read(z.object(REPLY.shape), { ...item, sid: item.sk });
      await repliesIn({ ...context, mode: earlierKey.mode }).add(replyOf(reply));
    }
    await writeContacts(context, [...contacts.values()]);
    // The items by which `hasEarlierItems` sees an unfinished migration are deleted last.
    for (const isLast of [false, true]) {
      for await (const { pk, sk } of items()) {
        if (marksUnmoved(parseEarlierKey({ pk, sk })?.kind ?? '') !== isLast) continue;
        await store.commit([{ pk, sk, gone: true, expected: null }]);
      }
    }
  } finally {
    earlier.close();
  }
}

/** A person who was sent a message within the last day. */
type RecentContact = { readonly mode: Mode; readonly key: Key; readonly person: Person };

/**
 * Writes contacts and their count, unless they exist: an earlier call, which was cut off, may have
 * had more.
 */
async function writeContacts(
  { store }: LedgerContext,
  contacts: readonly RecentContact[],
): Promise<void> {
  const counted = new Map<Mode, PeopleCounted>();
  const lastOf = ({ person }: RecentContact): string => person.last ?? '';
  for (const one of contacts.toSorted((a, b) => lastOf(a).localeCompare(lastOf(b)))) {
    const { mode, key, person } = one;
    await store.commit([{ ...key, ...personItem(person), expected: null }]);
    if (person.last === null) continue;
    counted.set(mode, addPerson(counted.get(mode) ?? [], new Date(person.last)));
  }
  for (const [mode, doc] of counted) {
    await store.commit([{ ...peopleKey(mode), doc, expected: null }]);
  }
}
