import type { Reply } from '../../domain/contact/reply.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { Advice } from '../advice.ts';
import { formatAddress, londonTime, type Medium } from '../format.ts';

/** What to do about a reply that may mean stop and whose sender cannot be read. */
export function explainUnmatched(
  { sid, sender, at, unmatched }: Reply,
  mode: Mode,
  output: Medium,
): Advice & { readonly commands: readonly string[] } {
  const what = unmatched === 'pending' ? 'wrote what may mean stop' : 'said stop';
  const from =
    sender === '' ? 'no sender' : `“${formatAddress(output, sender)}”, which is not a number`;
  const flag = mode === 'rehearsal' ? ' --rehearse' : '';
  return {
    message: `Somebody ${what} on ${londonTime(at)}, and the sender is unknown: Twilio gave ${from}. Messages still go to them.`,
    fix: `Look up ${sid} in the Twilio console, under Monitor, Logs, Messaging. Then type one of these, the second if no messages have to stop:`,
    commands: [
      `urmston-invite opt-out add NUMBER --message ${sid}${flag}`,
      `urmston-invite opt-out remove ${sid}${flag}`,
    ],
  };
}

/** The problem of a SID that no unmatched reply has. */
export const NO_UNMATCHED = {
  message: 'No reply with this SID waits for somebody to say who wrote it.',
  fix: 'Run "urmston-invite status": it shows the replies that wait.',
};
