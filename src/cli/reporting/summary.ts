import type { ReportRow } from '../../application/report-rows.ts';
import type { ReportState } from '../../domain/report-state.ts';
import type { ReportOptions } from '../commands/options.ts';
import type { Reporting } from '../commands/report.ts';
import { STATE_WORDS } from '../explain/report-reason.ts';
import { count } from '../render.ts';
import { wordFor } from '../sending/mode-names.ts';

const STATES = Object.keys(STATE_WORDS) as readonly ReportState[];

/** How many rows are in each state there is. */
export function countsByState(rows: readonly ReportRow[]): {
  readonly [state in ReportState]?: number;
} {
  return Object.fromEntries(
    STATES.flatMap((state) => {
      const number = rows.filter((row) => row.state === state).length;
      return number === 0 ? [] : [[state, number]];
    }),
  );
}

/** What is told beside a report. */
export function reportSummary(
  { rows, mode, raw, season }: Reporting,
  { output, html, chase, withNumbers }: ReportOptions,
): string {
  const counts = countsByState(rows);
  const parts = STATES.flatMap((state) => {
    const number = counts[state];
    return number === undefined ? [] : [`${number} ${STATE_WORDS[state]}`];
  });
  const what = raw === null ? count(rows.length, 'message') : count(rows.length, 'row');
  const of = raw === null && season !== null ? ` of ${season}` : '';
  const toRing = rows.filter((row) => row.isToBeRung).length;
  return [
    `${wordFor(mode)}${what}${of}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}\n`,
    ...(chase || toRing === 0 ? [] : [`${count(toRing, 'parent')} to ring: add --chase.\n`]),
    ...(output === undefined && (html === undefined || !withNumbers) ? [] : [HOLDS_NAMES]),
  ].join('');
}

const HOLDS_NAMES =
  'It holds names and phone numbers, and only you can open it. Delete it after use.\n';
