import { countedIn, type PeopleCounted } from '../../../../domain/policy/people-counted.ts';
import { peopleKey } from '../../layout.ts';
import { older } from './older-tables.ts';
import type { Target } from './target.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const MODES = ['live', 'stand_in', 'rehearsal'] as const;

const NEWEST = `SELECT max(sending_at) AS newest FROM ${older('attempts')} WHERE mode = ?`;

/**
 * From when on it matters when somebody was written to: a day before the move began, or before the last
 * message where that is earlier, since either clock may be wrong.
 */
export function sinceWhen({ rows }: Target, begun: string): string {
  const newest = MODES.flatMap((mode) => rows(NEWEST, mode)[0]?.['newest'] ?? []).map(String);
  const until = [begun, newest.toSorted().at(-1) ?? begun].toSorted()[0] ?? begun;
  return new Date(Date.parse(until) - DAY_MS).toISOString();
}

/** Each person once, at the moment when they were last written to. */
const DEPARTED = `SELECT mode, max(sending_at) AS last FROM ${older('attempts')}
  WHERE sending_at >= ? AND state NOT IN ('refused', 'unreachable')
  GROUP BY mode, iif(forgotten_at IS NULL, recipient, invitee_key) ORDER BY last`;

/** Writes down how many people were written to in the last day. */
export function countPeople(target: Target, begun: string): void {
  const counted = new Map<string, PeopleCounted>();
  for (const { mode, last } of target.rows(DEPARTED, sinceWhen(target, begun))) {
    const people = counted.get(String(mode)) ?? [];
    counted.set(String(mode), countedIn(people, new Date(String(last))));
  }
  for (const mode of MODES) {
    const doc = counted.get(mode);
    if (doc !== undefined) target.put({ ...peopleKey(mode), doc });
  }
}
