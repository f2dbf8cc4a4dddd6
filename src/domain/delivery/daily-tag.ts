import { sha256 } from '../sha256.ts';
import type { KeyedHasher } from './keyed-hash.ts';

declare const dailyTag: unique symbol;
/**
 * Replaces a lasting identifier (the key of a message, a number, a user id) in a log. 12 hex digits,
 * equal on all lines of one UTC day and different on the next day. It cannot be computed without the
 * ledger's key.
 */
export type DailyTag = string & { readonly [dailyTag]: true };

export type TagOf = (identifier: string, at: Date) => DailyTag;

const DIGITS = 12;

export function dailyTags(keyedHash: KeyedHasher): TagOf {
  return (identifier, at) => {
    const day = at.toISOString().slice(0, 'YYYY-MM-DD'.length);
    return keyedHash(sha256(['log', day, identifier])).slice(0, DIGITS) as DailyTag;
  };
}
