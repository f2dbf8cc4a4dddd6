import { followUp, type FollowUpEvent } from '../../../application/follow-up/follow-up.ts';
import type { LedgerMessage } from '../../../domain/delivery/ledger-message.ts';
import { InviteError, type StopProblem } from '../../../domain/problem/problem.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { STATE_WORDS } from '../../../text/delivery/delivery-status.ts';
import { count, ERASED, londonTime, printable } from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import { replyContent } from '../../../text/replies/reply-content.ts';
import type { World } from '../../composition/world.ts';
import { followUpPorts } from '../../sending/follow-up-ports.ts';
import { settleOpen } from '../../sending/settle.ts';
import type { Shell } from '../../shell.ts';
import type { Colours } from '../../terminal/colours.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { tailOf } from './table.ts';

type SettleOptions = {
  readonly colours: Colours;
  readonly quiet: boolean;
  /** Whether it has been printed already that another run has the ledger. */
  readonly isInUseShown: boolean;
};

/**
 * Settles what is open. An attempt that is approved or being sent may belong to a run of `send`, so the
 * ledger is held while these are settled, and no longer, since a `send` may wait for it. Where another
 * run holds the ledger, only unknown outcomes are settled.
 *
 * @returns whether another run holds the ledger
 */
export async function settleFromStatus(
  shell: Shell,
  world: World,
  options: SettleOptions,
): Promise<boolean> {
  const open = await world.ledger.open();
  if (open.length === 0) return false;
  // A shared ledger cannot be held. It leaves out the attempts of other runs by itself.
  if (world.ledger.isShared) {
    await settleOpen(shell, world, options);
    return false;
  }
  if (open.every(({ state }) => state === 'unknown')) {
    await settleOpen(shell, world, { ...options, onlyUnknown: true });
    return false;
  }
  const ledger = await world.openLedger();
  try {
    await ledger.hold(world.operatorName, shell.clock.now());
    await settleOpen(shell, { ...world, ledger }, options);
    return false;
  } catch (error) {
    if (!(error instanceof InviteError) || error.problem.code !== 'ledger_in_use') throw error;
    if (!options.isInUseShown) shell.stderr.write(inUseText(error.problem.holder));
  } finally {
    await ledger.close();
  }
  await settleOpen(shell, world, { ...options, onlyUnknown: true });
  return true;
}

type LedgerHolder = Extract<InviteError['problem'], { readonly code: 'ledger_in_use' }>['holder'];

function inUseText(holder: LedgerHolder): string {
  const who =
    holder === null
      ? 'Another run has the ledger'
      : `${printable(holder.operator)} has had the ledger in a run since ${londonTime(holder.since)}`;
  return `${who}: what it is sending now is left to it.\n`;
}

type FollowUpOptions = {
  readonly colours: Colours;
  readonly quiet: boolean;
  /** Whether every new state and reply is printed, and not only opt-outs. */
  readonly showsSteps: boolean;
  /** Whether this message is one the status is about. */
  readonly isAskedFor: (message: LedgerMessage) => boolean;
};

/**
 * Asks Twilio for delivery states and replies, and prints opt-outs as they are found.
 *
 * @returns why Twilio returned nothing, or not everything; null where it returned all
 */
export async function askTwilio(
  shell: Shell,
  world: World,
  { colours, quiet, showsSteps, isAskedFor }: FollowUpOptions,
): Promise<StopProblem | null> {
  const { mode } = world;
  const spinner = await startSpinner(shell, 'Asking Twilio', quiet);
  try {
    const { failed } = await followUp(
      followUpPorts(shell, world, (event) => {
        const progress = progressText(event);
        if (progress !== null) spinner.say(progress);
        const line = eventLine(event, { colours, showsSteps, mode });
        if (line === null) return;
        spinner.printAbove(() => shell.stderr.write(`${wordFor(mode)}${line}\n`));
      }),
      isAskedFor,
    );
    return failed;
  } finally {
    spinner.stop();
  }
}

function progressText(event: FollowUpEvent): string | null {
  switch (event.kind) {
    case 'asking':
      return `Asking Twilio: ${event.done} of ${count(event.of, 'message')}`;
    case 'asking_for_replies':
      return 'Asking Twilio for replies';
    case 'slowing_down':
      return `Twilio wants fewer requests; asking again in ${count(event.seconds, 'second')}`;
    case 'updated':
    case 'opted_out':
    case 'reply':
      return null;
  }
}

const LONGEST_LINE = 120;

function eventLine(
  event: FollowUpEvent,
  {
    colours,
    showsSteps,
    mode,
  }: Pick<FollowUpOptions, 'colours' | 'showsSteps'> & { readonly mode: Mode },
): string | null {
  switch (event.kind) {
    case 'updated': {
      const { message, report } = event;
      if (!showsSteps || report.state === null) return null;
      return `${londonTime(report.at)}  ${STATE_WORDS[report.state]}  ${playerAndNumber(message)}`;
    }
    case 'opted_out':
      return `${colours.odd('opt-out')}  ${playerAndNumber(event.message)}: told by Twilio (${event.code}). Nothing is sent to this number any more.`;
    case 'reply': {
      const { reply, wish, optOut } = event;
      const number = tailOf(reply.sender);
      const wrote = `${number} wrote `;
      const text = `${wrote}${replyContent(reply, LONGEST_LINE - wrote.length)}`;
      if (optOut === 'stopped') return `${colours.odd('opt-out')}  ${text}. ${STOPPED}`;
      if (optOut === 'pending') return `${colours.odd('opt-out?')}  ${text}. ${pendingText(mode)}`;
      if (optOut === 'hidden') return `${colours.odd('opt-out?')}  ${text}. ${HIDDEN}`;
      if (optOut === 'unmatched') return `${colours.odd('opt-out?')}  ${text}. ${UNMATCHED}`;
      if (wish === 'start') return `reply  ${text}. ${STARTS}`;
      return showsSteps ? `reply  ${text}` : null;
    }
    case 'asking':
    case 'asking_for_replies':
    case 'slowing_down':
      return null;
  }
}

function playerAndNumber({ player, team, to, isErased }: LedgerMessage): string {
  if (isErased) return ERASED;
  return `${printable(player)} (${printable(team)}), ${tailOf(to)}`;
}

const STOPPED = 'Nothing is sent to this number any more.';
const HIDDEN =
  'WhatsApp hides the number, and nothing is sent to it once it is known: find out whose it is, and use opt-out add.';
const UNMATCHED = 'The sender is unknown, and messages still go to them.';
const STARTS = 'If you had stopped messages to it, opt-out remove lets them go again.';

function pendingText(mode: Mode): string {
  const flag = mode === 'rehearsal' ? ' --rehearse' : '';
  return `That may mean stop, so nothing is sent to this number until you have read it: opt-out add or opt-out remove${flag}.`;
}
