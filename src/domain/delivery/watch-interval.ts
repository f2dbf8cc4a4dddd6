const PACES = [
  { rounds: 24, pauseMs: 5000 },
  { rounds: 32, pauseMs: 15_000 },
] as const;
const LAST_PAUSE_MS = 60_000;

/**
 * How long a watch waits before it asks again, in milliseconds: most of what happens to a message
 * happens within two minutes.
 *
 * @param round from 0
 */
export function watchIntervalMs(round: number): number {
  let before = 0;
  for (const { rounds, pauseMs } of PACES) {
    before += rounds;
    if (round < before) return pauseMs;
  }
  return LAST_PAUSE_MS;
}
