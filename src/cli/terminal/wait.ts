import type { Wait } from '../../application/ports/ports.ts';
import type { Shell } from '../shell.ts';

/** Waits by the shell's own time, as long as nobody wants to stop. */
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
