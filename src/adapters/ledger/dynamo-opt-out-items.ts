import * as z from 'zod';
import {
  isHidden,
  phoneHashOf,
  type OptOut,
  type OptOutEntry,
  type Whom,
} from '../../domain/opt-out.ts';
import type { Mode } from '../../domain/mode.ts';
import { HIDDEN, optOutItem, type ItemKey } from './dynamo-layout.ts';

const STAY = z.object({
  state: z.enum(['stopped', 'pending']),
  source: z.enum(['operator', 'import', 'reply', 'twilio']),
  addedBy: z.string(),
  addedAt: z.string(),
  /** Which of those that were added together, from 0. */
  order: z.number(),
});

const ITEM = z.object({
  /** The hash of the number or the user id, which stays when that itself is erased. */
  sk: z.string(),
  phone: z.string().nullable(),
  lastTwo: z.string(),
  stands: STAY.nullable(),
  ended: z.array(STAY.extend({ removedBy: z.string(), removedAt: z.string() })),
  lastWrite: z.string(),
});

/** What is kept of one number: what stands, and what stood before. */
export type KeptOptOut = z.infer<typeof ITEM>;

export function keptOptOutOf(item: unknown): KeptOptOut {
  return ITEM.parse(item);
}

/** Where the opt-out of a number is kept, or that of a user id. */
export function placeOf(mode: Mode, whom: Whom): ItemKey {
  const { pk, sk } = optOutItem(mode, phoneHashOf(whom));
  return { pk, sk: isHidden(whom) ? `${HIDDEN}${sk}` : sk };
}

/** What is kept once what stands has ended. */
export function endedStay(
  { phone, lastTwo, stands, ended }: KeptOptOut,
  operator: string,
  at: Date,
): Omit<KeptOptOut, 'sk' | 'lastWrite'> {
  const last =
    stands === null ? [] : [{ ...stands, removedBy: operator, removedAt: at.toISOString() }];
  return { phone, lastTwo, stands: null, ended: [...ended, ...last] };
}

type Ordered<Stay> = Stay & { readonly order: number };

/** What stands of a number; nothing where nothing does. */
export function optOutOf(kept: KeptOptOut): readonly Ordered<OptOut>[] {
  return kept.stands === null ? [] : [told(kept, kept.stands)];
}

/** What stood of a number before, and what stands. */
export function everyStayOf(kept: KeptOptOut): readonly Ordered<OptOutEntry>[] {
  return [
    ...kept.ended.map((stay) => ({
      ...told(kept, stay),
      ended: { operator: stay.removedBy, at: new Date(stay.removedAt) },
    })),
    ...optOutOf(kept).map((optOut) => ({ ...optOut, ended: null })),
  ];
}

function told(
  { phone, lastTwo }: KeptOptOut,
  { state, source, addedBy, addedAt, order }: z.infer<typeof STAY>,
): Ordered<OptOut> {
  return {
    // Nothing but a number or a user id that was parsed is ever written there.
    phone: phone as Whom | null,
    lastTwoDigits: lastTwo,
    state,
    source,
    operator: addedBy,
    at: new Date(addedAt),
    order,
  };
}
