import type { Wait } from '../application/ports.ts';
import type { Shell } from './shell.ts';

/** Waiting on the shell's clock, so that a test decides when time has passed. */
export function waitOn({ after }: Pick<Shell, 'after'>): Wait {
  return async (milliseconds, ended) =>
    await new Promise((resolve) => {
      const done = (): void => {
        timer.cancel();
        ended.removeEventListener('abort', done);
        resolve();
      };
      const timer = after(milliseconds, done);
      if (ended.aborted) done();
      else ended.addEventListener('abort', done, { once: true });
    });
}
