import type { FreeReply } from '../../domain/contact/free-reply.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { errorOfFate } from '../../text/delivery/fate.ts';
import { formatPhone } from '../../text/format.ts';
import { wordFor } from '../../text/mode-names.ts';
import { explainStop } from '../../text/stop.ts';
import type { SendOptions } from '../command-line/options.ts';
import { exitCodeOfFate, exitCodeOfStop, highest, type ExitCode } from '../exit-code.ts';
import { outcomeOf } from '../sending/results.ts';
import type { Shell } from '../shell.ts';
import { coloursFor } from '../terminal/colours.ts';
import { writeWrapped } from '../terminal/wrap-text.ts';
import { writeDocument } from '../terminal/write-document.ts';
import type { AnswerFate, AnswerResult } from './ask-about-answer.ts';

/** What became of an answer, where the reason not to send it needs no words of its own. */
export type SettledAnswer = AnswerResult<
  Exclude<AnswerFate, { kind: 'opted_out' | 'window_closed' | 'handled_since' | 'changed' }>
>;

/**
 * Prints what became of a reply.
 *
 * @returns the exit code of the run
 * @throws the fault of the program that kept the outcome from the ledger, after printing the outcome
 */
export async function showAnswer(
  shell: Shell,
  { json, color }: Pick<SendOptions, 'json' | 'color'>,
  {
    result: { fate, fault },
    answer: { phone },
    mode,
  }: { readonly result: SettledAnswer; readonly answer: FreeReply; readonly mode: Mode },
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

const FATE_WORDS: { readonly [kind in SettledAnswer['fate']['kind']]: string } = {
  accepted: 'accepted',
  already_sent: 'already sent',
  skipped: 'not sent',
  left: 'not sent',
  refused: 'refused',
  unreachable: 'not sent',
  unknown: 'unknown',
  still_unknown: 'unknown',
};
