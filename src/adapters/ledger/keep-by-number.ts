import type { OptOuts } from '../../application/people-ports.ts';
import type { Mode } from '../../domain/mode.ts';
import { isHidden } from '../../domain/opt-out.ts';

const MODES: readonly Mode[] = ['live', 'stand_in', 'rehearsal'];

/**
 * Writes what was said under a user id down for the number itself, where that is known by now: once the
 * replies are erased that tell so, nobody could know it any more.
 */
export async function keepByNumber(open: (mode: Mode) => Promise<OptOuts>): Promise<void> {
  for (const mode of MODES) {
    // oxlint-disable-next-line no-await-in-loop -- what is said for real counts in a stand-in
    const optOuts = await open(mode);
    try {
      // oxlint-disable-next-line no-await-in-loop -- as above
      for (const { phone, state, source, operator, at } of await optOuts.list()) {
        if (phone === null || isHidden(phone)) continue;
        // oxlint-disable-next-line no-await-in-loop -- as above
        await optOuts.add([phone], { state, source, operator, at });
      }
    } finally {
      // oxlint-disable-next-line no-await-in-loop -- as above
      await optOuts.close();
    }
  }
}
