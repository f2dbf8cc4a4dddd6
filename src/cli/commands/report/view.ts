import type { RowToRing, ReportRows } from '../../../application/report/report-rows.ts';
import type { ReportState } from '../../../domain/delivery/report-state.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { STATE_WORDS, explainReportRow } from '../../../text/delivery/report-reason.ts';
import { count, printable } from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import type { ReportOptions } from '../../command-line/options.ts';
import { type Reporting, teamsToRing, type TeamToRing } from './reporting.ts';

const STATES = Object.keys(STATE_WORDS) as readonly ReportState[];

/** Counts of rows that are added one at a time. */
export type Tally = {
  readonly add: (row: RowToRing) => void;
  readonly rows: () => number;
  readonly inState: (state: ReportState) => number;
  readonly toRing: () => number;
  /** Whether Twilio reported a delivery state for any accepted message; true where none was accepted. */
  readonly isFollowedUp: () => boolean;
};

export function newTally(): Tally {
  const states = new Map<ReportState, number>();
  let [rows, toRing, accepted, reported] = [0, 0, 0, 0];
  return {
    add: (row) => {
      rows += 1;
      states.set(row.state, (states.get(row.state) ?? 0) + 1);
      if (row.needsPhoneCall) toRing += 1;
      if (row.line?.state !== 'accepted') return;
      accepted += 1;
      if (row.line.delivery !== null) reported += 1;
    },
    rows: () => rows,
    inState: (state) => states.get(state) ?? 0,
    toRing: () => toRing,
    isFollowedUp: () => accepted === 0 || reported > 0,
  };
}

/** The number of rows in each state, without states that have none. */
export function countsByState(tally: Pick<Tally, 'inState'>): {
  readonly [state in ReportState]?: number;
} {
  return Object.fromEntries(
    STATES.flatMap((state) => {
      const number = tally.inState(state);
      return number === 0 ? [] : [[state, number]];
    }),
  );
}

/**
 * The lines on standard error beside a report: the counts, and what to do next.
 *
 * @param followUp the command line that asks what became of the messages
 */
export function reportSummary(
  tally: Tally,
  { mode, raw, season }: Pick<Reporting, 'mode' | 'raw' | 'season'>,
  followUp: string,
  options: ReportOptions,
): string {
  const { output, html, chase, withNumbers } = options;
  const counts = countsByState(tally);
  const parts = STATES.flatMap((state) => {
    const number = counts[state];
    return number === undefined ? [] : [`${number} ${STATE_WORDS[state]}`];
  });
  const what = raw === null ? count(tally.rows(), 'message') : count(tally.rows(), 'row');
  const of = raw === null && season !== null ? ` of ${season}` : '';
  const toRing = tally.toRing();
  return [
    `${wordFor(mode)}${what}${of}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}\n`,
    ...(tally.isFollowedUp() ? [] : [`${ASK} ${followUp}\n`]),
    ...(chase || toRing === 0 ? [] : [`${count(toRing, 'parent')} to ring: add --chase.\n`]),
    ...(output === undefined && (html === undefined || !withNumbers) ? [] : [HOLDS_NAMES]),
  ].join('');
}

const ASK = 'Nothing was asked yet of what became of them:';

const HOLDS_NAMES =
  'It holds names and phone numbers, and only you can open it. Delete it after use.\n';

/** The parents to ring, by team, as text for a terminal. */
export async function chaseText(rows: ReportRows, mode: Mode): Promise<string> {
  const teams = await teamsToRing(rows);
  if (teams.length === 0) return 'Nobody has to be rung.\n';
  return teams.map((team) => `${wordFor(mode)}${teamText(team)}`).join('\n');
}

function teamText({ team, manager, managerNumber, rows }: TeamToRing): string {
  const lead = [orUnknown(manager, 'no manager'), managerNumber].filter((part) => part !== '');
  const heading = `${orUnknown(team, 'No team')}: ${lead.join(', ')}`;
  const lines = rows.map((row) => {
    const { player, parent, number } = row.people;
    const { message, fix } = explainReportRow(row);
    const who = `  ${orUnknown(parent, 'no parent')}, ${orUnknown(number, 'no number')}  for ${orUnknown(player, 'a player without a name')}`;
    const why = [`${STATE_WORDS[row.state]}:`, message, fix].filter((part) => part !== null);
    return `${printable(who)}\n    ${printable(why.join(' '))}\n`;
  });
  return `${printable(heading)}\n${lines.join('')}`;
}

function orUnknown(text: string, unknown: string): string {
  return text === '' ? unknown : text;
}
