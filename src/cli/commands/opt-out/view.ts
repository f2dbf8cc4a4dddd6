import {
  isForEveryPlayer,
  type OptOut,
  type OptOutSource,
} from '../../../domain/contact/opt-out.ts';
import { isHidden, type Recipient } from '../../../domain/contact/recipient.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import {
  count,
  ERASED,
  formatRecipient,
  londonTime,
  printable,
  recipientJson,
} from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import { replyContent } from '../../../text/replies/reply-content.ts';
import type { OptOutOptions } from '../../command-line/options.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { wrapped, writeWrapped } from '../../terminal/wrap-text.ts';
import { writeDocument } from '../../terminal/write-document.ts';

export type OptOutOutcome = 'added' | 'already_there' | 'removed' | 'not_there' | 'kept';

const OUTCOMES: { readonly [outcome in OptOutOutcome]: string } = {
  added: 'added: nothing is sent to this number any more',
  already_there: 'was there already: nothing is sent to this number',
  removed: 'removed: messages go to this number again',
  not_there: 'is not among the opt-outs: nothing to remove',
  kept: 'kept: nothing is sent to this number',
};

const OUTCOMES_OF_PLAYER: { readonly [outcome in OptOutOutcome]: (player: string) => string } = {
  added: (player) => `added: nothing about ${player} is sent to this number any more`,
  already_there: (player) => `was there already: nothing about ${player} is sent to this number`,
  removed: (player) => `removed: messages about ${player} go to this number again`,
  not_there: (player) => `has no opt-out for ${player}: nothing to remove`,
  kept: (player) => `kept: nothing about ${player} is sent to this number`,
};

/** For a user id, to which nothing is ever sent: its opt-out counts for the number, once it is known. */
const OUTCOMES_OF_HIDDEN: typeof OUTCOMES = {
  added: 'added: nothing is sent to the number behind it, once that is known',
  already_there: 'was there already: nothing is sent to the number behind it, once that is known',
  removed: 'removed: this user id keeps nothing back any more',
  not_there: 'is not among the opt-outs: nothing to remove',
  kept: 'kept: nothing is sent to the number behind it, once that is known',
};

/** Prints what came of `opt-out add` or `opt-out remove`. */
export async function showOutcome(
  shell: Shell,
  { json }: OptOutOptions,
  {
    action,
    mode,
    phone,
    outcome,
    player,
    why,
    current = [],
  }: {
    readonly action: 'add' | 'remove';
    readonly mode: Mode;
    readonly phone: Recipient;
    readonly outcome: OptOutOutcome;
    readonly player?: string;
    readonly why?: string;
    /** The opt-outs of this number before. */
    readonly current?: readonly OptOut[];
  },
): Promise<void> {
  const { stdout } = shell;
  if (json) {
    const about = {
      ...(player === undefined ? {} : { player }),
      ...(why === undefined ? {} : { why }),
    };
    const result = { ...recipientJson(phone), ...about, outcome };
    writeDocument(stdout, { command: 'opt-out', action, mode, ...result });
    return;
  }
  const words = isHidden(phone) ? OUTCOMES_OF_HIDDEN : OUTCOMES;
  const what =
    player === undefined ? words[outcome] : OUTCOMES_OF_PLAYER[outcome](printable(player));
  await writeWrapped(stdout, `${wordFor(mode)}${formatRecipient(stdout, phone)}  ${what}\n`, 2);
  if (outcome === 'not_there') await writeWrapped(shell.stderr, otherOptOuts(current), 2);
}

/** What an opt-out that was not meant is about. */
function otherOptOuts(current: readonly OptOut[]): string {
  return current
    .map(({ player }) =>
      player === undefined
        ? 'Every message to this number is stopped: leave out --player.\n'
        : `Messages about ${printable(player ?? ERASED)} are: add --player "${printable(player ?? 'NAME')}".\n`,
    )
    .join('');
}

/** When an opt-out began, by whose word and why, above the question whether to end it. */
export function optOutText(optOut: OptOut): string {
  const { at, operator, why } = optOut;
  const reason = why === undefined ? 'no reason was given' : `because: ${printable(why)}`;
  return `Since ${londonTime(at)}, ${sourceText(optOut)}, ${printable(operator)}; ${reason}\n`;
}

export function removalQuestion(
  medium: Parameters<typeof formatRecipient>[0],
  phone: Recipient,
  player: string | undefined,
): string {
  const about = player === undefined ? '' : ` about ${printable(player)}`;
  return `Let messages${about} go to ${formatRecipient(medium, phone)} again? (y/n)`;
}

/** How an opt-out came about, in words. */
export function sourceText({ state, source }: Pick<OptOut, 'state' | 'source'>): string {
  return state === 'pending' ? 'a reply that may mean stop' : OPT_OUT_SOURCES[source];
}

export function dismissalQuestion(reply: Reply): string {
  return `${replyContent(reply)}, ${londonTime(reply.at)}: is it right that no messages have to stop? (y/n)`;
}

/** Prints what came of `opt-out remove` with a SID. */
export async function showDismissal(
  { stdout }: Shell,
  { json }: OptOutOptions,
  {
    mode,
    sid,
    outcome,
  }: {
    readonly mode: Mode;
    readonly sid: MessageSid;
    readonly outcome: 'removed' | 'kept';
  },
): Promise<void> {
  if (json) {
    const result = { ...recipientJson(null), message_sid: sid, outcome };
    writeDocument(stdout, { command: 'opt-out', action: 'remove', mode, ...result });
    return;
  }
  const what =
    outcome === 'removed' ? 'removed: it stops no messages' : 'kept: status still shows it';
  await writeWrapped(stdout, `${wordFor(mode)}${sid}  ${what}\n`, 2);
}

/** Prints the opt-outs and their number. */
export async function showOptOuts(
  shell: Shell,
  { json, quiet, color }: OptOutOptions,
  mode: Mode,
  optOuts: readonly OptOut[],
): Promise<void> {
  const { stdout, stderr } = shell;
  const everything = optOuts.filter(isForEveryPlayer);
  const pending = everything.filter(({ state }) => state === 'pending').length;
  const forOnePlayer = optOuts.length - everything.length;
  if (json) {
    writeDocument(stdout, {
      command: 'opt-out',
      action: 'list',
      mode,
      opt_outs: optOuts.map(optOutJson),
      summary: {
        stopped: everything.length - pending,
        pending,
        ...(forOnePlayer === 0 ? {} : { for_one_player: forOnePlayer }),
      },
    });
    return;
  }
  stdout.write(await optOutTable(optOuts, shell));
  const colours = await coloursFor(stdout, shell, color);
  const people = count(everything.length, 'person', 'people');
  const waiting =
    pending === 0 ? '' : `, of whom ${pending} ${pending === 1 ? 'waits' : 'wait'} for your word`;
  const total = `${people} not to be written to${waiting}${ofPlayersText(forOnePlayer)}`;
  await writeWrapped(stdout, `${wordFor(mode)}${colours.bold(total)}\n`, 2);
  if (pending > 0 && !quiet) stderr.write(CONFIRM);
}

function ofPlayersText(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? '; 1 opt-out is about one player only'
    : `; ${count} opt-outs are about one player only`;
}

function optOutJson({
  phone,
  lastTwoDigits,
  player,
  state,
  source,
  operator,
  at,
  why,
}: OptOut): object {
  return {
    ...recipientJson(phone),
    last_digits: lastTwoDigits,
    ...(player === undefined ? {} : { player }),
    state,
    source,
    by: operator,
    since: at.toISOString(),
    ...(why === undefined ? {} : { why }),
  };
}

const CONFIRM = `
Read the reply of whoever waits. If it means stop: urmston-invite opt-out add NUMBER
If it does not: urmston-invite opt-out remove NUMBER
`;

/** How a number came to be opted out, in words. */
export const OPT_OUT_SOURCES: { readonly [source in OptOutSource]: string } = {
  operator: 'by hand',
  import: 'from a file',
  reply: 'by a reply',
  twilio: 'told by Twilio',
};

/** A table; on a screen too narrow for it, two lines for each opt-out. */
async function optOutTable(optOuts: readonly OptOut[], { stdout }: Shell): Promise<string> {
  const rows = optOuts.map((optOut) => {
    const { phone, lastTwoDigits, player, operator, at, why } = optOut;
    const recipient = phone === null ? erasedText(lastTwoDigits) : formatRecipient(stdout, phone);
    return [
      player === undefined ? recipient : `${recipient}, only about ${printable(player ?? ERASED)}`,
      sourceText(optOut),
      londonTime(at),
      printable(operator),
      ...(why === undefined ? [] : [printable(why)]),
    ];
  });
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const columns = stdout.columns();
  const fits = columns === null || lines.every(({ length }) => length <= columns);
  const page = fits
    ? lines
    : rows.map(
        ([recipient = '', ...rest]) =>
          `${recipient}\n  ${rest.filter((cell) => cell !== '').join(', ')}`,
      );
  return await wrapped(page.map((line) => `${line}\n`).join(''), columns);
}

/** Older versions kept the last two digits of a number they erased. */
function erasedText(lastTwoDigits: string | null): string {
  return lastTwoDigits === null ? 'erased' : `erased, ends in ${lastTwoDigits}`;
}
