import { followReplies, followStates } from '../../../application/follow-up/follow-up.ts';
import { readConversations } from '../../../application/replies/conversations.ts';
import { conversationState } from '../../../domain/contact/conversation.ts';
import { whatsappAddress } from '../../../domain/contact/recipient.ts';
import { InviteError, type StopProblem } from '../../../domain/problem/problem.ts';
import { explainStop } from '../../../text/stop.ts';
import type { World } from '../../composition/world.ts';
import { followUpPorts } from '../../sending/follow-up-ports.ts';
import { settleReplies } from '../../sending/settle.ts';
import type { Shell } from '../../shell.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { holding } from './hold.ts';
import { twilioNow } from './refresh.ts';

/**
 * Asks Twilio for what parents wrote, for what became of the club's answers, and for the states of the
 * invites to parents who wait.
 *
 * @returns why Twilio returned nothing, or not everything; null where it returned all
 */
export async function fetchNew(
  shell: Shell,
  world: World,
  quiet: boolean,
): Promise<StopProblem | null> {
  await settleAnswers(shell, world);
  const spinner = await startSpinner(shell, 'Asking Twilio for replies', quiet);
  const ports = followUpPorts(shell, world, (event) => {
    if (event.kind === 'slowing_down') spinner.say('Twilio wants fewer requests');
  });
  try {
    const { failed } = await followReplies(ports);
    if (failed !== null || shell.stop.aborted) return failed;
    const waiting = await waitingNumbers(shell, world);
    if (waiting.size === 0) return null;
    return (await followStates(ports, ({ to }) => waiting.has(to))).failed;
  } finally {
    spinner.stop();
  }
}

async function waitingNumbers(shell: Shell, world: World): Promise<ReadonlySet<string>> {
  const now = twilioNow(world, shell);
  const conversations = await readConversations(world);
  return new Set(
    conversations
      .filter((one) => conversationState(one, now).kind === 'waiting')
      .map(({ correspondent }) => whatsappAddress(correspondent)),
  );
}

/** Settles answers that an earlier run left without an outcome, unless another run has the ledger. */
async function settleAnswers(shell: Shell, world: World): Promise<void> {
  if ((await world.replyLog.open()).length === 0) return;
  try {
    await holding(world, shell, async () => await settleReplies(shell, world));
  } catch (error) {
    if (!(error instanceof InviteError) || error.problem.code !== 'ledger_in_use') throw error;
    await writeWrapped(shell.stderr, `${explainStop(error.problem).message}\n`);
  }
}
