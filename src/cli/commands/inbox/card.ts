import { stripVTControlCharacters } from 'node:util';
import type { InboxEntry, InvitedChild } from '../../../application/inbox/read-inbox.ts';
import { messagesOf, type ConversationMessage } from '../../../domain/contact/conversation.ts';
import type { InboxGroup } from '../../../domain/contact/inbox-order.ts';
import { isHidden, asUserId } from '../../../domain/contact/recipient.ts';
import { ownText } from '../../../domain/contact/reply-content.ts';
import { internationalForm } from '../../../domain/record/phone/phone.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { STATE_WORDS } from '../../../text/delivery/delivery-status.ts';
import { count, cutTo, londonTime, printable } from '../../../text/format.ts';
import { explainState, groupText } from '../../../text/inbox/conversation.ts';
import { wordFor } from '../../../text/mode-names.ts';
import { besideText } from '../../../text/replies/reply-content.ts';
import { answerByText, replyKindWords } from '../../../text/replies/reply-kind.ts';
import type { Colours } from '../../terminal/colours.ts';
import { indented, wrapped } from '../../terminal/wrap-text.ts';

export type CardView = {
  readonly entry: InboxEntry;
  readonly group: InboxGroup | null;
  readonly number: number;
  readonly of: number;
  /** The saved answers, in the order of their keys; none where they cannot be sent. */
  readonly answers: readonly string[];
  /** Whether older messages are shown, however many lines they take. */
  readonly isUnfolded: boolean;
  /** By Twilio's clock. */
  readonly now: Date;
  readonly mode: Mode;
};

type CardScreen = {
  readonly columns: number | null;
  /** Null for no limit. */
  readonly rows: number | null;
  readonly colours: Colours;
};

export type Card = {
  readonly text: string;
  /** Whether older messages are left out, to keep the card on the screen. */
  readonly isFolded: boolean;
};

/** The empty line above the question, the question, the hint below a wrong key, and the empty line on top. */
const ROWS_AROUND = 5;
/** The fewest lines of a conversation that are shown. */
const LEAST_LINES = 4;
/** More children are counted. */
const MOST_CHILDREN = 2;

/** A conversation, cut to the height of the screen: the newest messages stay. */
export async function conversationCard(
  view: CardView,
  { columns, rows, colours }: CardScreen,
): Promise<Card> {
  const head = linesOf(await wrapped(headOf(view, colours), columns, 2));
  const answers = view.answers.map((text, index) =>
    cutTo(`  ${index + 1}  ${printable(text)}`, columns ?? Infinity),
  );
  const conversation = await conversationLines(view, columns, colours);
  const gaps = answers.length === 0 ? 1 : 2;
  const room =
    rows === null || view.isUnfolded
      ? Infinity
      : Math.max(rows - head.length - answers.length - gaps - ROWS_AROUND, LEAST_LINES);
  const shown = newestOf(conversation, room);
  const isFolded = shown.length < conversation.length;
  const older = isFolded
    ? [colours.dim(`  ${count(conversation.length - shown.length, 'older line')}: press o`)]
    : [];
  const lines = [
    '',
    ...head,
    '',
    ...older,
    ...shown,
    ...(answers.length === 0 ? [] : ['', ...answers]),
  ];
  return { text: lines.map((line) => `${line}\n`).join(''), isFolded };
}

/** One line less where some are left out, for the line that says so. */
function newestOf(lines: readonly string[], room: number): readonly string[] {
  return lines.length <= room ? lines : lines.slice(lines.length - room + 1);
}

function linesOf(text: string): readonly string[] {
  return text.split('\n');
}

function headOf({ entry, group, number, of, now, mode }: CardView, colours: Colours): string {
  const { children, state, kind, answerBy } = entry;
  const place = `${wordFor(mode)}${number} of ${of}`;
  const seems = replyKindWords(kind);
  const notes = [
    ...(answerBy === null ? [] : [answerByText(answerBy)]),
    ...(group === null ? [] : [`${groupText(kind, group.of)}, this is number ${group.number}`]),
    ...(seems === null || group !== null ? [] : [`Kind: ${seems}`]),
  ];
  const more = children.length - MOST_CHILDREN;
  return [
    colours.bold(`${place}  ${nameOf(entry)}`),
    ...notes.map((note) => `  ${colours.odd(note)}`),
    ...children.slice(0, MOST_CHILDREN).map(childText),
    ...(more > 0 ? [`  and ${count(more, 'child', 'children')} more`] : []),
    `  ${explainState(state, now)}`,
  ].join('\n');
}

/** `Jane Smith, +44 7700 900123`. */
export function nameOf({ conversation, parent }: InboxEntry): string {
  const { phone, correspondent } = conversation;
  const userId = asUserId(correspondent);
  const address =
    phone !== null
      ? internationalForm(phone)
      : userId !== null && isHidden(userId)
        ? `a WhatsApp user whose number is hidden, ${userId}`
        : `an unknown sender, “${printable(correspondent)}”`;
  return `${parent === null ? 'A stranger' : printable(parent)}, ${address}`;
}

function childText(child: InvitedChild): string {
  const { player, team, manager, managerTel, sentAt, delivery, deliveryAt } = child;
  const arrived =
    delivery === null || deliveryAt === null
      ? ''
      : `, ${STATE_WORDS[delivery]} ${londonTime(deliveryAt)}`;
  return [
    `  ${printable(player)} (${printable(team)}), manager ${printable(manager)}, ${printable(managerTel)}`,
    `    Invited ${londonTime(sentAt)}${arrived}`,
  ].join('\n');
}

async function conversationLines(
  { entry }: CardView,
  columns: number | null,
  colours: Colours,
): Promise<readonly string[]> {
  const pieces = await Promise.all(
    messagesOf(entry.conversation).map(async (message) => {
      const heading = `  ${colours.dim(`${senderOf(message)}, ${londonTime(message.at)}`)}`;
      return [heading, ...linesOf(await indented(textOf(message), columns, colours))];
    }),
  );
  return pieces.flat().filter((line) => stripVTControlCharacters(line) !== '');
}

function senderOf(message: ConversationMessage): string {
  if (message.direction === 'in') return 'They wrote';
  if (message.answer === null) return 'Answered outside this tool';
  const { operator, state, delivery, code } = message.answer;
  const failed = code === null ? '' : ` (${STATE_WORDS[delivery ?? 'refused']}, ${code})`;
  const unknown = state === 'unknown' ? ' (nobody knows whether it went)' : '';
  return `${printable(operator)} answered${failed}${unknown}`;
}

/** What a message says; what it has beside its text is in brackets. */
function textOf(message: ConversationMessage): string {
  if (message.direction === 'out') return message.text;
  const [text, beside] = [ownText(message.reply), besideText(message.reply)];
  return [...(text === '' ? [] : [text]), ...(beside === '' ? [] : [`(${beside})`])].join('\n');
}
