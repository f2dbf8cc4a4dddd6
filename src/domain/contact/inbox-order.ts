import type { ReplyKind } from './kinds/reply-kind.ts';

/** What the order of the inbox depends on. */
type Ordered = {
  readonly kind: ReplyKind;
  /** The last day to answer by law, `YYYY-MM-DD`; null where there is none. */
  readonly answerBy: string | null;
  /** When free text is no longer taken. */
  readonly until: Date;
};

/** Conversations of the same kind that follow each other, where there are several. */
export type InboxGroup = {
  /** The place within the group, from 1. */
  readonly number: number;
  readonly of: number;
};

/** The kinds whose messages are much the same, so that one answer may suit all. */
const ALIKE: ReadonlySet<ReplyKind> = new Set([
  'ready',
  'thanks',
  'wrong_number',
  'stop',
  'no_text',
]);

/** The smallest number of like conversations that are put together. */
const SMALLEST_GROUP = 3;

/**
 * Puts conversations in the order in which they are shown: those with a legal date come first, then those
 * whose 24 hours end soonest. Several of one kind that one answer may suit follow each other, at the place of
 * the first of them.
 */
export function inInboxOrder<Entry extends Ordered>(
  entries: readonly Entry[],
): readonly { readonly entry: Entry; readonly group: InboxGroup | null }[] {
  const soonest = entries.toSorted((a, b) => a.until.getTime() - b.until.getTime());
  const dated = soonest
    .filter(({ answerBy }) => answerBy !== null)
    .toSorted((a, b) => (a.answerBy ?? '').localeCompare(b.answerBy ?? ''));
  const others = soonest.filter(({ answerBy }) => answerBy === null);
  const byKind = Map.groupBy(others, ({ kind }) => kind);
  return [
    ...dated.map((entry) => ({ entry, group: null })),
    ...others.flatMap(
      (entry): readonly { readonly entry: Entry; readonly group: InboxGroup | null }[] => {
        const alike = byKind.get(entry.kind) ?? [];
        if (!ALIKE.has(entry.kind) || alike.length < SMALLEST_GROUP) {
          return [{ entry, group: null }];
        }
        if (alike[0] !== entry) return [];
        return alike.map((one, index) => ({
          entry: one,
          group: { number: index + 1, of: alike.length },
        }));
      },
    ),
  ];
}
