import type { OptOut, OptOutEntry } from '../../../domain/contact/opt-out.ts';
import type { OptOutDoc } from '../documents.ts';

export type OptOutPeriod = NonNullable<OptOutDoc['stands']>;

/** The document after the current opt-out has ended. */
export function ended(known: OptOutDoc, operator: string, at: Date): OptOutDoc {
  const last =
    known.stands === null
      ? []
      : [{ ...known.stands, removedBy: operator, removedAt: at.toISOString() }];
  return { ...known, stands: null, ended: [...known.ended, ...last] };
}

type Ordered<T> = T & { readonly order: number };

/** The ended opt-outs of a number, then the current one. */
export function entriesOf(doc: OptOutDoc): readonly Ordered<OptOutEntry>[] {
  return [
    ...doc.ended.map((period) => ({
      ...entryOf(doc, period),
      ended: { operator: period.removedBy, at: new Date(period.removedAt) },
    })),
    ...(doc.stands === null ? [] : [{ ...entryOf(doc, doc.stands), ended: null }]),
  ];
}

export function entryOf(
  { whom: recipient, lastTwo, player }: OptOutDoc,
  { state, source, addedBy, addedAt, order, why }: OptOutPeriod,
): Ordered<OptOut> {
  return {
    phone: recipient,
    lastTwoDigits: lastTwo,
    state,
    source,
    operator: addedBy,
    at: new Date(addedAt),
    order,
    ...(player === undefined ? {} : { player }),
    ...(why === undefined ? {} : { why }),
  };
}

/** By time. Those added in one call stay in their order; otherwise by number. */
export function inOrder<T extends Pick<OptOut, 'phone' | 'at'> & { readonly order: number }>(
  entries: readonly T[],
): readonly Omit<T, 'order'>[] {
  return entries
    .toSorted(
      (a, b) =>
        a.at.getTime() - b.at.getTime() ||
        a.order - b.order ||
        (a.phone ?? '').localeCompare(b.phone ?? ''),
    )
    .map(({ order: _order, ...entry }) => entry);
}
