import type { Seal, Sealed } from '../../../../domain/delivery/seal.ts';
import type { Mode } from '../../../../domain/set-up/mode.ts';
import { countedIn, type PeopleCounted } from '../../../../domain/policy/people-counted.ts';
import { provesNothingWent } from '../../../../domain/delivery/state.ts';
import { personItem, personOf, type Person } from '../../departures.ts';
import { peopleKey, personKey, type Base } from '../../layout.ts';
import { repliesIn } from '../../replies.ts';
import type { Item } from '../../store.ts';
import type { Attributes } from '../attributes.ts';
import type { DynamoPlace } from '../connect.ts';
import { openEarlierItems } from '../scan.ts';
import { EARLIER_MESSAGE, EARLIER_REPLY, type EarlierAttempt } from './earlier-shapes.ts';
import { earlierIn, itemsOf } from './items-of.ts';
import { isRefusal, isSoughtFirst, refuseEarlierTools } from './refuse-earlier-tools.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How many items have been moved. */
export type TableProgress = (moved: number) => void;

/**
 * Moves the items of the version before: messages and all beside them, then replies, which are held
 * against the messages, then who was written to in the last day; and deletes what was moved. Cut off, it
 * begins again: each item that is there is moved, and what is moved already stays as it is.
 *
 * @param base over the same table, of any mode
 * @throws InviteError `ledger_unavailable`
 */
export async function moveTable(
  place: DynamoPlace,
  base: Base,
  now: Date,
  onProgress: TableProgress,
): Promise<void> {
  const { store, seal, read } = base;
  const earlier = await openEarlierItems(place);
  let moved = 0;
  try {
    await refuseEarlierTools(place);
    const items = async function* (): AsyncIterable<Attributes> {
      for await (const page of earlier.pages(null)) {
        yield* page.items.filter((item) => !isRefusal(item));
      }
    };
    const departed = new Map<Mode, Map<Sealed, Person>>();
    for await (const item of items()) {
      const what = earlierIn(item);
      if (what === null) continue;
      for (const next of itemsOf(what, item, base)) await store.commit([next]);
      if (what.kind === 'message') {
        const { inviteeKey, earlier: before, ...attempt } = read(EARLIER_MESSAGE, item);
        for (const one of [...before, attempt])
          note(departed, what.mode, one, inviteeKey, seal, now);
      }
      onProgress((moved += 1));
    }
    for await (const item of items()) {
      const what = earlierIn(item);
      if (what?.kind !== 'replies') continue;
      const { sk: sid, at, ...reply } = read(EARLIER_REPLY, item);
      await repliesIn({ ...base, mode: what.mode }).add({ ...reply, sid, at: new Date(at) });
    }
    for (const [mode, people] of departed) await keepPeople(base, mode, people);
    // Those by which a move that was cut off is known to go on are the last to go.
    for (const isLast of [false, true]) {
      for await (const { pk, sk } of items()) {
        if (isSoughtFirst(earlierIn({ pk, sk })?.kind ?? '') !== isLast) continue;
        await store.commit([{ pk, sk, gone: true, expected: null }]);
      }
    }
  } finally {
    earlier.close();
  }
}

/** Who was written to within the last day; those who were erased have no number. */
function note(
  departed: Map<Mode, Map<Sealed, Person>>,
  mode: Mode,
  { sendingAt: at, state, recipient }: EarlierAttempt,
  inviteeKey: string,
  seal: Seal,
  now: Date,
): void {
  if (at === undefined || provesNothingWent(state)) return;
  if (Date.parse(at) < now.getTime() - DAY_MS) return;
  const people = departed.get(mode) ?? new Map<Sealed, Person>();
  departed.set(mode, people);
  const who = recipient === '' ? seal(inviteeKey) : personOf(recipient, seal);
  const known = people.get(who);
  if (known?.last !== null && known?.last !== undefined && known.last >= at) return;
  const to = recipient === '' ? null : recipient;
  people.set(who, { to, last: at, before: known?.last ?? null, asked: at });
}

/** What is there already was written by a move that was cut off, and knew of more. */
async function keepPeople(
  { store }: Base,
  mode: Mode,
  people: ReadonlyMap<Sealed, Person>,
): Promise<void> {
  let counted: PeopleCounted = [];
  const sorted = [...people].toSorted(([, a], [, b]) => (a.last ?? '').localeCompare(b.last ?? ''));
  for (const [who, person] of sorted) {
    const item: Item = { ...personKey(mode, who), ...personItem(person) };
    await store.commit([{ ...item, expected: null }]);
    counted = countedIn(counted, new Date(person.last ?? 0));
  }
  await store.commit([{ ...peopleKey(mode), doc: counted, expected: null }]);
}
