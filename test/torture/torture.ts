import { diceOf } from './dice.ts';
import type { Mode } from './modes.ts';
import { playScenario, type Played } from './scenario.ts';

export type Tally = Played & { readonly mode: Mode };

const MOST_KILLS_A_LIST = 6;
const LEAST_KILLS_A_LIST = 3;
/** Scenarios in a row in which nothing was killed: then the tool does not run at all. */
const MOST_WITHOUT_KILL = 20;

/**
 * Kills the built tool so many times, list after list, and adds up what came of the lists.
 *
 * @param tell one line or more on how it goes
 * @throws Error when the tool does not come to an end, or cannot be killed because it does not run
 */
export async function torture(mode: Mode, { kills, seed, tell }: TortureOptions): Promise<Tally> {
  let tally: Tally = {
    mode,
    kills: 0,
    runs: 0,
    messages: 0,
    double: 0,
    lost: 0,
    unrecorded: 0,
    open: 0,
  };
  let withoutKill = 0;
  for (let list = 1; tally.kills < kills; list += 1) {
    const dice = diceOf(`${seed} ${mode} ${list}`);
    const mostKills = Math.min(
      dice.whole(LEAST_KILLS_A_LIST, MOST_KILLS_A_LIST, 'kills'),
      kills - tally.kills,
    );
    // oxlint-disable-next-line no-await-in-loop -- one list after the other
    const played = await playScenario(mode, dice, {
      mostKills,
      tell: (text) => tell(`${mode}, list ${list}: ${text}`),
    });
    tally = added(tally, played);
    withoutKill = played.kills === 0 ? withoutKill + 1 : 0;
    if (withoutKill === MOST_WITHOUT_KILL) throw new Error('The tool always ends before its kill.');
    tell(`${mode}: ${tally.kills} of ${kills} kills, ${tally.messages} messages`);
  }
  return tally;
}

export type TortureOptions = {
  readonly kills: number;
  readonly seed: string;
  readonly tell: (text: string) => unknown;
};

/** Whether everybody got everything once, and the ledger knows it. */
export function isClean({ double, lost, unrecorded, open }: Tally): boolean {
  return double + lost + unrecorded + open === 0;
}

function added(tally: Tally, played: Played): Tally {
  return {
    mode: tally.mode,
    kills: tally.kills + played.kills,
    runs: tally.runs + played.runs,
    messages: tally.messages + played.messages,
    double: tally.double + played.double,
    lost: tally.lost + played.lost,
    unrecorded: tally.unrecorded + played.unrecorded,
    open: tally.open + played.open,
  };
}
