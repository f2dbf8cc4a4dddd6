import type { Account } from '../account.ts';
import { json, refusal, type Answer, singleFields } from '../api/http.ts';
import { messageJson, statusNow } from './message-json.ts';
import type { StoredMessage } from './message-store.ts';

/** Twilio's page on 20009 advises to wait a minute; a blocked message, `sent` for ever, needs an end. */
const SETTLED_AFTER_MS = 60_000;

const FINAL: ReadonlySet<string> = new Set([
  'delivered',
  'read',
  'undelivered',
  'failed',
  'canceled',
  'received',
]);

/** POST Messages/{Sid}: `Body=` redacts, `Status=canceled` cancels; one of the two, and nothing else. */
export function updateMessage(
  message: StoredMessage,
  form: URLSearchParams,
  account: Account,
): Answer {
  const fields = singleFields(form) ?? {};
  const [name, ...others] = Object.keys(fields);
  if (name === undefined || others.length > 0) return refusal(30400);
  if (name === 'Body') return fields[name] === '' ? redact(message, account) : refusal(30400);
  if (name === 'Status') {
    return fields[name] === 'canceled' ? cancel(message, account) : refusal(30400);
  }
  return refusal(20001);
}

/** DELETE Messages/{Sid}. */
export function removeMessage(message: StoredMessage, account: Account): Answer {
  if (isUnderWay(message, account.now())) return refusal(20009);
  keep({ ...withoutText(message), to: '', from: '', deleted: true }, account);
  return { kind: 'no_content' };
}

function redact(message: StoredMessage, account: Account): Answer {
  if (isUnderWay(message, account.now())) return refusal(20009);
  return keep(withoutText(message), account);
}

/**
 * Only what is queued can be taken back. Twilio's page on 30409 (2026) goes further and lets only
 * scheduled messages be canceled; nothing here is ever scheduled.
 */
function cancel(message: StoredMessage, account: Account): Answer {
  if (statusNow(message, account.now()) !== 'queued') return refusal(30409);
  return keep({ ...message, canceled: true }, account);
}

function keep(message: StoredMessage, account: Account): Answer {
  const now = account.now();
  const edited = { ...message, editedAt: now.toISOString() };
  account.store.update(edited);
  return json(200, messageJson(edited, now));
}

function withoutText(message: StoredMessage): StoredMessage {
  return { ...message, body: '', contentVariables: null };
}

function isUnderWay(message: StoredMessage, now: Date): boolean {
  const ageMs = now.getTime() - new Date(message.createdAt).getTime();
  return ageMs < SETTLED_AFTER_MS && !FINAL.has(statusNow(message, now));
}
