/** Resolves when a signal fires, or at once if it has. */
export async function aborted(signal: AbortSignal): Promise<null> {
  return await new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
