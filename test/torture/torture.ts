import { randomKillMoment, type KillMoment } from './kill-moment.ts';
import type { Mode } from './modes.ts';
import { reconcile, type Reconciliation } from './reconcile.ts';
import { runTool } from './run-tool.ts';
import { seededChoice, type SeededChoice } from './seeded-choice.ts';
import { createTestbed, type Testbed } from './testbed.ts';

export type Tally = ScenarioResult & { readonly mode: Mode };

const MOST_KILLS_A_LIST = 6;
const LEAST_KILLS_A_LIST = 3;
/** After this many scenarios in a row without a kill, the tool evidently does not run. */
const MOST_WITHOUT_KILL = 20;

/**
 * Kills the built tool this many times, list after list, and adds up the results.
 *
 * @param report called with progress, in one or more lines
 * @throws Error if the tool does not end, or always ends before it is killed
 */
export async function torture(mode: Mode, { kills, seed, report }: TortureOptions): Promise<Tally> {
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
    const choice = seededChoice(`${seed} ${mode} ${list}`);
    const mostKills = Math.min(
      choice.integer(LEAST_KILLS_A_LIST, MOST_KILLS_A_LIST, 'kills'),
      kills - tally.kills,
    );
    // oxlint-disable-next-line no-await-in-loop -- one list after the other
    const result = await playScenario(mode, choice, {
      mostKills,
      report: (text) => report(`${mode}, list ${list}: ${text}`),
    });
    tally = added(tally, result);
    withoutKill = result.kills === 0 ? withoutKill + 1 : 0;
    if (withoutKill === MOST_WITHOUT_KILL) throw new Error('The tool always ends before its kill.');
    report(`${mode}: ${tally.kills} of ${kills} kills, ${tally.messages} messages`);
  }
  return tally;
}

export type TortureOptions = {
  readonly kills: number;
  readonly seed: string;
  readonly report: (text: string) => unknown;
};

/** Whether every message was accepted exactly once, and the ledger agrees. */
export function isClean({ double, lost, unrecorded, open }: Tally): boolean {
  return double + lost + unrecorded + open === 0;
}

function added(tally: Tally, result: ScenarioResult): Tally {
  return {
    mode: tally.mode,
    kills: tally.kills + result.kills,
    runs: tally.runs + result.runs,
    messages: tally.messages + result.messages,
    double: tally.double + result.double,
    lost: tally.lost + result.lost,
    unrecorded: tally.unrecorded + result.unrecorded,
    open: tally.open + result.open,
  };
}

type ScenarioResult = Reconciliation & { readonly kills: number; readonly runs: number };

/** A run with a moment to kill it, and its result. */
type KillRun = {
  readonly moment: KillMoment;
  readonly wasKilled: boolean;
  readonly exitCode: number;
};

/** The most runs without a kill that a list may need. A run can leave unknown outcomes to the next. */
const MOST_LAST_RUNS = 8;

/**
 * Sends one list while the tool is killed and Twilio's faults are on, then without either until no question
 * is left, and reconciles the result.
 *
 * @param mostKills the most kills; fewer if the list is finished before
 * @throws Error if the tool does not end
 */
async function playScenario(
  mode: Mode,
  choice: SeededChoice,
  { mostKills, report }: { readonly mostKills: number; readonly report: (line: string) => void },
): Promise<ScenarioResult> {
  const testbed = await createTestbed(mode, choice);
  try {
    const killRuns = await runAndKill(testbed, mode, choice, mostKills);
    testbed.stopFaults();
    const last = await runToTheEnd(testbed);
    const reconciliation = reconcile(testbed);
    const { double, lost, unrecorded, open } = reconciliation;
    if (double + lost + unrecorded + open === 0) testbed.remove();
    else {
      const kept = testbed.keepForReview({ reconciliation, runs: killRuns });
      report(
        `${JSON.stringify(reconciliation)}, kept in ${kept}; the last screen:\n${last.screen}`,
      );
    }
    return { ...reconciliation, kills: killsIn(killRuns), runs: killRuns.length + last.runs };
  } finally {
    await testbed.close();
  }
}

async function runAndKill(
  { setup }: Testbed,
  mode: Mode,
  choice: SeededChoice,
  mostKills: number,
): Promise<readonly KillRun[]> {
  const runs: KillRun[] = [];
  let isFinished = false;
  while (killsIn(runs) < mostKills && !isFinished) {
    const moment = randomKillMoment(choice, mode, runs.length + 1);
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    const { wasKilled, exitCode, hasAsked } = await runTool(setup, moment);
    runs.push({ moment, wasKilled, exitCode });
    // A run without a question has nothing left to send.
    isFinished = !wasKilled && !hasAsked;
  }
  return runs;
}

function killsIn(runs: readonly KillRun[]): number {
  return runs.filter(({ wasKilled }) => wasKilled).length;
}

/** Stops after two runs in a row without a question: the second settles what the first left unknown. */
async function runToTheEnd({
  setup,
}: Testbed): Promise<{ readonly runs: number; readonly screen: string }> {
  let runsWithoutQuestion = 0;
  for (let runs = 1; runs <= MOST_LAST_RUNS; runs += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    const { hasAsked, exitCode, screen } = await runTool(setup, null);
    runsWithoutQuestion = hasAsked ? 0 : runsWithoutQuestion + 1;
    if (runsWithoutQuestion > 0 && (exitCode === 0 || runsWithoutQuestion === 2))
      return { runs, screen };
    if (runs === MOST_LAST_RUNS)
      throw new Error(`The questions do not end. The screen:\n${screen}`);
  }
  throw new Error('There is at least one run.');
}
