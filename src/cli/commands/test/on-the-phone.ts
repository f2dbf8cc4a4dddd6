import type { TestFinding } from '../../../application/ports/test-findings.ts';
import { followDelivery, type Delivery } from '../../../application/follow-up/follow-delivery.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import { explainRefusal } from '../../../text/delivery/refusal.ts';
import { printable } from '../../../text/format.ts';
import type { Asking } from '../../sending/operator-session.ts';
import { wordFor } from '../../../text/mode-names.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { waitBy } from '../../terminal/wait.ts';
import type { World } from '../../composition/world.ts';
import { LABEL } from './header.ts';

/** What the operator says of a test; null where they said nothing. */
export type Seen = Pick<TestFinding, 'isRight' | 'reason'> | null;

/** Shows, state by state, how a test message comes to the phone. Ctrl-C ends it. */
export async function followOnScreen(
  sid: MessageSid,
  world: World,
  { shell, colours }: Asking,
  quiet: boolean,
): Promise<Delivery | null> {
  const word = `${LABEL}${wordFor(world.mode)}`;
  const spinner = await startSpinner(shell, 'Following it at Twilio (Ctrl-C to stop)', quiet);
  try {
    const last = await followDelivery(sid, {
      deliveries: world.deliveries,
      ledger: world.ledger,
      clock: shell.clock,
      wait: waitBy(shell),
      stop: shell.stop,
      tell: (delivery) => {
        spinner.say(`Following it at Twilio: ${delivery.state} (Ctrl-C to stop)`);
        spinner.printAbove(() => shell.stderr.write(`${word}${inWords(delivery, colours)}\n`));
      },
    });
    return last;
  } finally {
    spinner.stop();
  }
}

/** Asks whether it arrived and reads right, and of a no the reason. */
export async function askWhatIsSeen({ shell, answers, colours }: Asking): Promise<Seen> {
  const { stop } = shell;
  const key = await answers.next(
    {
      question: colours.bold('Did it arrive, and does it read right? (y/n)'),
      keys: ['y', 'n'],
      otherKey: colours.odd('Look at the phone, then press y or n.'),
    },
    stop,
  );
  if (key === null || stop.aborted) return null;
  if (key === 'y') return { isRight: true, reason: null };
  const reason = await answers.nextLine(colours.bold('What was wrong? '), stop);
  return { isRight: false, reason: reason?.trim() ?? '' };
}

function inWords({ state, errorCode }: Delivery, colours: Asking['colours']): string {
  if (state !== 'failed' && state !== 'undelivered') return state;
  if (errorCode === null) return colours.bad(state);
  const { message, fix } = explainRefusal(errorCode, '');
  return `${colours.bad(`${state} (${errorCode})`)}\n  ${printable(message)}\n  -> ${printable(fix)}`;
}
