import { diceOf, type Dice } from './seeded-choice.ts';
import type { Mode } from './modes.ts';
import { judge, type Verdict } from './reconcile.ts';
import { killMomentBy, type KillMoment } from './kill-moment.ts';
import { runTool } from './run-tool.ts';
import { setStage, type Stage } from './testbed.ts';

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

type Played = Verdict & { readonly kills: number; readonly runs: number };

/** A run that was to be killed at a moment, and how it came out. */
type HardRun = {
  readonly moment: KillMoment;
  readonly wasKilled: boolean;
  readonly exitCode: number;
};

/** Runs without a kill in which a list comes to its end: what is unknown is asked about in the next. */
const MOST_LAST_RUNS = 8;

/**
 * Sends one list while the tool is killed again and again and Twilio misbehaves, then in peace until
 * nothing is left to ask, and judges by what Twilio has accepted.
 *
 * @param mostKills how often the tool is killed at most; fewer where the list comes to its end before
 * @throws Error when the tool does not come to an end
 */
async function playScenario(
  mode: Mode,
  dice: Dice,
  { mostKills, tell }: { readonly mostKills: number; readonly tell: (line: string) => void },
): Promise<Played> {
  const stage = await setStage(mode, dice);
  try {
    const hard = await runAndKill(stage, mode, dice, mostKills);
    stage.endFaults();
    const last = await runToTheEnd(stage);
    const verdict = judge(stage);
    const { double, lost, unrecorded, open } = verdict;
    if (double + lost + unrecorded + open === 0) stage.remove();
    else {
      const kept = stage.keep({ verdict, runs: hard });
      tell(`${JSON.stringify(verdict)}, kept in ${kept}; the last screen:\n${last.screen}`);
    }
    return { ...verdict, kills: killsIn(hard), runs: hard.length + last.runs };
  } finally {
    await stage.close();
  }
}

async function runAndKill(
  { desk }: Stage,
  mode: Mode,
  dice: Dice,
  mostKills: number,
): Promise<readonly HardRun[]> {
  const runs: HardRun[] = [];
  let isAtItsEnd = false;
  while (killsIn(runs) < mostKills && !isAtItsEnd) {
    const moment = killMomentBy(dice, mode, runs.length + 1);
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    const { wasKilled, exitCode, hasAsked } = await runTool(desk, moment);
    runs.push({ moment, wasKilled, exitCode });
    // Nothing was asked, so that nothing is left to send.
    isAtItsEnd = !wasKilled && !hasAsked;
  }
  return runs;
}

function killsIn(runs: readonly HardRun[]): number {
  return runs.filter(({ wasKilled }) => wasKilled).length;
}

/** Two runs in a row without a question are the end: the second asks about what the first left unknown. */
async function runToTheEnd({
  desk,
}: Stage): Promise<{ readonly runs: number; readonly screen: string }> {
  let quiet = 0;
  for (let runs = 1; runs <= MOST_LAST_RUNS; runs += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    const { hasAsked, exitCode, screen } = await runTool(desk, null);
    quiet = hasAsked ? 0 : quiet + 1;
    if (quiet > 0 && (exitCode === 0 || quiet === 2)) return { runs, screen };
    if (runs === MOST_LAST_RUNS) throw new Error(`It asks without end. The screen:\n${screen}`);
  }
  throw new Error('There is at least one run.');
}
