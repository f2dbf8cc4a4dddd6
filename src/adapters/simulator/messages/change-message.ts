import type { Account } from '../account.ts';
import { jsonResponse, errorResponse, type ApiResponse, uniqueFields } from '../api/http.ts';
import { messageJson, statusNow } from './message-json.ts';
import type { StoredMessage } from './message-store.ts';

/** Twilio's page on 20009 advises waiting a minute. Ends the wait for a message that stays `sent`. */
const SETTLED_AFTER_MS = 60_000;

const FINAL: ReadonlySet<string> = new Set([
  'delivered',
  'read',
  'undelivered',
  'failed',
  'canceled',
  'received',
]);

/** POST Messages/{Sid}: `Body=` redacts, `Status=canceled` cancels. Other fields are refused. */
export function updateMessage(
  message: StoredMessage,
  form: URLSearchParams,
  account: Account,
): ApiResponse {
  const fields = uniqueFields(form) ?? {};
  const [name, ...others] = Object.keys(fields);
  if (name === undefined || others.length > 0) return errorResponse(30400);
  if (name === 'Body') return fields[name] === '' ? redact(message, account) : errorResponse(30400);
  if (name === 'Status') {
    return fields[name] === 'canceled' ? cancel(message, account) : errorResponse(30400);
  }
  return errorResponse(20001);
}

/** DELETE Messages/{Sid}. */
export function removeMessage(message: StoredMessage, account: Account): ApiResponse {
  if (isInProgress(message, account.now())) return errorResponse(20009);
  const { webhookFields: _sent, ...rest } = withoutText(message);
  saveEdited({ ...rest, to: '', from: '', deleted: true }, account);
  return { kind: 'no_content' };
}

function redact(message: StoredMessage, account: Account): ApiResponse {
  if (isInProgress(message, account.now())) return errorResponse(20009);
  return saveEdited(withoutText(message), account);
}

/**
 * Cancels a queued message. Twilio's page on 30409 (2026) allows only scheduled messages, which the
 * simulator does not have.
 */
function cancel(message: StoredMessage, account: Account): ApiResponse {
  if (statusNow(message, account.now()) !== 'queued') return errorResponse(30409);
  return saveEdited({ ...message, canceled: true }, account);
}

function saveEdited(message: StoredMessage, account: Account): ApiResponse {
  const now = account.now();
  const edited = { ...message, editedAt: now.toISOString() };
  account.store.update(edited);
  return jsonResponse(200, messageJson(edited, now));
}

function withoutText(message: StoredMessage): StoredMessage {
  return { ...message, body: '', contentVariables: null };
}

function isInProgress(message: StoredMessage, now: Date): boolean {
  const ageMs = now.getTime() - new Date(message.createdAt).getTime();
  return ageMs < SETTLED_AFTER_MS && !FINAL.has(statusNow(message, now));
}
