import { stripVTControlCharacters } from 'node:util';
import { findHeld } from '../../../application/follow-up/find-held.ts';
import { surveyStatus, type Survey } from '../../../application/follow-up/survey-status.ts';
import { readConversations } from '../../../application/replies/conversations.ts';
import { conversationState } from '../../../domain/contact/conversation.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import type { KeyedHash } from '../../../domain/delivery/keyed-hash.ts';
import type { Message } from '../../../domain/message/message.ts';
import type { StopProblem } from '../../../domain/problem/problem.ts';
import { explainNotAsked } from '../../../text/delivery/delivery-status.ts';
import { waitingText } from '../../../text/inbox/conversation.ts';
import { MODE_NAMES } from '../../../text/mode-names.ts';
import type { StatusOptions } from '../../command-line/options.ts';
import type { World } from '../../composition/world.ts';
import { exitCodeOfStop } from '../../exit-code.ts';
import { highest, type ExitCode } from '../../exit-code.ts';
import { statusCommand } from '../../list/next-command.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor, type Colours } from '../../terminal/colours.ts';
import { wrapped } from '../../terminal/wrap-text.ts';
import { writePieces } from '../../terminal/write-document.ts';
import { fold } from './fold.ts';
import { writeStatusDocument } from './json.ts';
import { messagesShown, recipientsOf, type Listed } from './messages-shown.ts';
import { pressingBlocks, wholePage } from './page.ts';
import { columnWidths, type Widths } from './table.ts';
import {
  endingOf,
  faultyRowsText,
  moreText,
  neverSent,
  otherReplies,
  summaryOf,
  unmatchedText,
  type Screen,
} from './view.ts';

/** A run of `status`. */
export type StatusRun = {
  readonly shell: Shell;
  readonly options: StatusOptions;
  readonly world: World;
  /** The file of the list; null for the latest season. */
  readonly file: string | null;
  readonly listed: Listed | null;
  /** Colours of standard error. */
  readonly colours: Colours;
};

export type Asked = {
  /** Why Twilio returned nothing, or not everything; null where it returned all. */
  readonly failed: StopProblem | null;
  /** Whether the operator stopped it before everything was asked. */
  readonly cutShort: boolean;
};

/** Prints what became of the messages, and returns the exit code. */
export async function showStatus(run: StatusRun, asked: Asked): Promise<ExitCode> {
  const { shell, options, world, listed } = run;
  const { ledger, mode } = world;
  const shown = await messagesShown(world, listed);
  const widths = options.all ? columnWidths() : null;
  const sentInvitees = new Set<KeyedHash>();
  const now = shell.clock.now();
  const conversations = await readConversations(world);
  const states = conversations.map((one) => conversationState(one, now));
  const waiting = waitingText(states, now, mode);
  const survey = await surveyStatus(shown.messages(), {
    ledger,
    replies: await shown.replies(),
    recipients: await recipientsOf(world, conversations, now),
    now,
    held: await findHeld({ ledger, now }),
    see: (one) => {
      widths?.add(one);
      if (listed !== null) sentInvitees.add(one.message.inviteeKey);
    },
  });
  const others = await shown.others(survey.replies.others);
  const unsent =
    listed?.messages.filter(
      (message) => !listed.inviteesOf(message).some((invitee) => sentInvitees.has(invitee)),
    ) ?? null;
  const unmatched = await world.replies.unmatched();
  const notes = await notesOf(run, survey, asked);
  if (options.json) {
    const { keyOf } = ledger;
    const { failed } = asked;
    const known = { survey, others, unmatched, mode, failed, keyOf };
    await writeStatusDocument(shell.stdout, { ...known, neverSent: unsent });
    shell.stderr.write(notes);
  } else {
    const about = { survey, widths, unmatched, others, notes, waiting };
    await writePage(run, { ...about, unsent: unsent ?? [] });
  }
  return asked.cutShort ? 130 : exitCodeOf(survey, asked.failed);
}

type Page = {
  readonly survey: Survey;
  /** Null where only the messages that need a person are listed. */
  readonly widths: Widths | null;
  /** The replies that may mean stop and whose sender cannot be read. */
  readonly unmatched: readonly Reply[];
  readonly others: readonly Reply[];
  /** The messages of the list that were never sent. */
  readonly unsent: readonly Message[];
  /** What standard error has below the page. */
  readonly notes: string;
  /** How many parents wait for an answer, and until when; null where none does. */
  readonly waiting: string | null;
};

/**
 * Prints the list and the counts, with the notes below them. At a terminal the list is folded, so that all
 * of it stays on the screen, unless every message is asked for.
 */
async function writePage(run: StatusRun, page: Page): Promise<void> {
  const { shell, options, world, listed } = run;
  const { stdout, stderr } = shell;
  const { survey, widths, notes } = page;
  const { mode } = world;
  const colours = await coloursFor(stdout, shell, options.color);
  const columns = stdout.columns();
  const screen: Screen = { ...stdout, colours };
  const first = page.waiting === null ? '' : `${colours.odd(page.waiting)}\n`;
  const mark = mode === 'live' ? '' : `${colours.bold(MODE_NAMES[mode])}\n`;
  const title = await wrapped(`${mark}${first}`, columns, 2);
  const unmatched = await unmatchedText(page.unmatched, screen, mode);
  const faulty = await wrapped(faultyRowsText(listed?.faultyRows ?? 0), columns);
  const summary = await wrapped(`${summaryOf(survey, mode, colours)}\n`, columns, 2);
  const stops = new Set(page.unmatched.map(({ sid }) => sid));
  const unknown = page.others.filter(({ sid }) => !stops.has(sid));
  const others = options.quiet ? null : await otherReplies(unknown, screen);
  const unsent = await neverSent(page.unsent, screen);
  const blocks = [others, unsent].filter((block) => block !== null);
  const rows = options.all ? null : stdout.rows();
  const flags = [...(options.rehearse ? ['--rehearse'] : []), '--all'];
  const command = statusCommand(shell, run.file, options, flags);
  let hidden = 0;
  stdout.write(`${title}${unmatched}`);
  if (rows === null) {
    await writePieces(stdout, wholePage(survey, { screen, widths }));
    for (const { head, people } of blocks) stdout.write(linesText(['', ...head, ...people.flat()]));
    if (survey.total > 0) stdout.write('\n');
  } else {
    // The last two rows are for the line about the rest, and for the shell's prompt.
    const more = moreText(survey, survey.total, command) ?? '';
    const around = `${title}${unmatched}${faulty}${summary}${notes}${more}\n`;
    const all = [...(await pressingBlocks(survey, rows, screen)), ...blocks];
    // Where STOPs of unknown senders fill the screen, each reason keeps a line nevertheless.
    const least = unmatched === '' ? 0 : all.length;
    const folded = fold(all, Math.max(rows - heightOf(around, columns) - 1, least));
    hidden = folded.hidden;
    stdout.write(linesText(folded.lines));
  }
  stdout.write(`${faulty}${summary}`);
  stderr.write(notes);
  const more = options.all ? null : moreText(survey, hidden, command);
  if (more === null) return;
  // What is left out is part of the result. A reminder of the flag is not.
  if (hidden > 0) stdout.write(`${more}\n`);
  else if (!options.quiet) stderr.write(`${more}\n`);
}

function linesText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** The rows that a text takes on a screen. */
function heightOf(text: string, columns: number | null): number {
  const lines = stripVTControlCharacters(text).replace(/\n$/u, '').split('\n');
  const rowsOf = ({ length }: string): number =>
    Math.max(1, Math.ceil(length / (columns ?? length)));
  return lines.reduce((sum, line) => sum + rowsOf(line), 0);
}

/** Why Twilio was not asked for all, and what is still to come. */
async function notesOf(
  { shell, options, colours }: StatusRun,
  { watched }: Survey,
  { failed, cutShort }: Asked,
): Promise<string> {
  const notAsked = failed === null ? null : explainNotAsked(failed);
  const ending = options.quiet ? null : endingOf(watched, { cutShort, watched: options.watch });
  const notes = [
    ...(notAsked === null ? [] : [`\n${colours.bad(notAsked.message)}\n${notAsked.fix}\n`]),
    ...(ending === null ? [] : [`\n${ending}\n`]),
  ];
  return await wrapped(notes.join(''), shell.stderr.columns());
}

function exitCodeOf({ pressing }: Survey, failed: StopProblem | null): ExitCode {
  return highest([
    ...(failed === null ? [] : [exitCodeOfStop(failed)]),
    ...(pressing.has('failed') ? [6 as const] : []),
    ...(pressing.has('unknown') ? [7 as const] : []),
  ]);
}
