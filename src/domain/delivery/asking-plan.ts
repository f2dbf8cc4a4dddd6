/** How to ask Twilio about messages with the fewest requests. */
export type AskingPlan<One> = {
  /** Asked for one by one. */
  readonly oneByOne: readonly One[];
  /** Found in the sender's list, which is read from its newest message back to `since`. */
  readonly inList: readonly One[];
  /** Null where the list is not to be read. */
  readonly since: Date | null;
};

/**
 * The list has everything that was sent since, wanted or not: few wanted among many are asked for one
 * by one, and so is what is old and would make the list long for its own sake.
 *
 * @param sent when each message of the sender went, as far as the ledger knows
 */
export function planAsking<One extends { readonly at: Date }>(
  wanted: readonly One[],
  sent: readonly Date[],
  pageSize: number,
): AskingPlan<One> {
  const oldestFirst = wanted.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  let best: { readonly requests: number; readonly alone: number } = {
    requests: oldestFirst.length,
    alone: oldestFirst.length,
  };
  const newestFirst = sent.map((at) => at.getTime()).toSorted((a, b) => b - a);
  let listed = 0;
  for (let alone = oldestFirst.length - 1; alone >= 0; alone -= 1) {
    const from = oldestFirst[alone]?.at.getTime() ?? 0;
    while (listed < newestFirst.length && (newestFirst[listed] ?? 0) >= from) listed += 1;
    const requests = alone + Math.max(1, Math.ceil(listed / pageSize));
    if (requests < best.requests) best = { requests, alone };
  }
  return {
    oneByOne: oldestFirst.slice(0, best.alone),
    inList: oldestFirst.slice(best.alone),
    since: oldestFirst[best.alone]?.at ?? null,
  };
}
