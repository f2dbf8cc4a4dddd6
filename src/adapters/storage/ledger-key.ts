import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  realpathSync,
  writeSync,
} from 'node:fs';
import {
  asLedgerKey,
  type LedgerKey,
  type KeyedHasher,
  type KeyedHash,
} from '../../domain/delivery/keyed-hash.ts';
import { sha256 } from '../../domain/sha256.ts';
import { deleteFile } from '../files/whole-file.ts';

/**
 * The keyed hash of a constant. A ledger stores it, and compares it when it is opened with a key.
 */
export function keyCheck(keyedHash: KeyedHasher): KeyedHash {
  return keyedHash(sha256(['the key of this ledger']));
}

/** Random and unique: 16 letters, digits, `-` and `_`. */
export function newToken(): string {
  return randomBytes(12).toString('base64url');
}

export function newLedgerKey(): LedgerKey {
  const key = asLedgerKey(randomBytes(32).toString('hex'));
  if (key === null) throw new Error('Random bytes are always a key.');
  return key;
}

/**
 * The path of the key of a ledger's file: next to the file, or next to its target if the file is a
 * link.
 */
export function keyFileOf(file: string): string {
  return `${existsSync(file) ? realpathSync(file) : file}.key`;
}

/**
 * Reads a key file. Null if it does not exist, or does not contain a key.
 *
 * @throws Error of the system if it cannot be read
 */
export function readKeyFile(keyFile: string): LedgerKey | null {
  try {
    return asLedgerKey(readFileSync(keyFile, 'utf8'));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
}

/**
 * Creates the key file with mode 0600, and returns the key in it. The file is written under another
 * name and linked, so it is never incomplete. If several processes create it at once, the first
 * one's key is used.
 *
 * @throws Error of the system if it cannot be written
 */
export function createKeyFile(keyFile: string, key: LedgerKey): LedgerKey | null {
  const temporary = `${keyFile}.new-${process.pid}`;
  try {
    const descriptor = openSync(temporary, 'w', 0o600);
    try {
      writeSync(descriptor, `${key}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    try {
      linkSync(temporary, keyFile);
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error;
    }
  } finally {
    deleteFile(temporary);
  }
  return readKeyFile(keyFile);
}

function isErrno(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
