import * as z from 'zod';
import type { Mode } from '../../../../domain/set-up/mode.ts';
import { addPerson, type PeopleCounted } from '../../../../domain/policy/people-counted.ts';
import { personItem, type Person } from '../../messages/contact-log.ts';
import { REPLY } from '../../documents.ts';
import type { LedgerContext } from '../../ledger-context.ts';
import { peopleKey } from '../../layout.ts';
import { personKeyOf, personWith } from '../../move/earlier-messages.ts';
import { repliesIn } from '../../people/replies.ts';
import type { Key } from '../../port/store.ts';
import type { Attributes } from '../attributes.ts';
import type { DynamoPlace } from '../connect.ts';
import { openEarlierItems } from '../scan.ts';
import { parseEarlierKey, itemsOf, messageIn } from './convert-item.ts';
import { isRefusal, marksUnmoved, refuseEarlierTools } from './refuse-earlier-tools.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How many items have been moved. */
export type TableProgress = (moved: number) => void;

/**
 * Moves the items of the version before: messages and all beside them, then replies, which are held
 * against the messages, then who was written to in the last day; and deletes what was moved. Cut off, it
 * begins again: each item that is there is moved, and what is moved already stays as it is.
 *
 * @param context over the same table, of any mode
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
    const departed = new Map<string, Departed>();
    for await (const item of items()) {
      const what = parseEarlierKey(item);
      if (what === null) continue;
      for (const next of itemsOf(what, item, context)) await store.commit([next]);
      if (what.kind === 'message') {
        const message = messageIn(what.kind, item, context);
        for (const attempt of [...message.earlier, message.attempt]) {
          if (Date.parse(attempt.sendingAt ?? '') < now.getTime() - DAY_MS) continue;
          const key = personKeyOf(context, what.mode, message.inviteeKey, attempt);
          const person = personWith(departed.get(key.pk)?.person ?? null, attempt);
          if (person !== null) departed.set(key.pk, { mode: what.mode, key, person });
        }
      }
      onProgress((moved += 1));
    }
    for await (const item of items()) {
      const what = parseEarlierKey(item);
      if (what?.kind !== 'replies') continue;
      const reply = read(z.object(REPLY.shape), { ...item, sid: item.sk });
      await repliesIn({ ...context, mode: what.mode }).add({ ...reply, at: new Date(reply.at) });
    }
    await keepPeople(context, [...departed.values()]);
    // Those by which a move that was cut off is known to go on are the last to go.
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

/** Who was written to within the last day. */
type Departed = { readonly mode: Mode; readonly key: Key; readonly person: Person };

/** What is there already was written by a move that was cut off, and knew of more. */
async function keepPeople({ store }: LedgerContext, departed: readonly Departed[]): Promise<void> {
  const counted = new Map<Mode, PeopleCounted>();
  const lastOf = ({ person }: Departed): string => person.last ?? '';
  for (const one of departed.toSorted((a, b) => lastOf(a).localeCompare(lastOf(b)))) {
    const { mode, key, person } = one;
    await store.commit([{ ...key, ...personItem(person), expected: null }]);
    if (person.last === null) continue;
    counted.set(mode, addPerson(counted.get(mode) ?? [], new Date(person.last)));
  }
  for (const [mode, doc] of counted) {
    await store.commit([{ ...peopleKey(mode), doc, expected: null }]);
  }
}
