import type { InboxEntry } from '../../../application/inbox/read-inbox.ts';
import { isUnanswered, lastReplyOf } from '../../../domain/contact/conversation.ts';
import type { InboxGroup } from '../../../domain/contact/inbox-order.ts';
import { asUserId, type Recipient } from '../../../domain/contact/recipient.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import { handledText } from '../../../text/delivery/reply-text.ts';
import { INBOX_TEXTS, inboxKeys } from '../../../text/inbox/inbox.ts';
import { highest, type ExitCode } from '../../exit-code.ts';
import { yesNoQuestion, type KeyQuestion } from '../../operator/answer-source.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { answerConversation, type Answering } from './answer.ts';
import { conversationCard } from './card.ts';
import { refreshed, twilioNow } from './refresh.ts';
import type { InboxItem, Sent, Walk } from './session.ts';

/** What the operator did. Counted for the closing line. */
export type Walked = {
  readonly exitCode: ExitCode;
  readonly counts: { readonly [what in Deed]: number };
  /** The SIDs of the answers that Twilio accepted, with their conversations. */
  readonly sent: readonly Sent[];
  /** Whether the operator stopped before the end. */
  readonly isCutShort: boolean;
};

type Deed = 'answered' | 'done' | 'stopped';

type Step =
  | { readonly kind: 'next' | 'back' | 'quit' | 'again' | 'unfold' }
  /** The question is asked again below what was printed. */
  | { readonly kind: 'stay' }
  | {
      readonly kind: 'did';
      readonly deed: Deed;
      readonly exitCode?: ExitCode;
      readonly sid?: MessageSid;
    };

/** Shows one conversation after the other, and does what the operator's keys say. */
export async function walkInbox(items: readonly InboxItem[], walk: Walk): Promise<Walked> {
  const counts = { answered: 0, done: 0, stopped: 0 };
  const codes: ExitCode[] = [];
  const sent: Sent[] = [];
  const entries = items.map(({ entry }) => entry);
  let index = 0;
  let isUnfolded = false;
  while (index < items.length && !walk.shell.stop.aborted) {
    const before = entries[index];
    const item = items[index];
    if (before === undefined || item === undefined) break;
    // oxlint-disable-next-line no-await-in-loop -- one conversation after the other
    const entry = await refreshed(before, walk.world, walk.shell);
    if (entry === null) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      await writeWrapped(walk.shell.stderr, `\n${INBOX_TEXTS.erased}\n`);
      index += 1;
      continue;
    }
    entries[index] = entry;
    const place = { group: item.group, number: index + 1, of: items.length, isUnfolded };
    // oxlint-disable-next-line no-await-in-loop -- as above
    const step = await stepAt(entry, place, walk);
    isUnfolded = step.kind === 'unfold';
    if (step.kind === 'quit') break;
    if (step.kind === 'did') {
      counts[step.deed] += 1;
      if (step.exitCode !== undefined) codes.push(step.exitCode);
      if (step.sid !== undefined) sent.push({ entry, sid: step.sid });
    }
    if (step.kind === 'next' || step.kind === 'did') index += 1;
    if (step.kind === 'back') index -= 1;
  }
  return { exitCode: highest(codes), counts, sent, isCutShort: index < items.length };
}

type Place = {
  readonly group: InboxGroup | null;
  readonly number: number;
  readonly of: number;
  readonly isUnfolded: boolean;
};

async function stepAt(entry: InboxEntry, place: Place, walk: Walk): Promise<Step> {
  const { shell, world, colours, answers: source } = walk;
  const { stderr, stop } = shell;
  const can = possibleAt(entry, walk);
  const card = await conversationCard(
    {
      ...place,
      entry,
      answers: can.answer ? walk.saved : [],
      now: twilioNow(world, shell),
      mode: world.mode,
    },
    { columns: stderr.columns(), rows: stderr.rows(), colours },
  );
  stderr.write(card.text);
  const keys = [
    ...(can.answer ? [...walk.saved.keys()].map((at) => String(at + 1)) : []),
    ...(can.answer ? ['r'] : []),
    ...(can.finish ? ['d'] : []),
    ...(can.stop ? ['s'] : []),
    'n',
    ...(place.number > 1 ? ['b'] : []),
    ...(card.isFolded ? ['o'] : []),
    'q',
    '?',
  ];
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const key = await source.next(
      questionOf(keys, can.answer ? walk.saved.length : 0, colours),
      stop,
    );
    // oxlint-disable-next-line no-await-in-loop -- as above
    const step = await stepFor(key, entry, can, walk);
    if (step.kind !== 'stay') return step;
  }
}

/** `Your answer (1-3/r/d/s/n/q/?)`. */
function questionOf(keys: readonly string[], many: number, colours: Walk['colours']): KeyQuestion {
  const others = keys.filter((key) => !/\d/u.test(key));
  const digits = many === 0 ? [] : [many === 1 ? '1' : `1-${many}`];
  return {
    question: colours.bold(`${INBOX_TEXTS.question} (${[...digits, ...others].join('/')})`),
    keys,
    otherKey: colours.odd(INBOX_TEXTS.otherKey),
  };
}

type Possible = Readonly<Record<'answer' | 'finish' | 'stop', boolean>>;

/** What can be done about a conversation now. */
function possibleAt(entry: InboxEntry, { world, shell }: Walk): Possible {
  const { conversation, state } = entry;
  const { phone, correspondent, optOut } = conversation;
  const isStopped = optOut?.state === 'stopped';
  return {
    answer:
      phone !== null &&
      !isStopped &&
      state.kind !== 'too_late' &&
      twilioNow(world, shell) < entry.until,
    finish: isUnanswered(state),
    stop: !isStopped && recipientOf(phone ?? correspondent) !== null,
  };
}

function recipientOf(correspondent: string): Recipient | null {
  return correspondent.startsWith('+') ? (correspondent as Recipient) : asUserId(correspondent);
}

async function stepFor(
  key: string | null,
  entry: InboxEntry,
  can: Possible,
  walk: Walk,
): Promise<Step> {
  const { shell, answers: source } = walk;
  switch (key) {
    case null:
    case 'q':
      return { kind: 'quit' };
    case 'n':
      return { kind: 'next' };
    case 'b':
      return { kind: 'back' };
    case 'o':
      return { kind: 'unfold' };
    case '?':
      shell.stderr.write(inboxKeys(walk.saved.length));
      return { kind: 'stay' };
    case 'd':
      return await finish(entry, walk);
    case 's':
      return await stopMessages(entry, walk);
    case 'r': {
      const typed = await source.nextLine(`\n${INBOX_TEXTS.write} `, shell.stop);
      if (typed === null || typed.trim() === '') return { kind: 'stay' };
      return await answer(entry, { kind: 'written', text: typed }, walk);
    }
    default: {
      const text = can.answer ? walk.saved[Number(key) - 1] : undefined;
      return text === undefined
        ? { kind: 'stay' }
        : await answer(entry, { kind: 'saved', text }, walk);
    }
  }
}

async function answer(entry: InboxEntry, answering: Answering, walk: Walk): Promise<Step> {
  const open = await unlessStopped(entry, walk);
  if (open === null) return { kind: 'again' };
  const result = await answerConversation(open, answering, walk);
  switch (result.kind) {
    case 'sent':
      return {
        kind: 'did',
        deed: 'answered',
        exitCode: result.exitCode,
        ...(result.sid === null ? {} : { sid: result.sid }),
      };
    case 'quit':
      return { kind: 'quit' };
    case 'not_sent':
      return { kind: 'stay' };
    case 'changed':
      return { kind: 'again' };
  }
}

/**
 * Asks about a message that may mean stop, before anything is done about it: an opt-out that waits for a
 * person keeps every answer back.
 *
 * @returns the conversation, or null where they want no more messages or nobody answered
 */
async function unlessStopped(entry: InboxEntry, walk: Walk): Promise<InboxEntry | null> {
  const { shell, world, answers: source, colours } = walk;
  const { phone, correspondent, optOut } = entry.conversation;
  if (optOut?.state !== 'pending') return entry;
  const key = await source.next(yesNoQuestion(INBOX_TEXTS.perhapsStop, colours), shell.stop);
  const recipient = recipientOf(phone ?? correspondent);
  if (key === null || recipient === null) return null;
  if (key === 'y') {
    await addStop(recipient, walk);
    return null;
  }
  await world.optOuts.remove(recipient, world.operatorName, shell.clock.now());
  return await refreshed(entry, world, shell);
}

async function finish(entry: InboxEntry, walk: Walk): Promise<Step> {
  const { shell, world } = walk;
  if ((await unlessStopped(entry, walk)) === null) return { kind: 'again' };
  const last = lastReplyOf(entry.conversation);
  const handling = { how: 'done', operator: world.operatorName, at: shell.clock.now() } as const;
  const handled = await world.replies.handle(last.sid, handling, last.handled ?? null);
  if (handled.kind === 'handled') return { kind: 'did', deed: 'done' };
  await writeWrapped(shell.stderr, `\n${handledText(handled.handling)}\n`);
  return { kind: 'again' };
}

async function stopMessages({ conversation }: InboxEntry, walk: Walk): Promise<Step> {
  const { shell, answers: source, colours } = walk;
  const recipient = recipientOf(conversation.phone ?? conversation.correspondent);
  if (recipient === null) return { kind: 'stay' };
  const key = await source.next(yesNoQuestion(INBOX_TEXTS.stop, colours), shell.stop);
  if (key !== 'y') return { kind: 'stay' };
  await addStop(recipient, walk);
  return { kind: 'did', deed: 'stopped' };
}

async function addStop(recipient: Recipient, { shell, world }: Walk): Promise<void> {
  const at = shell.clock.now();
  const operator = world.operatorName;
  await world.optOuts.add([recipient], { state: 'stopped', source: 'operator', operator, at });
  await writeWrapped(shell.stderr, `\n${INBOX_TEXTS.stopped}\n`);
}
