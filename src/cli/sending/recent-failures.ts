import type { FollowStatesPorts } from '../../application/follow-up/follow-up.ts';
import { recentFailures } from '../../application/follow-up/recent-failures.ts';
import { explainRecentFailures, STATES_MAY_BE_OLD } from '../../text/delivery/recent-failures.ts';
import { wordFor } from '../../text/mode-names.ts';
import type { World } from '../composition/world.ts';
import type { Shell } from '../shell.ts';
import type { Colours } from '../terminal/colours.ts';
import { startSpinner, type Spinner } from '../terminal/spinner.ts';
import { waitBy } from '../terminal/wait.ts';
import { writeWrapped } from '../terminal/wrap-text.ts';

type Twilio = Pick<World, 'optOuts' | 'messageLog' | 'mode'> & {
  readonly ledger: FollowStatesPorts['ledger'];
};
type Options = { readonly colours: Colours; readonly quiet: boolean };

/** Asks Twilio what became of the last messages, and says so where many of them failed. */
export async function showRecentFailures(
  shell: Shell,
  world: Twilio,
  { colours, quiet }: Options,
): Promise<void> {
  const { stderr } = shell;
  const word = wordFor(world.mode);
  const { failed, failures } = await findFailures(shell, world, quiet);
  if (failed !== null) {
    await writeWrapped(stderr, `${word}${colours.odd(STATES_MAY_BE_OLD)}\n`, 2);
  }
  if (failures === null) return;
  const { message, fix } = explainRecentFailures(failures);
  await writeWrapped(stderr, `${word}${colours.bad(message)}\n  -> ${fix}\n\n`, 2);
}

async function findFailures(
  shell: Shell,
  { ledger, optOuts, messageLog }: Twilio,
  quiet: boolean,
): ReturnType<typeof recentFailures> {
  const { clock, random, stop } = shell;
  let spinner: Promise<Spinner> | null = null;
  try {
    return await recentFailures({
      ledger,
      optOuts,
      log: messageLog,
      clock,
      random,
      stop,
      wait: waitBy(shell),
      emit: ({ kind }) => {
        if (kind === 'asking') spinner ??= startSpinner(shell, ASKING, quiet);
      },
    });
  } finally {
    (await (spinner as Promise<Spinner> | null))?.stop();
  }
}

const ASKING = 'Asking Twilio what became of your last messages';
