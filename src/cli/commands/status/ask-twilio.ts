import { followUp, type FollowUpEvent } from '../../../application/follow-up/follow-up.ts';
import type { LedgerMessage } from '../../../domain/delivery/ledger-message.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { type StopProblem, InviteError } from '../../../domain/problem/problem.ts';
import { STATE_WORDS } from '../../../text/delivery/delivery-status.ts';
import type { Colours } from '../../terminal/colours.ts';
import { count, cutTo, ERASED, londonTime, printable } from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import type { Shell } from '../../shell.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { waitBy } from '../../terminal/wait.ts';
import type { World } from '../../composition/world.ts';
import { tailOf } from './view.ts';
import { settleOpen } from '../../sending/settle.ts';

type Asking = {
  readonly colours: Colours;
  readonly quiet: boolean;
  /** Whether each step that a message has come further is told, as it is heard. */
  readonly tellsSteps: boolean;
  readonly isAskedFor: (message: LedgerMessage) => boolean;
};

/** Asks Twilio what became of the messages, telling how far that is and what a person should know at once. */
export async function askTwilio(
  shell: Shell,
  world: World,
  { colours, quiet, tellsSteps, isAskedFor }: Asking,
): Promise<StopProblem | null> {
  const spinner = await startSpinner(shell, 'Asking Twilio', quiet);
  const print = (line: string): void =>
    spinner.printAbove(() => shell.stderr.write(`${wordFor(world.mode)}${line}\n`));
  try {
    const { failed } = await followUp(
      {
        ledger: world.ledger,
        optOuts: world.optOuts,
        replies: world.replies,
        log: world.messageLog,
        clock: shell.clock,
        wait: waitBy(shell),
        random: shell.random,
        stop: shell.stop,
        tell: (event) => {
          const progress = progressOf(event);
          if (progress !== null) spinner.say(progress);
          const line = lineOf(event, { colours, tellsSteps, mode: world.mode });
          if (line !== null) print(line);
        },
      },
      isAskedFor,
    );
    return failed;
  } finally {
    spinner.stop();
  }
}

function progressOf(event: FollowUpEvent): string | null {
  switch (event.kind) {
    case 'asking':
      return `Asking Twilio: ${event.done} of ${count(event.of, 'message')}`;
    case 'asking_for_replies':
      return 'Asking Twilio for replies';
    case 'slowing_down':
      return `Twilio wants fewer requests; asking again in ${count(event.seconds, 'second')}`;
    case 'heard':
    case 'opted_out':
    case 'reply':
      return null;
  }
}

type Told = Pick<Asking, 'colours' | 'tellsSteps'> & { readonly mode: Mode };

const LONGEST_LINE = 120;

function lineOf(event: FollowUpEvent, { colours, tellsSteps, mode }: Told): string | null {
  switch (event.kind) {
    case 'heard': {
      const { message, heard } = event;
      if (!tellsSteps || heard.state === null) return null;
      return `${londonTime(heard.at)}  ${STATE_WORDS[heard.state]}  ${whose(message)}`;
    }
    case 'opted_out':
      return `${colours.odd('opt-out')}  ${whose(event.message)}: told by Twilio (${event.code}). Nothing is sent to this number any more.`;
    case 'reply': {
      const { reply, wish, optOut } = event;
      const number = tailOf(reply.sender);
      const said = cutTo(`${number} wrote “${printable(reply.text)}”`, LONGEST_LINE);
      if (optOut === 'stopped') return `${colours.odd('opt-out')}  ${said}. ${STOPPED}`;
      if (optOut === 'pending') return `${colours.odd('opt-out?')}  ${said}. ${pending(mode)}`;
      if (optOut === 'hidden') return `${colours.odd('opt-out?')}  ${said}. ${HIDDEN}`;
      if (wish === 'start') return `reply  ${said}. ${STARTS}`;
      return tellsSteps ? `reply  ${said}` : null;
    }
    case 'asking':
    case 'asking_for_replies':
    case 'slowing_down':
      return null;
  }
}

function whose({ player, team, to, isErased }: LedgerMessage): string {
  if (isErased) return ERASED;
  return `${printable(player)} (${printable(team)}), ${tailOf(to)}`;
}

const STOPPED = 'Nothing is sent to this number any more.';
const HIDDEN =
  'WhatsApp hides the number, and nothing is sent to it once it is known: find out whose it is, and use opt-out add.';
const STARTS = 'If you had stopped messages to it, opt-out remove lets them go again.';

function pending(mode: Mode): string {
  const flag = mode === 'rehearsal' ? ' --rehearse' : '';
  return `That may mean stop, so nothing is sent to this number until you have read it: opt-out add or opt-out remove${flag}.`;
}

type Holder = Extract<InviteError['problem'], { readonly code: 'ledger_in_use' }>['holder'];

/**
 * Settles what is open. What is approved or being sent is settled by whoever holds the ledger alone,
 * so it is taken for that long, and no longer: a run of `send` should not have to wait for this one.
 *
 * @returns whether another run has the ledger
 */
export async function settleFromStatus(
  shell: Shell,
  world: World,
  telling: { readonly colours: Colours; readonly quiet: boolean; readonly isTold: boolean },
): Promise<boolean> {
  const open = await world.ledger.open();
  if (open.length === 0) return false;
  // A shared one is held by nobody, and what others are at is left alone all the same.
  if (world.ledger.isShared) {
    await settleOpen(shell, world, telling);
    return false;
  }
  if (open.every(({ state }) => state === 'unknown')) {
    await settleOpen(shell, world, { ...telling, unknownAlone: true });
    return false;
  }
  const ledger = await world.openLedger();
  try {
    await ledger.hold(world.operatorName, shell.clock.now());
    await settleOpen(shell, { ...world, ledger }, telling);
    return false;
  } catch (error) {
    if (!(error instanceof InviteError) || error.problem.code !== 'ledger_in_use') throw error;
    if (!telling.isTold) shell.stderr.write(inUse(error.problem.holder));
  } finally {
    await ledger.close();
  }
  await settleOpen(shell, world, { ...telling, unknownAlone: true });
  return true;
}

function inUse(holder: Holder): string {
  const who =
    holder === null
      ? 'Another run has the ledger'
      : `${printable(holder.operator)} has had the ledger in a run since ${londonTime(holder.since)}`;
  return `${who}: what it is sending now is left to it.\n`;
}
