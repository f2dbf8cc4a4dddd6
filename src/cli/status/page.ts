import type { Reply } from '../../domain/reply.ts';
import type { RepliesTo } from '../../domain/replies-to.ts';
import { countsOf, type Standing } from '../../domain/standing.ts';
import { explainStanding, STATE_WORDS } from '../explain/standing.ts';
import { remark } from '../frame.ts';
import type { Paint } from '../paint.ts';
import { count, cutTo, ERASED, londonTime, printable } from '../render.ts';
import { barLines } from './bar.ts';

type Urgency = Standing['urgency'];

const HEADINGS: { readonly [urgency in Urgency]: string } = {
  failed: 'Did not arrive',
  unknown: 'Nobody knows',
  overdue: 'Sent over a day ago and not delivered',
  waiting: 'On its way',
  arrived: 'Arrived',
};

export type StatusFacts = {
  readonly standings: readonly Standing[];
  readonly replies: RepliesTo;
};

/**
 * What became of the messages: the counts, then message by message, those first that need somebody.
 *
 * @param columns characters in a line; null where there is no terminal
 */
export async function statusPage(
  { standings, replies }: StatusFacts,
  columns: number | null,
  paint: Paint,
): Promise<string> {
  const lines: string[] = [...barLines(countsOf(standings), columns)];
  const rows = rowsOf(standings, columns);
  let last: Urgency | null = null;
  for (const [index, standing] of standings.entries()) {
    const { urgency, message } = standing;
    if (urgency !== last) {
      const many = standings.filter((one) => one.urgency === urgency).length;
      lines.push('', paint.bold(`${HEADINGS[urgency]} (${many})`));
    }
    last = urgency;
    lines.push(BRUSHES[urgency](paint)(rows[index] ?? ''));
    const advice = explainStanding(standing);
    // oxlint-disable-next-line no-await-in-loop -- in the order of the page
    if (advice !== null) lines.push(await remark(`${advice.message} ${advice.fix}`, columns));
    for (const reply of replies.byKey.get(message.key) ?? []) {
      lines.push(replyLine(reply, 'wrote', columns));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** What came from numbers that nothing here was sent to. */
export function otherReplies(replies: readonly Reply[], columns: number | null): string {
  if (replies.length === 0) return '';
  const lines = replies.map((reply) => replyLine(reply, `${tailOf(reply.sender)} wrote`, columns));
  return `\n${count(replies.length, 'reply', 'replies')} beside no message\n${lines.join('\n')}\n`;
}

/** `…123`: enough to tell two parents of one child apart. */
export function tailOf(address: string): string {
  return `…${printable(address.slice(-3))}`;
}

/** Where nobody cuts lines, one of a screen's length is still what fits a reader. */
const USUAL_COLUMNS = 80;
/** With less room for what was written, it goes before when it was. */
const SHORTEST_TEXT = 12;

function replyLine({ text, media, at }: Reply, who: string, columns: number | null): string {
  const written = text === '' && media.length > 0 ? '(a picture or file)' : printable(text);
  const [before, after] = [`  > ${who}: “`, `”, ${londonTime(at)}`];
  const room = (columns ?? USUAL_COLUMNS) - before.length - after.length;
  return room < SHORTEST_TEXT
    ? cutTo(`  > “${written}”`, columns ?? USUAL_COLUMNS)
    : `${before}${cutTo(written, room)}${after}`;
}

const BRUSHES: { readonly [urgency in Urgency]: (paint: Paint) => (text: string) => string } = {
  failed: ({ bad }) => bad,
  unknown: ({ odd }) => odd,
  overdue: ({ odd }) => odd,
  waiting: () => (text) => text,
  arrived: () => (text) => text,
};

/** Each message as a row of a table, or over several lines where the table would not fit. */
function rowsOf(standings: readonly Standing[], columns: number | null): readonly string[] {
  const cells = standings.map(({ message, state, since }) => [
    STATE_WORDS[state],
    ...(message.isErased
      ? [ERASED, '', '']
      : [printable(message.player), printable(message.team), tailOf(message.to)]),
    londonTime(since),
  ]);
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  const whole = widths.reduce((sum, width) => sum + width + 2, 0);
  if (columns === null || whole <= columns) {
    return cells.map((row) =>
      `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd(),
    );
  }
  return cells.map(([state = '', player = '', team = '', tail = '', since = '']) =>
    [
      `${player} ${tail}`.trimEnd(),
      ...(team === '' ? [] : [`  ${team}`]),
      `  ${state}`,
      `  ${since}`,
    ]
      .map((line) => cutTo(line, columns))
      .join('\n'),
  );
}
