import type { Inbox, InboxEntry } from '../../../application/inbox/read-inbox.ts';
import { messagesOf } from '../../../domain/contact/conversation.ts';
import type { StopProblem } from '../../../domain/problem/problem.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { explainNotAsked } from '../../../text/delivery/delivery-status.ts';
import { contentJson } from '../../../text/replies/reply-content.ts';
import type { Output } from '../../shell.ts';
import { writeDocument } from '../../terminal/write-document.ts';

/** Writes the conversations for scripts. @param failed why Twilio could not be asked; null where it was */
export function writeInboxDocument(
  output: Output,
  entries: readonly InboxEntry[],
  {
    counts,
    mode,
    failed,
  }: Pick<Inbox, 'counts'> & { readonly mode: Mode; readonly failed: StopProblem | null },
): void {
  writeDocument(output, {
    command: 'inbox',
    mode,
    conversations: entries.map(conversationJson),
    summary: counts,
    ...(failed === null ? {} : { error: { code: failed.code, ...explainNotAsked(failed) } }),
  });
}

function conversationJson({
  conversation,
  state,
  kind,
  answerBy,
  until,
  parent,
  children,
}: InboxEntry): object {
  const teams = [...new Set(children.map(({ team }) => team))];
  return {
    number: conversation.phone ?? conversation.correspondent,
    parent,
    players: children.map(({ player }) => player),
    team: teams.length === 0 ? null : teams.join(', '),
    state: state.kind,
    kind,
    answer_by: answerBy,
    answer_until: until.toISOString(),
    ...(state.kind === 'answered' || state.kind === 'done' || state.kind === 'stopped'
      ? { by: state.by, state_since: state.at.toISOString() }
      : {}),
    messages: messagesOf(conversation).map((message) => ({
      direction: message.direction,
      at: message.at.toISOString(),
      text: message.direction === 'in' ? message.reply.text : message.text,
      sid: message.sid,
      ...(message.direction === 'in' ? contentJson(message.reply) : {}),
      ...(message.direction === 'out' && message.answer !== null
        ? { by: message.answer.operator, outcome: message.answer.delivery ?? message.answer.state }
        : {}),
    })),
  };
}
