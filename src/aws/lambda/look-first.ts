import { looksAtLatest, type LookPorts } from '../../application/follow-up/look-at-latest.ts';
import type { LookFirst } from '../../application/follow-up/sending-halt.ts';

/** A caller waits for it. */
const LOOK_WITHIN_MS = 2000;

/**
 * The looks of one function. Nothing runs between its events, so it looks before it sends.
 *
 * @returns a function that makes the look for one event; its signal ends the request
 */
export function looksOnAws(): (ports: LookPorts, closing: AbortSignal) => LookFirst {
  const { dueInMs, look } = looksAtLatest();
  return (ports, closing) => async (latest) => {
    if (dueInMs(latest, ports.clock.now()) !== 0) return false;
    await look(latest, ports, AbortSignal.any([closing, AbortSignal.timeout(LOOK_WITHIN_MS)]));
    return true;
  };
}
