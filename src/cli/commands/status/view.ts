import type { ListedStatus, Survey } from '../../../application/follow-up/survey-status.ts';
import { classifyReply } from '../../../domain/contact/kinds/reply-kind.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import { needOf, type Standing } from '../../../domain/delivery/status/attention.ts';
import type { Message } from '../../../domain/message/message.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import {
  explainStanding,
  STANDING_WORDS,
  STATE_WORDS,
} from '../../../text/delivery/delivery-status.ts';
import {
  count,
  cutTo,
  formatAddress,
  londonTime,
  printable,
  playerOf,
  rowNumber,
} from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import { replyContent } from '../../../text/replies/reply-content.ts';
import { answerByText, replyKindWords } from '../../../text/replies/reply-kind.ts';
import { explainUnmatched } from '../../../text/replies/unmatched-stop.ts';
import type { Output } from '../../shell.ts';
import type { Colours } from '../../terminal/colours.ts';
import { paragraph, wrapped } from '../../terminal/wrap-text.ts';
import type { Block } from './fold.ts';
import { tailOf } from './table.ts';

/** Where the list is printed. */
export type Screen = Pick<Output, 'isTerminal' | 'columns'> & { readonly colours: Colours };

/** The heading of a group: how many they are, why they need a person, and what to do. */
export async function headOf(
  status: ListedStatus,
  many: number,
  screen: Screen,
): Promise<Pick<Block, 'head' | 'brief'>> {
  const { standing } = status;
  const advice = explainStanding(status);
  const text = advice === null ? null : `${advice.message} ${advice.fix}`;
  return await headWith(`${STANDING_WORDS[standing]} (${many})`, text, screen, BRUSHES[standing]);
}

async function headWith(
  heading: string,
  text: string | null,
  { columns, colours }: Screen,
  brush: Brush = plainBrush,
): Promise<Pick<Block, 'head' | 'brief'>> {
  const width = columns();
  const inStyle = (shown: string): string => brush(colours)(colours.bold(shown));
  const head = await paragraph(
    text === null ? inStyle(heading) : `${inStyle(heading)}: ${text}`,
    width,
  );
  const room = (width ?? USUAL_COLUMNS) - heading.length - ': '.length;
  const brief =
    text === null || room < SHORTEST_TEXT
      ? inStyle(cut(heading, width))
      : `${inStyle(heading)}: ${cutTo(text, room)}`;
  return { head, brief };
}

type Brush = (colours: Colours) => (text: string) => string;
const plainBrush: Brush = () => (text) => text;
const odd: Brush = (colours) => colours.odd;

const BRUSHES: { readonly [standing in Standing]: Brush } = {
  failed: ({ bad }) => bad,
  perhaps_stopped: odd,
  stopped: odd,
  answer: odd,
  answer_late: odd,
  unknown: odd,
  overdue: odd,
  held: odd,
  waiting: plainBrush,
  arrived: plainBrush,
  erased: plainBrush,
};

/** With fewer columns, the parts of a person's line are on lines of their own. */
const NARROW = 60;

/**
 * The lines of a message that needs a person: the number, the parent, the player and the team, then what is
 * known of the message at Twilio, and what the parent wrote.
 */
export function personLines(
  { message, standing, since }: ListedStatus,
  replies: readonly string[],
  screen: Screen,
): readonly string[] {
  const { to, candidate } = message;
  const [parent, player, team] = [message.parent, message.player, message.team].map(printable);
  const isDated = standing === 'unknown' || standing === 'overdue';
  const at = isDated ? [londonTime(since)] : [];
  const number = formatAddress(screen, to);
  const width = screen.columns();
  const line = [`  ${number}  ${parent}, for ${player} (${team})`, ...at].join(', ');
  const isWide = width === null || width >= NARROW || line.length <= width;
  const parts = [parent, `for ${player}`, `(${team})`, ...at];
  const lines = isWide ? [line] : [`  ${number}`, ...parts.map((part) => `    ${part}`)];
  const twilios =
    standing === 'unknown' && candidate !== undefined
      ? [`    Twilio has ${candidate.sid}, ${londonTime(candidate.at)}`]
      : [];
  return [...[...lines, ...twilios].map((one) => cut(one, width)), ...replies];
}

function cut(line: string, columns: number | null): string {
  return columns === null ? line : cutTo(line, columns);
}

/** What a parent wrote, a line for each. */
export function replyLines(replies: readonly Reply[], { columns }: Screen): readonly string[] {
  return replies.flatMap((reply) => replyLinesOf(reply, 'wrote', columns()));
}

/** The last that a parent wrote, with how much there is. */
export function lastReplyLines(replies: readonly Reply[], { columns }: Screen): readonly string[] {
  const who = replies.length > 1 ? `wrote ${replies.length} times, last` : 'wrote';
  return replies.slice(-1).flatMap((reply) => replyLinesOf(reply, who, columns()));
}

/** The replies that may mean stop and whose sender cannot be read, each with what to do. */
export async function unmatchedText(
  replies: readonly Reply[],
  screen: Screen,
  mode: Mode,
): Promise<string> {
  const pieces = replies.map(async (reply) => {
    const { message, fix, commands } = explainUnmatched(reply, mode, screen);
    const text = await wrapped(`${screen.colours.bad(message)}\n${fix}\n`, screen.columns(), 2);
    // Not wrapped, so that a line can be copied.
    return `${text}${commands.map((line) => `  ${line}\n`).join('')}\n`;
  });
  return (await Promise.all(pieces)).join('');
}

/** Replies from numbers that none of these messages was sent to; null where there are none. */
export async function otherReplies(
  replies: readonly Reply[],
  screen: Screen,
): Promise<Block | null> {
  if (replies.length === 0) return null;
  const heading = `${count(replies.length, 'reply', 'replies')} beside no message`;
  return {
    ...(await headWith(heading, null, screen)),
    count: replies.length,
    people: replies.map((reply) =>
      replyLinesOf(reply, `${tailOf(reply.sender)} wrote`, screen.columns()),
    ),
  };
}

/** The messages of a list that were never sent; null where there are none. */
export async function neverSent(
  messages: readonly Message[],
  screen: Screen,
): Promise<Block | null> {
  if (messages.length === 0) return null;
  return {
    ...(await headWith(`Never sent (${messages.length})`, null, screen)),
    count: messages.length,
    people: messages.map((message) => [
      cut(
        `  row ${rowNumber(message.invite.row)}  ${printable(playerOf(message))}`,
        screen.columns(),
      ),
    ]),
  };
}

/** The length of a line where there is no terminal. */
const USUAL_COLUMNS = 80;
/** With less room than this for a text, what stands around it is left out. */
const SHORTEST_TEXT = 14;

/** A reply with its kind, and below it the day by which the law wants an answer, if any. */
function replyLinesOf(reply: Reply, who: string, columns: number | null): readonly string[] {
  const { kind, answerBy } = classifyReply(reply);
  const words = replyKindWords(kind);
  const width = columns ?? USUAL_COLUMNS;
  const after = `, ${londonTime(reply.at)}`;
  const roomBehind = (before: string): number => width - before.length - after.length;
  const befores = [...(words === null ? [] : [`  > ${who} (${words}): `]), `  > ${who}: `];
  const before = befores.find((one) => roomBehind(one) >= SHORTEST_TEXT);
  const line =
    before === undefined
      ? cutTo(`  > ${replyContent(reply)}`, width)
      : `${before}${replyContent(reply, roomBehind(before))}${after}`;
  return answerBy === null ? [line] : [line, cut(`    ${answerByText(answerBy)}`, columns)];
}

/** `3 messages: 1 not delivered, 2 read`. */
export function summaryOf(
  { counts, total }: Pick<Survey, 'counts' | 'total'>,
  mode: Mode,
  colours: Colours,
): string {
  const all = count(total, 'message');
  return `${wordFor(mode)}${colours.bold(total === 0 ? 'Nothing was sent yet.' : `${all}: ${countsText(counts)}`)}`;
}

/** `1 not delivered, 2 read`. */
export function countsText(counts: Survey['counts']): string {
  return [...counts].map(([state, many]) => `${many} ${STATE_WORDS[state]}`).join(', ');
}

/** How many rows of a list have faults; '' where none has. */
export function faultyRowsText(faultyRows: number): string {
  if (faultyRows === 0) return '';
  const have = faultyRows === 1 ? 'row has' : 'rows have';
  return `\n${faultyRows} ${have} faults, and nothing can be sent to ${faultyRows === 1 ? 'it' : 'them'} as the list stands: check tells which.\n`;
}

/**
 * How to see the messages that are not listed; null where all are.
 *
 * @param hidden how many of those that need a person are left out
 * @param command the command line that lists all
 */
export function moreText(
  { groups }: Pick<Survey, 'groups'>,
  hidden: number,
  command: string,
): string | null {
  if (hidden > 0) return `${hidden} more are not shown here. All messages: ${command}`;
  return groups.some(({ standing }) => needOf(standing) === null)
    ? `All messages: ${command}`
    : null;
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
