import type { Survey } from '../../../application/follow-up/survey-status.ts';
import type { Message } from '../../../domain/message/message.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { STATE_WORDS } from '../../../text/delivery/delivery-status.ts';
import type { Colours } from '../../terminal/colours.ts';
import { count, playerOf, printable } from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';

/** `3 messages: 1 not delivered, 2 read`. */
export function summaryOf(
  { counts, total }: Pick<Survey, 'counts' | 'total'>,
  mode: Mode,
  colours: Colours,
): string {
  const parts = [...counts].map(([state, many]) => `${many} ${STATE_WORDS[state]}`);
  const all = count(total, 'message');
  return `${wordFor(mode)}${colours.bold(parts.length === 0 ? 'Nothing was sent yet.' : `${all}: ${parts.join(', ')}`)}`;
}

/** What of a list was never sent. */
export function neverSentPage(
  neverSent: readonly Message[],
  faultyRows: number,
  colours: Colours,
): string {
  const rows = neverSent.map(
    (message) => `  row ${message.invite.row}  ${printable(playerOf(message))}\n`,
  );
  const heading = colours.bold(`Never sent (${neverSent.length})`);
  const never = neverSent.length === 0 ? '' : `\n${heading}\n${rows.join('')}`;
  if (faultyRows === 0) return never;
  const have = faultyRows === 1 ? 'row has' : 'rows have';
  return `${never}\n${faultyRows} ${have} faults, and nothing can be sent to ${faultyRows === 1 ? 'it' : 'them'} as the list stands: check tells which.\n`;
}

/** What is still to come, and how to see it; null where there is nothing. */
export function endingOf(
  open: number,
  { cutShort, watched }: { readonly cutShort: boolean; readonly watched: boolean },
): string | null {
  if (cutShort) {
    return 'Stopped by hand. What Twilio told until then is recorded; run the same line again for the rest.';
  }
  if (open === 0) return null;
  const still = open === 1 ? '1 message is not final yet' : `${open} messages are not final yet`;
  return watched
    ? `${still}; all that Twilio told is recorded. Run status again later.`
    : `${still}. Run status again later, or with --watch.`;
}
