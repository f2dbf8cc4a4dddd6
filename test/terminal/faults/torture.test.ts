import { beforeAll, describe, expect, it } from '@jest/globals';
import { MODES } from '../../torture/modes.ts';
import { isClean, torture, type Tally } from '../../torture/torture.ts';

/** In each mode; `npm run torture` kills 200 times by default. */
const KILLS = 3;
const SEED = 'two';
/** For a dozen runs at a terminal, on a busy machine. */
const PATIENCE_MS = 300_000;

describe('the tool, killed repeatedly and then run to its end,', () => {
  const reports: string[] = [];
  let tallies: readonly Tally[] = [];
  beforeAll(async () => {
    tallies = await Promise.all(
      MODES.map(
        async (mode) =>
          await torture(mode, { kills: KILLS, seed: SEED, report: (text) => reports.push(text) }),
      ),
    );
  }, PATIENCE_MS);

  it.each(MODES)('has sent and recorded every message once if Twilio is %s', (mode) => {
    const tally = tallies.find((one) => one.mode === mode);
    const story = reports.filter((text) => text.startsWith(mode)).join('\n');
    expect(tally !== undefined && isClean(tally) ? 'clean' : story).toBe('clean');
    expect(tally?.kills).toBe(KILLS);
  });
});
