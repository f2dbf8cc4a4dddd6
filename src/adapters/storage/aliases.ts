import { phoneHashOf } from '../../domain/contact/opt-out.ts';
import type { UserId } from '../../domain/contact/user-id.ts';
import { USER_IDS } from './documents.ts';
import { aliasKey, type Base } from './layout.ts';
import type { Key, Write } from './store.ts';

/** Leads from a number to user ids of the same person. */
export async function aliasWrites(
  base: Base,
  number: string,
  ids: readonly UserId[],
): Promise<readonly Write[]> {
  return await withUserIds(base, aliasKey(base.mode, base.seal(phoneHashOf(number))), ids);
}

/** Adds user ids to an item that holds some; nothing to write where it has them all. */
export async function withUserIds(
  { store, read }: Base,
  key: Key,
  ids: readonly UserId[],
): Promise<readonly Write[]> {
  const found = await store.get(key);
  const known = found === null ? [] : read(USER_IDS, found.doc).userIds;
  const all = [...new Set([...known, ...ids])];
  if (all.length === known.length) return [];
  return [{ ...key, doc: { userIds: all }, expected: found?.version ?? null }];
}
