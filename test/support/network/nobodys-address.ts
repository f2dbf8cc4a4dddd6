/**
 * An address at which nobody listens. No protocol has port 4, and no system gives one below 1024 to a server
 * that takes any: a port that was free a moment ago may by now be that of another test.
 */
export const NOBODYS_ADDRESS = 'http://127.0.0.1:4';
