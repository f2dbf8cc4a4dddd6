export type Throttle = { readonly rateLimit: number; readonly burstLimit: number };

/** Lets in as many at once as the burst, and a second as many as the rate, by the clock it is given. */
export function tokenBucket({ rateLimit, burstLimit }: Throttle, now: () => Date): () => boolean {
  let tokens = burstLimit;
  let filledAt = now().getTime();
  return () => {
    const at = now().getTime();
    tokens = Math.min(burstLimit, tokens + ((at - filledAt) / 1000) * rateLimit);
    filledAt = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
