import { hash, timingSafeEqual } from 'node:crypto';

/** A key of the service, and whose it is. */
export type ApiKey = { readonly name: string; readonly key: string };

declare const keyHolder: unique symbol;

/** The holder of a key that a request carried. Only `holderOf` makes one. */
export type KeyHolder = { readonly name: string; readonly [keyHolder]: true };

/** Held apart, so that no copy and no cast is a holder. */
const holders = new WeakSet<KeyHolder>();

const NAME = /^[\w.-]{1,40}$/u;
const KEY = /^[^\s,:]{20,}$/u;
/** The holder of a key without a name. */
const ONLY_HOLDER = 'api';

/** `name:key` pairs with commas between them, or one bare key; null for anything else. */
export function parseApiKeys(text: string): readonly ApiKey[] | null {
  const keys = text.includes(':')
    ? text.split(',').map((pair): ApiKey => {
        const [name = '', ...key] = pair.trim().split(':');
        return { name, key: key.join(':') };
      })
    : [{ name: ONLY_HOLDER, key: text }];
  const isRight = keys.every(({ name, key }) => NAME.test(name) && KEY.test(key));
  const isEachOnce =
    new Set(keys.map(({ name }) => name)).size === keys.length &&
    new Set(keys.map(({ key }) => key)).size === keys.length;
  return isRight && isEachOnce ? keys : null;
}

/**
 * The holder of the key that a request carries; null where no key is the same. Takes as long for a key
 * that is nearly right as for any other: digests of one length are compared, and all of them.
 */
export function holderOf(keys: readonly ApiKey[], given: string | null): KeyHolder | null {
  const digest = sha256Of(given ?? '');
  const found = keys.reduce<string | null>(
    (name, one) => (timingSafeEqual(sha256Of(one.key), digest) ? one.name : name),
    null,
  );
  if (found === null) return null;
  const holder = Object.freeze({ name: found }) as KeyHolder;
  holders.add(holder);
  return holder;
}

/** Whether `holderOf` made it. */
export function isKeyHolder(holder: KeyHolder): boolean {
  return holders.has(holder);
}

function sha256Of(text: string): Uint8Array {
  return hash('sha256', text, 'buffer');
}
