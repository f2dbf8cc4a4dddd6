import type { Account } from '../account.ts';
import { rfc2822 } from '../api/http.ts';
import { progressOf, type Progress, type Status } from './lifecycle.ts';
import type { StoredMessage } from './message-store.ts';

/** When a message left Twilio; null where it has not. */
export function dateSent(message: StoredMessage, now: Date): Date | null {
  const { sentAfterMs } = progressNow(message, now);
  return sentAfterMs === null ? null : after(message, sentAfterMs);
}

export function statusNow(message: StoredMessage, now: Date): Status {
  return message.canceled ? 'canceled' : progressNow(message, now).status;
}

/**
 * The Message resource with all its fields. An unknown one is null, since the SDK reads a missing date
 * as the current time.
 */
export function messageJson(message: StoredMessage, now: Date): object {
  const progress = progressNow(message, now);
  const sent = dateSent(message, now);
  const uri = `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}`;
  return {
    account_sid: message.accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: rfc2822(new Date(message.createdAt)),
    date_sent: sent === null ? null : rfc2822(sent),
    date_updated: rfc2822(dateUpdated(message, progress)),
    direction: message.course.endsAs === 'received' ? 'inbound' : 'outbound-api',
    error_code: progress.errorCode,
    error_message: progress.errorMessage,
    from: message.from,
    messaging_service_sid: null,
    num_media: message.webhookFields?.['NumMedia'] ?? '0',
    num_segments: '1',
    price: null,
    price_unit: null,
    sid: message.sid,
    status: statusNow(message, now),
    subresource_uris: { media: `${uri}/Media.json`, feedback: `${uri}/Feedback.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

/** The message as it is listed, where the account hides texts or numbers. */
export function shownMessage(message: StoredMessage, { profile }: Account): StoredMessage {
  if (message.course.endsAs === 'received') return message;
  return {
    ...message,
    body: profile.textsHidden ? '' : message.body,
    to: profile.numbersHidden ? message.to.replace(/.{4}$/u, 'XXXX') : message.to,
  };
}

/** A canceled message keeps its first state, since only queued messages can be canceled. */
function progressNow(message: StoredMessage, now: Date): Progress {
  const elapsedMs = now.getTime() - new Date(message.createdAt).getTime();
  return progressOf(message.canceled ? 0 : elapsedMs, message.course);
}

function dateUpdated(message: StoredMessage, progress: Progress): Date {
  const moved = after(message, progress.changedAfterMs);
  const edited = new Date(message.editedAt ?? 0);
  return edited > moved ? edited : moved;
}

function after(message: StoredMessage, milliseconds: number): Date {
  return new Date(new Date(message.createdAt).getTime() + milliseconds);
}
