export type Clock = { readonly now: () => Date };

/** Resolves when so many milliseconds have passed, or at once when the signal fires. */
export type Wait = (milliseconds: number, ended: AbortSignal) => Promise<void>;

/** Resolves when a signal fires, or at once if it has. */
export async function aborted(signal: AbortSignal): Promise<null> {
  return await new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
