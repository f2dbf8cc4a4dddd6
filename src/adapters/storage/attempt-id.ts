import { asAttemptId, type AttemptId } from '../../domain/delivery/ids.ts';
import type { KeyedHasher, KeyedHash } from '../../domain/delivery/keyed-hash.ts';

/**
 * The length of a SHA-256 in base64url. In hex, an attempt's id would be too long for a callback's
 * URL.
 */
const KEY_LENGTH = 43;

/** The random part of an attempt's id. */
const TOKEN_LENGTH = 16;

/**
 * Makes an attempt's id: its message's key in base64url, and the token. A step of an attempt
 * therefore finds the message without an index.
 */
export function attemptIdFor(key: KeyedHash, token: string): AttemptId {
  const id = asAttemptId(`${Buffer.from(key, 'hex').toString('base64url')}${token}`);
  if (id === null) throw new Error('A token has a character that an id may not have.');
  return id;
}

/**
 * The message's key in an attempt's id, in hex. For an id of an older version, the result has no
 * meaning.
 */
export function keyWithin(attempt: AttemptId): string {
  return Buffer.from(attempt.slice(0, KEY_LENGTH), 'base64url').toString('hex');
}

/** The current id of an attempt whose id begins with the plain key, as an older version made it. */
export function rekeyedId(attempt: AttemptId, keyedHash: KeyedHasher): AttemptId {
  return attemptIdFor(keyedHash(keyWithin(attempt)), attempt.slice(-TOKEN_LENGTH));
}
