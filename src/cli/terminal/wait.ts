import type { Wait } from '../../application/ports/clock.ts';
import type { Shell } from '../shell.ts';

/** A wait that ends after so many milliseconds of the shell's clock, or when its signal is aborted. */
export function waitBy({ after }: Pick<Shell, 'after'>): Wait {
  return async (milliseconds, signal) => {
    if (signal.aborted) return;
    const over = Promise.withResolvers<void>();
    const timer = after(milliseconds, over.resolve);
    signal.addEventListener('abort', () => over.resolve(), { once: true });
    await over.promise;
    timer.cancel();
  };
}
