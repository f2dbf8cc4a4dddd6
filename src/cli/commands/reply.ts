import { runMode } from '../../adapters/settings/run-settings.ts';
import { sendReply } from '../../application/send-reply.ts';
import type { ReplyFate } from '../../domain/fate.ts';
import {
  readReplyText,
  replyDigestOf,
  windowClosesAt,
  type FreeReply,
} from '../../domain/free-reply.ts';
import type { Mode } from '../../domain/mode.ts';
import { isExamplePhone } from '../../domain/phone.ts';
import { InviteError } from '../../domain/problem.ts';
import type { Reply } from '../../domain/reply.ts';
import { exitCodeOfFate } from '../exit-code-of-fate.ts';
import type { ExitCode } from '../exit-code.ts';
import { errorOfFate } from '../explain/fate.ts';
import { answersFrom } from '../operator/answers-from.ts';
import { askForYes } from '../operator/ask-for-yes.ts';
import { paintFor } from '../paint.ts';
import { phoneIn } from '../phone-in.ts';
import { phoneOn } from '../render.ts';
import { parentOf, REPLY_KEYS, replyCard, replyQuestion } from '../reply-card.ts';
import { senderNotes } from '../sending/account-facts.ts';
import { wordFor } from '../sending/mode-names.ts';
import { askAccount } from '../sending/operator-session.ts';
import { quietHours } from '../sending/quiet-hours.ts';
import { outcomeOf } from '../sending/results.ts';
import { refuseWithoutOperator } from '../sending/refuse-without-operator.ts';
import { settleReplies } from '../sending/settle-replies.ts';
import { settingsOf } from '../settings-of.ts';
import type { Shell } from '../shell.ts';
import { openStores, type Stores } from '../open-stores.ts';
import { openRealWorld, openRehearsal, type World } from '../world.ts';
import { writeDocument } from '../write-document.ts';
import type { SendOptions } from './options.ts';

type ReplyOptions = Pick<SendOptions, 'json' | 'quiet' | 'color' | 'rehearse'>;

/** What came of it; `skipped` and `left` are the operator's own n and q. */
type Ended =
  | Exclude<ReplyFate, { kind: 'opted_out' | 'window_closed' }>
  | { readonly kind: 'skipped' | 'left' };

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
  const phone = phoneIn([number]);
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
  const paint = await paintFor(stderr, shell, options.color);
  const answers = await answersFrom(shell);
  try {
    const { sendHours: hours } = world.guards;
    const quiet = quietHours({ hours, mode: world.mode, shell, answers, paint });
    const parent = parentOf(toSend, await world.replyLog.nameOf(toSend.to));
    const asked = {
      shown: replyDigestOf(toSend),
      card: async () => await replyCard(toSend, { wrote, parent }, paint, stderr.columns()),
      question: replyQuestion(parent, paint),
      explanation: REPLY_KEYS,
    };
    const view = { name: world.operatorName, mayAskNow: quiet.mayAskNow };
    const answer = await askForYes(asked, { shell, source: answers, view }, shell.stop);
    if (answer.kind === 'no') return { kind: 'skipped' };
    if (answer.kind !== 'yes') return leftBy(shell);
    const { yes } = answer;
    const { gateway, optOuts, replyLog: log } = world;
    const fate = await sendReply(toSend, yes, wrote.at, { gateway, log, optOuts, clock, stopNow });
    if (fate.kind === 'opted_out') throw new InviteError({ code: 'number_opted_out' });
    if (fate.kind === 'window_closed') {
      const closedAt = windowClosesAt(wrote.at);
      throw new InviteError({ code: 'reply_window_closed', closedAt });
    }
    return fate;
  } finally {
    answers.close();
  }
}

function leftBy({ stop }: Shell): Ended {
  if (stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  return { kind: 'left' };
}

type Told = { readonly ended: Ended; readonly toSend: FreeReply; readonly mode: Mode };

async function tell(
  shell: Shell,
  { json, color }: ReplyOptions,
  { ended, toSend, mode }: Told,
): Promise<ExitCode> {
  const error = errorOfFate(ended);
  const [outcome, sid] = outcomeOf(ended);
  const words = WORDS[ended.kind];
  const exitCode = exitCodeOfFate(ended);
  if (json) {
    const { phone } = toSend;
    const document = { command: 'reply', mode, number: phone, outcome, message_sid: sid, error };
    writeDocument(shell.stdout, document);
    return exitCode;
  }
  const paint = await paintFor(shell.stdout, shell, color);
  const brush = ended.kind === 'accepted' ? paint.good : paint.bold;
  const reason = error === null ? '' : `\n  ${error.message}\n  -> ${error.fix}`;
  const number = phoneOn(shell.stdout, toSend.phone);
  const line = [brush(words), ...(sid === null ? [] : [sid]), number].join('  ');
  shell.stdout.write(`${wordFor(mode)}${line}${reason}\n`);
  return exitCode;
}

const WORDS: { readonly [kind in Ended['kind']]: string } = {
  accepted: 'accepted',
  already_sent: 'already sent',
  skipped: 'not sent',
  left: 'not sent',
  refused: 'refused',
  unreachable: 'not sent',
  unknown: 'unknown',
  still_unknown: 'unknown',
};
