import { settleUnknown, type SettleEvent } from '../../application/follow-up/settle-unknown.ts';
import { explainCandidate } from '../../text/delivery/candidate.ts';
import { londonTime } from '../../text/format.ts';
import { wordFor } from '../../text/mode-names.ts';
import type { Shell } from '../shell.ts';
import { waitBy } from '../terminal/wait.ts';
import type { World } from '../composition/world.ts';

/** Asks Twilio what became of replies that earlier runs left open, and tells it. */
export async function settleReplies(shell: Shell, world: World): Promise<void> {
  await settleUnknown({
    ledger: world.replyLog,
    sentMessages: world.sentMessages,
    showsUpWithinMs: world.showsUpWithinMs,
    operator: world.operatorName,
    clock: shell.clock,
    wait: waitBy(shell),
    stop: shell.stop,
    tell: (event) => {
      if (event.kind === 'settled') {
        shell.stderr.write(`${wordFor(world.mode)}${settledLine(event)}\n`);
      }
    },
  });
}

function settledLine({ attempt, result }: Extract<SettleEvent, { kind: 'settled' }>): string {
  const which = `your reply of ${londonTime(attempt.since)}`;
  switch (result.kind) {
    case 'accepted':
      return `settled  ${result.messageSid}  ${which}: Twilio has it.`;
    case 'found_twice':
      return `sent twice  ${which}: Twilio shows it as ${result.sids.join(' and ')}.`;
    case 'not_found':
      return `unknown  ${which}: Twilio shows none. Ask the parent, or write it in other words.`;
    case 'unclear':
      return `unknown  ${which}: ${explainCandidate(result.candidate).message} Ask the parent, or write it in other words.`;
    case 'not_asked':
      return `unknown  ${which}: Twilio could not be asked. The next reply asks again.`;
  }
}
