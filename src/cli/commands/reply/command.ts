import { runMode } from '../../../adapters/settings/run-settings.ts';
import { sendReply } from '../../../application/replies/send-reply.ts';
import type { ReplyFate } from '../../../domain/delivery/fate.ts';
import {
  replyDigestOf,
  windowClosesAt,
  type FreeReply,
  readReplyText,
} from '../../../domain/contact/free-reply.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { isExamplePhone } from '../../../domain/record/phone/phone.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import {
  exitCodeOfFate,
  exitCodeOfStop,
  highest,
  type ExitCode,
} from '../../exit-codes/exit-code.ts';
import { errorOfFate } from '../../../text/delivery/fate.ts';
import { explainStop } from '../../../text/stop.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { answersFrom, refuseWithoutOperator } from '../../operator/answer-source.ts';
import { askForYes } from '../../operator/ask-for-yes.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { phoneArgument } from '../../command-line/phone-argument.ts';
import { formatPhone } from '../../../text/format.ts';
import { parentOf, REPLY_KEYS, replyCard, replyQuestion } from './view.ts';
import { senderNotes } from '../../sending/header-facts.ts';
import { wordFor } from '../../../text/mode-names.ts';
import { askAccount } from '../../sending/operator-session.ts';
import { quietHours } from '../../sending/quiet-hours.ts';
import { outcomeOf } from '../../sending/results.ts';
import { settleReplies } from '../../sending/settle.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { Shell } from '../../shell.ts';
import { openStores, type Stores } from '../../composition/open-stores.ts';
import { openRealWorld, openRehearsal, type World } from '../../composition/world.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import type { SendOptions } from '../../command-line/options.ts';

type ReplyOptions = Pick<SendOptions, 'json' | 'quiet' | 'color' | 'rehearse'>;

/** What came of it; `skipped` and `left` are the operator's own n and q. */
type Fate =
  | Exclude<ReplyFate, { kind: 'opted_out' | 'window_closed' }>
  | { readonly kind: 'skipped' | 'left' };

type Ended = {
  readonly fate: Fate;
  /** Why the ledger did not take what Twilio answered; null where it did. */
  readonly fault: { readonly error: unknown } | null;
};

/**
 * A free-form answer to a parent who wrote within 24 hours, shown and approved like any message.
 *
 * @throws InviteError `number_malformed`, `reply_text_unfit`, `operator_needed`, `reply_window_closed`,
 *   `number_opted_out`, `stopped_by_hand`, and what keeps a send from beginning
 */
export async function reply(
  shell: Shell,
  number: string,
  typed: string,
  options: ReplyOptions,
): Promise<ExitCode> {
  const phone = phoneArgument([number]);
  const read = readReplyText(typed);
  if (!read.ok) throw new InviteError({ code: 'reply_text_unfit', fault: read.fault });
  if (!options.rehearse) refuseWithoutOperator(shell);
  const settings = settingsOf(shell);
  const mode = runMode(settings, options.rehearse);
  if (mode === 'live' && isExamplePhone(phone)) {
    throw new InviteError({ code: 'number_malformed', problem: { code: 'phone_example' } });
  }
  const wrote = await lastFrom(phone, await openStores(shell, settings, mode));
  refuseClosed(wrote, shell.clock.now());
  const to = `whatsapp:${phone}`;
  const toSend: FreeReply = { phone, to, body: read.text, answers: wrote.sid };
  const lastInbound = (from: string): Date | null => (from === to ? wrote.at : null);
  const world = await (options.rehearse
    ? openRehearsal(shell, settings, { lastInbound })
    : openRealWorld(shell, settings));
  try {
    await world.ledger.hold(world.operatorName, shell.clock.now());
    await settleReplies(shell, world);
    if (shell.stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
    if ((await world.optOuts.has([phone])).size > 0) {
      throw new InviteError({ code: 'number_opted_out' });
    }
    const { sender } = await askAccount(shell, world);
    for (const note of senderNotes(sender)) shell.stderr.write(`${wordFor(mode)}${note}\n`);
    const ended = await askAndSend(shell, options, { toSend, wrote, world });
    return await tell(shell, options, { ended, toSend, mode });
  } finally {
    await world.close();
  }
}

async function lastFrom(sender: string, { replies, close }: Stores): Promise<Reply | undefined> {
  try {
    return (await replies.from(sender)).at(-1);
  } finally {
    await close();
  }
}

function refuseClosed(wrote: Reply | undefined, now: Date): asserts wrote is Reply {
  const closedAt = wrote === undefined ? null : windowClosesAt(wrote.at);
  if (closedAt === null || closedAt <= now) {
    throw new InviteError({ code: 'reply_window_closed', closedAt });
  }
}

type Asking = {
  readonly toSend: FreeReply;
  readonly wrote: Reply;
  readonly world: World;
};

async function askAndSend(
  shell: Shell,
  options: ReplyOptions,
  { toSend, wrote, world }: Asking,
): Promise<Ended> {
  const { stderr, clock, stopNow } = shell;
  const colours = await coloursFor(stderr, shell, options.color);
  const answers = await answersFrom(shell);
  try {
    const { sendHours: hours } = world.guards;
    const quiet = quietHours({ hours, mode: world.mode, shell, answers, colours });
    const parent = parentOf(toSend, await world.replyLog.nameOf(toSend.to));
    const asked = {
      shown: replyDigestOf(toSend),
      card: async () => await replyCard(toSend, { wrote, parent }, colours, stderr.columns()),
      question: replyQuestion(parent, colours),
      explanation: REPLY_KEYS,
    };
    const view = { name: world.operatorName, mayAskNow: quiet.mayAskNow };
    const answer = await askForYes(asked, { shell, source: answers, view }, shell.stop);
    if (answer.kind === 'no') return { fate: { kind: 'skipped' }, fault: null };
    if (answer.kind !== 'yes') return leftBy(shell);
    const { yes } = answer;
    const { gateway, optOuts, replyLog: log } = world;
    const fate = await sendReply(toSend, yes, wrote.at, { gateway, log, optOuts, clock, stopNow });
    if (fate.kind === 'opted_out') throw new InviteError({ code: 'number_opted_out' });
    if (fate.kind === 'window_closed') {
      const closedAt = windowClosesAt(wrote.at);
      throw new InviteError({ code: 'reply_window_closed', closedAt });
    }
    return fate.kind === 'unwritten'
      ? { fate: fate.outcome, fault: { error: fate.error } }
      : { fate, fault: null };
  } finally {
    answers.close();
  }
}

function leftBy({ stop }: Shell): Ended {
  if (stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  return { fate: { kind: 'left' }, fault: null };
}

type Told = { readonly ended: Ended; readonly toSend: FreeReply; readonly mode: Mode };

async function tell(
  shell: Shell,
  { json, color }: ReplyOptions,
  { ended: { fate, fault }, toSend, mode }: Told,
): Promise<ExitCode> {
  const problem = fault?.error instanceof InviteError ? fault.error.problem : null;
  const unwritten = problem === null ? null : { code: problem.code, ...explainStop(problem) };
  const error = errorOfFate(fate);
  const [outcome, sid] = outcomeOf(fate);
  const { phone } = toSend;
  if (json) {
    const told = { number: phone, outcome, message_sid: sid, error: error ?? unwritten };
    writeDocument(shell.stdout, { command: 'reply', mode, ...told });
  } else {
    const colours = await coloursFor(shell.stdout, shell, color);
    const brush = fate.kind === 'accepted' ? colours.good : colours.bold;
    const reason = error === null ? '' : `\n  ${error.message}\n  -> ${error.fix}`;
    const number = formatPhone(shell.stdout, phone);
    const line = [brush(WORDS[fate.kind]), ...(sid === null ? [] : [sid]), number].join('  ');
    shell.stdout.write(`${wordFor(mode)}${line}${reason}\n`);
  }
  // A fault of the program stays one, and is told after what Twilio answered.
  if (fault !== null && problem === null) throw fault.error;
  if (unwritten === null || problem === null) return exitCodeOfFate(fate);
  await writeWrapped(shell.stderr, `\n${unwritten.message}\n${NOT_WRITTEN}\n${unwritten.fix}\n`);
  return highest([exitCodeOfFate(fate), exitCodeOfStop(problem)]);
}

const NOT_WRITTEN =
  'What Twilio answered, told above, is not in the ledger: note it down. The next reply asks Twilio for it first, and does not send it again by itself.';

const WORDS: { readonly [kind in Fate['kind']]: string } = {
  accepted: 'accepted',
  already_sent: 'already sent',
  skipped: 'not sent',
  left: 'not sent',
  refused: 'refused',
  unreachable: 'not sent',
  unknown: 'unknown',
  still_unknown: 'unknown',
};
