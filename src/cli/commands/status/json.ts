import type { ListedStatus, Survey } from '../../../application/follow-up/survey-status.ts';
import { classifyReply } from '../../../domain/contact/kinds/reply-kind.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import { needOf } from '../../../domain/delivery/status/attention.ts';
import type { DeliveryStatus } from '../../../domain/delivery/status/delivery-status.ts';
import type { Message, MessageKey } from '../../../domain/message/message.ts';
import type { StopProblem } from '../../../domain/problem/problem.ts';
import { fullName } from '../../../domain/record/names/full-name.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { candidateJson } from '../../../text/delivery/candidate.ts';
import {
  explainNotAsked,
  explainDeliveryStatus,
  explainStanding,
} from '../../../text/delivery/delivery-status.ts';
import { twilioWords } from '../../../text/delivery/refusal.ts';
import { contentJson } from '../../../text/replies/reply-content.ts';
import { explainUnmatched } from '../../../text/replies/unmatched-stop.ts';
import { rowJson } from '../../list/row-json.ts';
import type { Output } from '../../shell.ts';
import { writeLongDocument } from '../../terminal/write-document.ts';

type StatusDocumentParts = {
  readonly survey: Survey;
  readonly others: readonly Reply[];
  /** The replies that may mean stop and whose sender cannot be read. */
  readonly unmatched: readonly Reply[];
  readonly mode: Mode;
  readonly failed: StopProblem | null;
  /** The messages of the list that were never sent; null without a list. */
  readonly neverSent: readonly Message[] | null;
  readonly keyOf: (key: MessageKey) => string;
};

/** Prints the document of `status --json`, message by message. */
export async function writeStatusDocument(
  output: Output,
  { mode, survey, others, unmatched, failed, neverSent, keyOf }: StatusDocumentParts,
): Promise<void> {
  await writeLongDocument(output, {
    before: { command: 'status', mode },
    name: 'messages',
    items: messagesOf(survey),
    after: () => ({
      ...(neverSent === null
        ? {}
        : {
            never_sent: neverSent.map(({ key, invite: { row, player } }) => ({
              key: keyOf(key),
              ...rowJson(row),
              player: fullName(player),
            })),
          }),
      other_replies: others.map((reply) => ({ from: reply.sender, ...replyJson(reply) })),
      unmatched_stops: unmatched.map((reply) => {
        const { message, fix } = explainUnmatched(reply, mode, output);
        const state = reply.unmatched;
        return { from: reply.sender, ...replyJson(reply), state, message, fix };
      }),
      summary: Object.fromEntries(survey.counts),
      twilio: {
        asked: failed === null,
        error: failed === null ? null : { code: failed.code, ...explainNotAsked(failed) },
      },
    }),
  });
}

async function* messagesOf({ statuses, replies }: Survey): AsyncIterable<object> {
  for await (const status of statuses()) {
    yield messageJson(status, replies.byKey.get(status.message.key) ?? []);
  }
}

function messageJson(status: ListedStatus, replies: readonly Reply[]): object {
  const { message, state, since, urgency, standing } = status;
  const advice = explainDeliveryStatus(status) ?? explainStanding(status);
  const code =
    urgency === 'unknown' ? 'outcome_unknown' : (message.deliveryCode ?? message.twilioCode);
  const isError = advice !== null && (urgency === 'failed' || urgency === 'unknown');
  return {
    key: message.key,
    erased: message.isErased,
    player: message.isErased ? null : message.player,
    team: message.isErased ? null : message.team,
    season: message.season,
    parent: message.isErased ? null : message.parent,
    to: message.isErased ? null : message.to,
    message_sid: message.messageSid,
    state,
    error: isError ? { code, ...advice, ...candidateOf(status) } : null,
    twilio_message: message.isErased ? null : twilioWords(message.twilioText),
    updated_at: since.toISOString(),
    advice: advice === null ? null : isError ? advice.fix : `${advice.message} ${advice.fix}`,
    needs: needOf(standing),
    replies: replies.map(replyJson),
  };
}

function candidateOf({ urgency, message: { candidate } }: DeliveryStatus): object {
  return urgency === 'unknown' && candidate !== undefined
    ? { candidate: candidateJson(candidate) }
    : {};
}

function replyJson(reply: Reply): object {
  const { sid, text, at } = reply;
  const { kind, answerBy } = classifyReply(reply);
  return { sid, text, at: at.toISOString(), kind, answer_by: answerBy, ...contentJson(reply) };
}
