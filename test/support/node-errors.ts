import { types } from 'node:util';

/**
 * Makes `instanceof Error` true for errors of Node's own modules. Jest runs a test in another realm, where
 * it is false (https://github.com/jestjs/jest/issues/2549); the tool and the AWS SDK rely on it.
 */
export function recogniseNodeErrors(): void {
  Object.defineProperty(Error, Symbol.hasInstance, { configurable: true, value: isInstance });
}

function isInstance(this: unknown, value: unknown): boolean {
  return this === Error
    ? types.isNativeError(value)
    : Function.prototype[Symbol.hasInstance].call(this, value);
}
