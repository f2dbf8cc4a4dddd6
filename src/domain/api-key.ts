/** A key of the service, and whose it is. */
export type ApiKey = { readonly name: string; readonly key: string };

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
