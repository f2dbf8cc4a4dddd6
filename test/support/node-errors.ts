import { types } from 'node:util';

/**
 * Jest runs a test in a realm of its own, where an error of Node's own modules is no `Error`
 * (https://github.com/jestjs/jest/issues/2549). The tool and the SDK of AWS ask `instanceof Error` as
 * anybody would.
 */
export function recogniseNodeErrors(): void {
  Object.defineProperty(Error, Symbol.hasInstance, { configurable: true, value: isInstance });
}

function isInstance(this: unknown, value: unknown): boolean {
  return this === Error
    ? types.isNativeError(value)
    : Function.prototype[Symbol.hasInstance].call(this, value);
}
