/** Does one thing after the other for each number: WhatsApp wants some seconds between two messages. */
export type KeyedMutex = <T>(to: string, work: () => Promise<T>) => Promise<T>;

export function mutexByNumber(): KeyedMutex {
  const lastTo = new Map<string, Promise<unknown>>();
  return async <T>(to: string, work: () => Promise<T>): Promise<T> => {
    const before = lastTo.get(to) ?? Promise.resolve();
    const mine = before.then(work, work);
    lastTo.set(to, mine);
    try {
      return await mine;
    } finally {
      if (lastTo.get(to) === mine) lastTo.delete(to);
    }
  };
}
