import type { FollowUpEvent, FollowUpPorts } from '../../application/follow-up/follow-up.ts';
import type { World } from '../composition/world.ts';
import type { Shell } from '../shell.ts';
import { waitBy } from '../terminal/wait.ts';

/** What it takes to ask Twilio for states and replies, and to record them in this ledger. */
export function followUpPorts(
  shell: Shell,
  { ledger, optOuts, replies, replyLog, messageLog }: World,
  emit: (event: FollowUpEvent) => void,
): FollowUpPorts {
  const { clock, random, stop } = shell;
  const log = messageLog;
  return {
    ledger,
    optOuts,
    replies,
    replyLog,
    log,
    clock,
    wait: waitBy(shell),
    random,
    stop,
    emit,
  };
}
