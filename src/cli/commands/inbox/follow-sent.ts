import { followAnswers } from '../../../application/inbox/follow-answers.ts';
import { OUTSIDE_WINDOW } from '../../../domain/contact/conversation.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { INBOX_TEXTS } from '../../../text/inbox/inbox.ts';
import { waitBy } from '../../terminal/wait.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { nameOf } from './card.ts';
import { refreshed, twilioNow } from './refresh.ts';
import type { Sent, Walk } from './session.ts';

/** An answer this near to the end of its window may come too late for WhatsApp. */
const NEAR_END_MS = 5 * 60_000;
/** How often an answer near the end of its window is asked about, and the time between two requests. */
const MOST_LOOKS = 10;
const BETWEEN_LOOKS_MS = 1000;

/**
 * Asks Twilio what became of the answers of this run, and says which came too late: Twilio accepts free
 * text first, and WhatsApp refuses it a moment later (63016).
 */
export async function followSent(sent: readonly Sent[], walk: Walk): Promise<void> {
  const { shell, world } = walk;
  const { stop, stderr } = shell;
  if (sent.length === 0) return;
  const near = sent.filter(({ entry }) => {
    const left = entry.until.getTime() - twilioNow(world, shell).getTime();
    return left < NEAR_END_MS;
  });
  try {
    await followAnswers(
      sent.map(({ sid }) => sid),
      { log: world.messageLog, replyLog: world.replyLog },
    );
    for (let look = 1; near.length > 0 && look < MOST_LOOKS && !stop.aborted; look += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      const open = await world.replyLog.unsettled(new Date(0));
      const left = near.filter(({ sid }) => open.includes(sid));
      if (left.length === 0) break;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await waitBy(shell)(BETWEEN_LOOKS_MS, stop);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await followAnswers(
        left.map(({ sid }) => sid),
        { log: world.messageLog, replyLog: world.replyLog },
      );
    }
  } catch (error) {
    // The next run asks again.
    if (!(error instanceof InviteError) || !error.problem.code.startsWith('twilio_')) throw error;
    return;
  }
  for (const { entry, sid } of sent) {
    // oxlint-disable-next-line no-await-in-loop -- one conversation after the other
    const current = await refreshed(entry, world, shell);
    const answer = current?.conversation.answers.find((one) => one.sid === sid);
    if (answer === undefined || answer.code === null) continue;
    const which =
      answer.code === OUTSIDE_WINDOW ? INBOX_TEXTS.cameTooLate : INBOX_TEXTS.notDelivered;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await writeWrapped(stderr, `\n${walk.colours.bad(`${nameOf(entry)}: ${which}`)}\n`);
  }
}
