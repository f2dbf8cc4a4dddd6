import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeSync,
} from 'node:fs';
import {
  asLedgerKey,
  type LedgerKey,
  type KeyedHasher,
  type KeyedHash,
} from '../../domain/delivery/keyed-hash.ts';
import { sha256 } from '../../domain/sha256.ts';

/** What a ledger keeps to know its key by. */
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
 * Where the key of a ledger's file is: beside it, for its owner alone. Where the file is a link, it is
 * beside that to which it leads, so that the two stay together.
 */
export function keyFileOf(file: string): string {
  return `${existsSync(file) ? realpathSync(file) : file}.key`;
}

/**
 * The key of a ledger's file; null where there is none, or something else.
 *
 * @throws the system's error where it cannot be read
 */
export function readKeyFile(keyFile: string): LedgerKey | null {
  try {
    return asLedgerKey(readFileSync(keyFile, 'utf8'));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Makes the key file, whole before it has its name. Of several processes that do, the first one's counts. */
export function createKeyFile(keyFile: string, key: LedgerKey): LedgerKey | null {
  const making = `${keyFile}.new-${process.pid}`;
  try {
    const descriptor = openSync(making, 'w', 0o600);
    try {
      writeSync(descriptor, `${key}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    try {
      linkSync(making, keyFile);
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error;
    }
  } finally {
    rmSync(making, { force: true });
  }
  return readKeyFile(keyFile);
}

function isErrno(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
