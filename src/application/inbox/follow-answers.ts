import type { MessageSid } from '../../domain/delivery/ids.ts';
import type { MessageLog } from '../ports/gateway.ts';
import type { ReplyLog } from '../replies/send-reply.ts';

export type FollowAnswersPorts = {
  readonly log: Pick<MessageLog, 'one'>;
  readonly replyLog: Pick<ReplyLog, 'recordDelivery'>;
};

/**
 * Asks Twilio for the states of answers, and records them: WhatsApp refuses free text that comes too late
 * (63016) only after Twilio has accepted it.
 *
 * @throws InviteError as `MessageLog.one` does
 */
export async function followAnswers(
  sids: readonly MessageSid[],
  { log, replyLog }: FollowAnswersPorts,
): Promise<void> {
  for (const sid of sids) {
    // oxlint-disable-next-line no-await-in-loop -- one request after the other
    const report = await log.one(sid);
    if (report === null || report.state === null) continue;
    // oxlint-disable-next-line no-await-in-loop -- each is a durable step of its own
    await replyLog.recordDelivery({ ...report, state: report.state });
  }
}
