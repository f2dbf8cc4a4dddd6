import type { Survey } from '../../../application/follow-up/survey-status.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import type {
  DeliveryStatus,
  Urgency,
  MessageState,
} from '../../../domain/delivery/status/delivery-status.ts';
import type { Message } from '../../../domain/message/message.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { explainDeliveryStatus, STATE_WORDS } from '../../../text/delivery/delivery-status.ts';
import { count, cutTo, ERASED, londonTime, printable, playerOf } from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import { replyContent } from '../../../text/reply-content.ts';
import { explainUnmatched } from '../../../text/unmatched-stop.ts';
import type { Output } from '../../shell.ts';
import type { Colours } from '../../terminal/colours.ts';
import { remark, wrapped } from '../../terminal/wrap-text.ts';

const HEADINGS: { readonly [urgency in Urgency]: string } = {
  failed: 'Did not arrive',
  unknown: 'Nobody knows',
  overdue: 'Sent over a day ago and not delivered',
  waiting: 'On its way',
  arrived: 'Arrived',
};

/**
 * The number of messages in each state, then every message under the heading of its urgency, with
 * advice and replies.
 *
 * @param widths the widths of the columns, made from all these messages
 * @param columns characters in a line; null where there is no terminal
 */
export async function* statusPage(
  { counts, byUrgency, replies, statuses }: Survey,
  widths: Widths,
  columns: number | null,
  colours: Colours,
): AsyncIterable<string> {
  yield barLines(counts, columns)
    .map((line) => `${line}\n`)
    .join('');
  let last: Urgency | null = null;
  let isHeldShown = false;
  for await (const status of statuses()) {
    const { urgency, message } = status;
    const lines: string[] = [];
    if (urgency !== last) {
      isHeldShown = false;
      lines.push('', colours.bold(`${HEADINGS[urgency]} (${byUrgency.get(urgency) ?? 0})`));
    }
    last = urgency;
    lines.push(BRUSHES[urgency](colours)(rowOf(status, widths, columns)));
    // Many messages are held at once, for one reason.
    const advice = status.isHeld && isHeldShown ? null : explainDeliveryStatus(status);
    isHeldShown ||= status.isHeld;
    if (advice !== null) lines.push(await remark(`${advice.message} ${advice.fix}`, columns));
    for (const reply of replies.byKey.get(message.key) ?? []) {
      lines.push(replyLine(reply, 'wrote', columns));
    }
    yield lines.map((line) => `${line}\n`).join('');
  }
}

/** The replies that may mean stop and whose sender cannot be read, each with what to do. */
export async function unmatchedPage(
  replies: readonly Reply[],
  output: Output,
  { mode, colours }: UnmatchedOptions,
): Promise<string> {
  const pieces = replies.map(async (reply) => {
    const { message, fix, commands } = explainUnmatched(reply, mode, output);
    const text = await wrapped(`${colours.bad(message)}\n${fix}\n`, output.columns(), 2);
    // Not wrapped, so that a line can be copied.
    return `${text}${commands.map((line) => `  ${line}\n`).join('')}\n`;
  });
  return (await Promise.all(pieces)).join('');
}

type UnmatchedOptions = { readonly mode: Mode; readonly colours: Colours };

/** Replies from numbers that none of these messages was sent to. */
export function otherReplies(replies: readonly Reply[], columns: number | null): string {
  if (replies.length === 0) return '';
  const lines = replies.map((reply) => replyLine(reply, `${tailOf(reply.sender)} wrote`, columns));
  return `\n${count(replies.length, 'reply', 'replies')} beside no message\n${lines.join('\n')}\n`;
}

/** `…123`: the last three digits, which differ for two parents of one child. */
export function tailOf(address: string): string {
  return `…${printable(address.slice(-3))}`;
}

/** The length of a line where there is no terminal. */
const USUAL_COLUMNS = 80;
/** With less room than this for the text of a reply, its time is left out. */
const SHORTEST_TEXT = 14;

function replyLine(reply: Reply, who: string, columns: number | null): string {
  const [before, after] = [`  > ${who}: `, `, ${londonTime(reply.at)}`];
  const room = (columns ?? USUAL_COLUMNS) - before.length - after.length;
  return room < SHORTEST_TEXT
    ? cutTo(`  > ${replyContent(reply)}`, columns ?? USUAL_COLUMNS)
    : `${before}${replyContent(reply, room)}${after}`;
}

const BRUSHES: { readonly [urgency in Urgency]: (colours: Colours) => (text: string) => string } = {
  failed: ({ bad }) => bad,
  unknown: ({ odd }) => odd,
  overdue: ({ odd }) => odd,
  waiting: () => (text) => text,
  arrived: () => (text) => text,
};

/** The widest cell of each column so far, in characters. */
export type Widths = {
  readonly of: readonly number[];
  readonly add: (status: DeliveryStatus) => void;
};

export function columnWidths(): Widths {
  const widths = [0, 0, 0, 0, 0];
  return {
    of: widths,
    add: (status) => {
      for (const [at, cell] of cellsOf(status).entries()) {
        widths[at] = Math.max(widths[at] ?? 0, cell.length);
      }
    },
  };
}

function cellsOf({ message, state, since }: DeliveryStatus): readonly string[] {
  return [
    STATE_WORDS[state],
    ...(message.isErased
      ? [ERASED, '', '']
      : [printable(message.player), printable(message.team), tailOf(message.to)]),
    londonTime(since),
  ];
}

/** A message as a row of a table, or on several lines where the table is wider than the screen. */
function rowOf(status: DeliveryStatus, { of: widths }: Widths, columns: number | null): string {
  const cells = cellsOf(status);
  const whole = widths.reduce((sum, width) => sum + width + 2, 0);
  if (columns === null || whole <= columns) {
    return `  ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd();
  }
  const [state = '', player = '', team = '', tail = '', since = ''] = cells;
  return [
    `${player} ${tail}`.trimEnd(),
    ...(team === '' ? [] : [`  ${team}`]),
    `  ${state}`,
    `  ${since}`,
  ]
    .map((line) => cutTo(line, columns))
    .join('\n');
}

const WIDEST_BAR = 40;
/** Shorter bars are left out. */
const SHORTEST_BAR = 5;

/**
 * A line for each state: its name, the number of messages, and a bar.
 *
 * @param columns characters in a line; null where there is no terminal
 */
export function barLines(
  counts: ReadonlyMap<MessageState, number>,
  columns: number | null,
): readonly string[] {
  const words = Math.max(...[...counts.keys()].map((state) => STATE_WORDS[state].length), 0);
  const most = Math.max(...counts.values(), 0);
  const digits = String(most).length;
  const room = columns === null ? WIDEST_BAR : columns - words - digits - '    '.length;
  const longest = Math.min(room, WIDEST_BAR);
  return [...counts].map(([state, count]) => {
    const word = STATE_WORDS[state].padEnd(words);
    const number = String(count).padStart(digits);
    if (longest < SHORTEST_BAR) return `${word} ${number}`;
    // At least one character, however large the other counts are.
    const length = Math.max(1, Math.round((count / most) * longest));
    return `${word}  ${number}  ${'█'.repeat(length)}`;
  });
}

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

/** The messages of a list that were never sent, and how many rows have faults. */
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

/** How many messages are not final yet, and what to run for them; null where all are final. */
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
