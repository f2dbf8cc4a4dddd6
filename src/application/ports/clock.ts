export type Clock = { readonly now: () => Date };

/** Resolves after `milliseconds`, or as soon as `ended` fires. */
export type Wait = (milliseconds: number, ended: AbortSignal) => Promise<void>;

/** Resolves when `signal` fires, or at once if it has fired already. */
export async function aborted(signal: AbortSignal): Promise<null> {
  return await new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
