import { findAnswersElsewhere } from '../../../application/inbox/answers-elsewhere.ts';
import { entryOf, type InboxEntry } from '../../../application/inbox/read-inbox.ts';
import { readAgain } from '../../../application/replies/conversations.ts';
import { messagesOf } from '../../../domain/contact/conversation.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { clockAhead } from '../../answering/ask-about-answer.ts';
import type { World } from '../../composition/world.ts';
import type { Shell } from '../../shell.ts';

/** The time by Twilio's clock. */
export function twilioNow(world: World, { clock }: Pick<Shell, 'clock'>): Date {
  return new Date(clock.now().getTime() - clockAhead(world));
}

/** The conversation as the ledger has it now; null where it was erased. */
export async function refreshed(
  { conversation }: InboxEntry,
  world: World,
  shell: Pick<Shell, 'clock'>,
): Promise<InboxEntry | null> {
  const now = await readAgain(conversation, world);
  return now === null ? null : await entryOf(now, twilioNow(world, shell), world);
}

/**
 * Whether a conversation is as it was shown: by the ledger, and by Twilio's list of what was sent without
 * this tool. Where Twilio cannot be asked, the ledger decides alone.
 */
export async function isAsShown(
  shown: InboxEntry,
  world: World,
  shell: Pick<Shell, 'clock'>,
): Promise<boolean> {
  const current = await refreshed(shown, world, shell);
  if (current === null || signOf(current) !== signOf(shown)) return false;
  const ports = { log: world.messageLog, ledger: world.ledger, replies: world.replies };
  try {
    return !(await findAnswersElsewhere([current.conversation], twilioNow(world, shell), ports));
  } catch (error) {
    if (error instanceof InviteError && error.problem.code.startsWith('twilio_')) return true;
    throw error;
  }
}

/** What differs once anybody has done anything about a conversation. */
function signOf({ conversation, state }: InboxEntry): string {
  const { replies, optOut } = conversation;
  const messages = messagesOf(conversation).map(({ direction, at, sid }) => [direction, at, sid]);
  return JSON.stringify([messages, state, replies.map(({ handled }) => handled), optOut?.state]);
}
