import { homeFolder } from '../../../adapters/files/home-folder.ts';
import { savedAnswers } from '../../../adapters/files/saved-answers.ts';
import { refuseMalformed, type Settings } from '../../../adapters/settings/settings.ts';
import { readInbox, type Inbox, type InboxEntry } from '../../../application/inbox/read-inbox.ts';
import { isUnanswered, lastReplyOf } from '../../../domain/contact/conversation.ts';
import { inInboxOrder } from '../../../domain/contact/inbox-order.ts';
import { whatsappAddress } from '../../../domain/contact/recipient.ts';
import type { StopProblem } from '../../../domain/problem/problem.ts';
import { explainNotAsked } from '../../../text/delivery/delivery-status.ts';
import { count } from '../../../text/format.ts';
import { waitingText } from '../../../text/inbox/conversation.ts';
import { INBOX_TEXTS } from '../../../text/inbox/inbox.ts';
import { wordFor } from '../../../text/mode-names.ts';
import type { SendOptions } from '../../command-line/options.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import { openRealWorld, openRehearsal, type World } from '../../composition/world.ts';
import { exitCodeOfStop, highest, type ExitCode } from '../../exit-code.ts';
import { answersFrom, yesNoQuestion } from '../../operator/answer-source.ts';
import { quietHours } from '../../sending/quiet-hours.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { wrapped, writeWrapped } from '../../terminal/wrap-text.ts';
import { fetchNew } from './fetch-new.ts';
import { followSent } from './follow-sent.ts';
import { writeInboxDocument } from './json.ts';
import { conversationList } from './list.ts';
import { twilioNow } from './refresh.ts';
import type { InboxItem, Walk } from './session.ts';
import { walkInbox, type Walked } from './walk.ts';

export type InboxOptions = Pick<SendOptions, 'json' | 'quiet' | 'color' | 'rehearse'> & {
  /** Every conversation, and not only those that wait for a person. */
  readonly all: boolean;
};

/**
 * Shows the parents who wrote and wait for an answer: at a terminal one after the other, to be answered
 * with a key; elsewhere as a list.
 *
 * @throws InviteError if settings are missing or malformed, or the ledger cannot be used
 */
export async function inbox(shell: Shell, options: InboxOptions): Promise<ExitCode> {
  const settings = settingsOf(shell);
  refuseMalformed(settings, ['LINK']);
  const lastInbound = new Map<string, Date>();
  const world = await (options.rehearse
    ? openRehearsal(shell, settings, { lastInbound: (from) => lastInbound.get(from) ?? null })
    : openRealWorld(shell, settings));
  try {
    const failed = await fetchNew(shell, world, options.quiet);
    const found = await read(shell, world, options);
    for (const { conversation } of found.entries) {
      lastInbound.set(whatsappAddress(conversation.correspondent), lastReplyOf(conversation).at);
    }
    const run = { shell, options, world, settings, found, failed };
    if (options.json) {
      const items = ordered(found.entries).map(({ entry }) => entry);
      writeInboxDocument(shell.stdout, items, { ...found, mode: world.mode, failed });
      return exitCodeOf(run, null);
    }
    await explainFailure(run);
    return canAsk(shell, options) ? await answerAll(run) : await listAll(run);
  } finally {
    await world.close();
  }
}

type InboxRun = {
  readonly shell: Shell;
  readonly options: InboxOptions;
  readonly world: World;
  readonly settings: Settings;
  readonly found: Inbox;
  /** Why Twilio was not asked for all; null where it was. */
  readonly failed: StopProblem | null;
};

async function read(shell: Shell, world: World, { all }: InboxOptions): Promise<Inbox> {
  const isWanted = (state: keyof Inbox['counts']): boolean => all || isUnanswered({ kind: state });
  return await readInbox(world, isWanted, twilioNow(world, shell));
}

/** Those that can still be answered come first, then those that are too late, then the others. */
function ordered(entries: readonly InboxEntry[]): readonly InboxItem[] {
  const newest = entries.toReversed().map((entry): InboxItem => ({ entry, group: null }));
  const waiting = entries.filter(({ state }) => state.kind === 'waiting');
  return [
    ...inInboxOrder(waiting),
    ...newest.filter(({ entry }) => entry.state.kind === 'too_late'),
    ...newest.filter(({ entry }) => !isUnanswered(entry.state)),
  ];
}

/** A rehearsal takes its answers as lines where there is no terminal. */
function canAsk({ stdin, stderr }: Shell, { rehearse }: InboxOptions): boolean {
  return rehearse || (stdin.isTerminal && stderr.isTerminal);
}

async function listAll(run: InboxRun): Promise<ExitCode> {
  const { shell, options, world, found } = run;
  const { stdout, stderr } = shell;
  const entries = ordered(found.entries).map(({ entry }) => entry);
  const now = twilioNow(world, shell);
  stdout.write(conversationList(entries, now, stdout));
  stdout.write(`${wordFor(world.mode)}${countsText(run)}\n`);
  if (found.counts.waiting + found.counts.too_late > 0 && !options.quiet) {
    await writeWrapped(stderr, `${INBOX_TEXTS.atTerminal}\n`);
  }
  return exitCodeOf(run, null);
}

function countsText({ shell, world, found }: InboxRun): string {
  const { too_late: late } = found.counts;
  const states = found.entries.map(({ state }) => state);
  const first = waitingText(states, twilioNow(world, shell), world.mode) ?? INBOX_TEXTS.none;
  return late === 0 ? first : `${first}\n${lateText(late)}`;
}

function lateText(many: number): string {
  return `${count(many, 'parent')} wrote more than 24 hours ago and ${many === 1 ? 'has' : 'have'} no answer.`;
}

async function answerAll(run: InboxRun): Promise<ExitCode> {
  const { shell, options, world, settings, found } = run;
  const { stderr, stop } = shell;
  const items = ordered(found.entries);
  const inTime = items.filter(({ entry }) => entry.state.kind === 'waiting');
  const others = items.slice(inTime.length);
  if (items.length === 0) {
    shell.stdout.write(`${wordFor(world.mode)}${INBOX_TEXTS.none}\n`);
    return exitCodeOf(run, null);
  }
  const colours = await coloursFor(stderr, shell, options.color);
  const answers = await answersFrom(shell);
  try {
    const session = { shell, answers, colours };
    const hours = quietHours({ hours: world.guards.sendHours, mode: world.mode }, session);
    const saved = savedAnswers(homeFolder(shell));
    const link = settings.values.LINK ?? null;
    const walk: Walk = { ...session, world, hours, saved, link, color: options.color };
    const first = await walkInbox(options.all ? items : inTime, walk);
    const goesOn = !options.all && !first.isCutShort && others.length > 0 && !stop.aborted;
    const second =
      goesOn && (await wantsLate(others.length, walk)) ? await walkInbox(others, walk) : null;
    const walked = second === null ? first : joined(first, second);
    await followSent(walked.sent, walk);
    return await closing(run, walked);
  } finally {
    answers.close();
  }
}

async function wantsLate(many: number, { shell, answers, colours }: Walk): Promise<boolean> {
  const question = `${lateText(many)} Show them? (y/n)`;
  const asked = { ...yesNoQuestion(question, colours), question: colours.bold(question) };
  return (await answers.next(asked, shell.stop)) === 'y';
}

function joined(one: Walked, other: Walked): Walked {
  return {
    exitCode: highest([one.exitCode, other.exitCode]),
    counts: {
      answered: one.counts.answered + other.counts.answered,
      done: one.counts.done + other.counts.done,
      stopped: one.counts.stopped + other.counts.stopped,
    },
    sent: [...one.sent, ...other.sent],
    isCutShort: other.isCutShort,
  };
}

/** What was done, and who still waits. */
async function closing(run: InboxRun, walked: Walked): Promise<ExitCode> {
  const { shell, world, options } = run;
  const { answered, done, stopped } = walked.counts;
  const now = { ...run, found: await read(shell, world, { ...options, all: false }) };
  const deeds = [
    ...(answered === 0 ? [] : [`${answered} answered`]),
    ...(done === 0 ? [] : [`${done} done`]),
    ...(stopped === 0 ? [] : [`${stopped} stopped`]),
  ];
  const summary = deeds.length === 0 ? '' : `${deeds.join(', ')}.\n`;
  const text = `\n${summary}${wordFor(world.mode)}${countsText(now)}\n`;
  shell.stderr.write(await wrapped(text, shell.stderr.columns()));
  return shell.stop.aborted ? 130 : exitCodeOf(run, walked);
}

async function explainFailure({ shell, options, failed }: InboxRun): Promise<void> {
  if (failed === null) return;
  const { message, fix } = explainNotAsked(failed);
  const colours = await coloursFor(shell.stderr, shell, options.color);
  await writeWrapped(shell.stderr, `${colours.bad(message)}\n${fix}\n`);
}

function exitCodeOf({ failed, shell }: InboxRun, walked: Walked | null): ExitCode {
  if (shell.stop.aborted) return 130;
  return highest([
    ...(failed === null ? [] : [exitCodeOfStop(failed)]),
    ...(walked === null ? [] : [walked.exitCode]),
  ]);
}
