import { windowClosesAt, type FreeReply } from '../../../domain/contact/free-reply.ts';
import { ownText } from '../../../domain/contact/reply-content.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import type { ReplyFate } from '../../../domain/delivery/fate.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { internationalForm } from '../../../domain/record/phone/phone.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { errorOfFate } from '../../../text/delivery/fate.ts';
import { formatPhone, londonTime, printable } from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import { besideText } from '../../../text/reply-content.ts';
import { explainStop } from '../../../text/stop.ts';
import type { SendOptions } from '../../command-line/options.ts';
import { exitCodeOfFate } from '../../exit-code.ts';
import { exitCodeOfStop } from '../../exit-code.ts';
import { highest, type ExitCode } from '../../exit-code.ts';
import type { KeyQuestion } from '../../operator/answer-source.ts';
import { outcomeOf } from '../../sending/results.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor, type Colours } from '../../terminal/colours.ts';
import { indented, writeWrapped } from '../../terminal/wrap-text.ts';
import { writeDocument } from '../../terminal/write-document.ts';

export type ReplyOptions = Pick<SendOptions, 'json' | 'quiet' | 'color' | 'rehearse'>;

/** What became of a reply. The operator's n is `skipped`, the operator's q is `left`. */
type Fate =
  | Exclude<ReplyFate, { kind: 'opted_out' | 'window_closed' | 'handled_since' }>
  | { readonly kind: 'skipped' | 'left' };

export type ReplyResult = {
  readonly fate: Fate;
  /** Why the outcome could not be written to the ledger; null where it was. */
  readonly fault: { readonly error: unknown } | null;
};

/** `Jane Smith, +44 7700 900123`; the number alone where the ledger has no name for it. */
export function parentOf({ phone }: FreeReply, name: string | null): string {
  const number = internationalForm(phone);
  return name === null ? number : `${printable(name)}, ${number}`;
}

/** What stands above the question: what the parent wrote, and the answer. */
export async function replyCard(
  answer: FreeReply,
  { received, parent }: { readonly received: Reply; readonly parent: string },
  colours: Colours,
  columns: number | null,
): Promise<string> {
  return [
    '',
    colours.bold(parent),
    `  WhatsApp takes your reply until ${londonTime(windowClosesAt(received.at))}`,
    `  They wrote on ${londonTime(received.at)}:`,
    '',
    await indented(receivedText(received), columns, colours),
    '',
    colours.bold('Your reply:'),
    '',
    await indented(answer.body, columns, colours),
    '',
  ].join('\n');
}

function receivedText(reply: Reply): string {
  const [text, beside] = [ownText(reply), besideText(reply)];
  return [...(text === '' ? [] : [text]), ...(beside === '' ? [] : [`(${beside})`])].join('\n');
}

export function replyQuestion(parent: string, colours: Colours): KeyQuestion {
  return {
    question: colours.bold(`Send this to ${parent}? (y/n/q/?)`),
    keys: ['y', 'n', 'q', '?'],
    otherKey: colours.odd('Press y, n, q or ?.'),
  };
}

export const REPLY_KEYS = `
  y  send this reply, to this number, as it stands
  n  send nothing
  q  stop here; nothing is sent
`;

/**
 * Prints what became of a reply.
 *
 * @returns the exit code of the run
 * @throws the fault of the program that kept the outcome from the ledger, after printing the outcome
 */
export async function showReplyResult(
  shell: Shell,
  { json, color }: ReplyOptions,
  {
    result: { fate, fault },
    answer: { phone },
    mode,
  }: { readonly result: ReplyResult; readonly answer: FreeReply; readonly mode: Mode },
): Promise<ExitCode> {
  const problem = fault?.error instanceof InviteError ? fault.error.problem : null;
  const unwritten = problem === null ? null : { code: problem.code, ...explainStop(problem) };
  const error = errorOfFate(fate);
  const [outcome, sid] = outcomeOf(fate);
  if (json) {
    const result = { number: phone, outcome, message_sid: sid, error: error ?? unwritten };
    writeDocument(shell.stdout, { command: 'reply', mode, ...result });
  } else {
    const colours = await coloursFor(shell.stdout, shell, color);
    const brush = fate.kind === 'accepted' ? colours.good : colours.bold;
    const reason = error === null ? '' : `\n  ${error.message}\n  -> ${error.fix}`;
    const number = formatPhone(shell.stdout, phone);
    const line = [brush(FATE_WORDS[fate.kind]), ...(sid === null ? [] : [sid]), number].join('  ');
    shell.stdout.write(`${wordFor(mode)}${line}${reason}\n`);
  }
  if (fault !== null && problem === null) throw fault.error;
  if (unwritten === null || problem === null) return exitCodeOfFate(fate);
  await writeWrapped(shell.stderr, `\n${unwritten.message}\n${NOT_WRITTEN}\n${unwritten.fix}\n`);
  return highest([exitCodeOfFate(fate), exitCodeOfStop(problem)]);
}

const NOT_WRITTEN =
  'What Twilio answered, told above, is not in the ledger: note it down. The next reply asks Twilio for it first, and does not send it again by itself.';

const FATE_WORDS: { readonly [kind in Fate['kind']]: string } = {
  accepted: 'accepted',
  already_sent: 'already sent',
  skipped: 'not sent',
  left: 'not sent',
  refused: 'refused',
  unreachable: 'not sent',
  unknown: 'unknown',
  still_unknown: 'unknown',
};
