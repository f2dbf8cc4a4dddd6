import { hash, timingSafeEqual } from 'node:crypto';

/** An API key of the service, with the name of its holder. */
export type ApiKey = {
  readonly name: string;
  readonly key: string;
  /** Whether records may leave out what the teams' sheet has. */
  readonly fillsFromTeams: boolean;
};

declare const keyHolder: unique symbol;

/** The holder of the key in a request. Only `holderOf` creates one. */
export type KeyHolder = Pick<ApiKey, 'name' | 'fillsFromTeams'> & { readonly [keyHolder]: true };

/** Kept in a set, so that a copy or a cast is not accepted as a holder. */
const holders = new WeakSet<KeyHolder>();

const NAME = /^[\w.-]{1,40}$/u;
const KEY = /^[^\s,:]{20,}$/u;
/** The holder's name for a key without one. */
const ONLY_HOLDER = 'api';

/** Behind the name of a key that may leave out what the teams' sheet has. */
const WITH_TEAMS = '+teams';

/**
 * Parses `name:key` pairs separated by commas, or one key alone; null for anything else. `name+teams:key`
 * may leave out what the teams' sheet has.
 */
export function parseApiKeys(text: string): readonly ApiKey[] | null {
  const keys = text.includes(':')
    ? text.split(',').map((pair): ApiKey => {
        const [before = '', ...key] = pair.trim().split(':');
        const fillsFromTeams = before.endsWith(WITH_TEAMS);
        const name = fillsFromTeams ? before.slice(0, -WITH_TEAMS.length) : before;
        return { name, key: key.join(':'), fillsFromTeams };
      })
    : [{ name: ONLY_HOLDER, key: text, fillsFromTeams: false }];
  const isRight = keys.every(({ name, key }) => NAME.test(name) && KEY.test(key));
  const isEachOnce =
    new Set(keys.map(({ name }) => name)).size === keys.length &&
    new Set(keys.map(({ key }) => key)).size === keys.length;
  return isRight && isEachOnce ? keys : null;
}

/**
 * Finds the holder of the key in a request; null if no key matches. Runs in constant time: it compares
 * digests of equal length, and compares all of them.
 */
export function holderOf(keys: readonly ApiKey[], given: string | null): KeyHolder | null {
  const digest = sha256Of(given ?? '');
  const found = keys.reduce<ApiKey | null>(
    (before, one) => (timingSafeEqual(sha256Of(one.key), digest) ? one : before),
    null,
  );
  if (found === null) return null;
  const { name, fillsFromTeams } = found;
  const holder = Object.freeze({ name, fillsFromTeams }) as KeyHolder;
  holders.add(holder);
  return holder;
}

/** Whether `holderOf` created this holder. */
export function isKeyHolder(holder: KeyHolder): boolean {
  return holders.has(holder);
}

function sha256Of(text: string): Uint8Array {
  return hash('sha256', text, 'buffer');
}
