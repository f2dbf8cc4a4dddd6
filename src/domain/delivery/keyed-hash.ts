import { createHmac } from 'node:crypto';

declare const keyedHash: unique symbol;
/**
 * Stored in place of a hash: its HMAC with the ledger's random key, 64 hex digits. A plain hash of a
 * phone number would give no protection, since all numbers can be tried in seconds.
 */
export type KeyedHash = string & { readonly [keyedHash]: true };

declare const ledgerKey: unique symbol;
/** The random key of one ledger: 64 hex digits. */
export type LedgerKey = string & { readonly [ledgerKey]: true };

/** @param hash a SHA-256 in hex, such as a message's key, a digest, or the hash of a number */
export type KeyedHasher = (hash: string) => KeyedHash;

const HEX = /^[0-9a-f]{64}$/u;

export function isKeyedHash(value: unknown): value is KeyedHash {
  return typeof value === 'string' && HEX.test(value);
}

/**
 * Null for a text that is not a key. Surrounding white space is ignored, since keys are often pasted.
 */
export function asLedgerKey(text: string): LedgerKey | null {
  const trimmed = text.trim();
  return HEX.test(trimmed) ? (trimmed as LedgerKey) : null;
}

export function keyedHashWith(key: LedgerKey): KeyedHasher {
  return (hash) => createHmac('sha256', key).update(hash).digest('hex') as KeyedHash;
}
