import type { Seal } from '../../../../domain/delivery/seal.ts';
import { personItem, personOf, type Person } from '../../departures.ts';
import { personKey } from '../../layout.ts';
import type { Item, Key } from '../../store.ts';
import type { OlderMessage } from './older-rows.ts';

/* When people were last written to, which the version before worked out from its attempts each time. */

type Departure = Pick<OlderMessage, 'mode' | 'invitee_key' | 'recipient' | 'state' | 'sending_at'>;

/** Who an attempt went to. Those who were erased count as people without a name. */
export function whoOf({ mode, invitee_key, recipient }: Departure, seal: Seal): Key {
  return personKey(mode, recipient === '' ? seal(invitee_key) : personOf(recipient, seal));
}

/** What is known of a person, with one more attempt; attempts come in any order. */
export function personWith(
  known: Person | null,
  row: Departure,
  seal: Seal,
): (Item & { readonly doc: Person }) | null {
  const { state, recipient, sending_at: at } = row;
  if (at === null) return null;
  const proves = state === 'refused' || state === 'unreachable';
  const times = [known?.last, known?.before, proves ? null : at]
    .filter((time) => time !== null && time !== undefined)
    .toSorted()
    .toReversed();
  const person: Person = {
    to: recipient === '' ? null : recipient,
    last: times[0] ?? null,
    before: times[1] ?? null,
    asked: known === null || known.asked < at ? at : known.asked,
  };
  const key = whoOf(row, seal);
  return { ...key, ...personItem(person), doc: person };
}
