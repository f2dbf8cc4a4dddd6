import type { ReportRow } from '../../application/report-rows.ts';
import type { ReportState } from '../../domain/report-state.ts';
import type { ReportOptions } from '../commands/options.ts';
import type { Reporting } from '../commands/report.ts';
import type { Mode } from '../../domain/mode.ts';
import { STATE_WORDS } from '../explain/report-reason.ts';
import { lineFor } from '../next-step.ts';
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
  list: string | null,
  options: ReportOptions,
): string {
  const { output, html, chase, withNumbers } = options;
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
    ...(isFollowedUp(rows) ? [] : [`${ASK} ${statusLine(list, mode, options)}\n`]),
    ...(chase || toRing === 0 ? [] : [`${count(toRing, 'parent')} to ring: add --chase.\n`]),
    ...(output === undefined && (html === undefined || !withNumbers) ? [] : [HOLDS_NAMES]),
  ].join('');
}

/** Whether anything was heard of what Twilio took. */
function isFollowedUp(rows: readonly ReportRow[]): boolean {
  const taken = rows.flatMap(({ line }) => (line?.state === 'accepted' ? [line] : []));
  return taken.length === 0 || taken.some(({ delivery }) => delivery !== null);
}

const ASK = 'Nothing was asked yet of what became of them:';

function statusLine(list: string | null, mode: Mode, options: ReportOptions): string {
  const flags = mode === 'rehearsal' ? ['--rehearse'] : [];
  return list === null
    ? ['urmston-invite status', ...flags].join(' ')
    : lineFor('status', list, options, flags);
}

const HOLDS_NAMES =
  'It holds names and phone numbers, and only you can open it. Delete it after use.\n';
