import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Account } from '../account.ts';
import {
  type ApiRequest,
  BAD_GATEWAY,
  json,
  refusal,
  type Answer,
  type JsonAnswer,
} from '../api/http.ts';
import { failureOf, type Failure } from '../faults/failures.ts';
import { FAULTS, formOf, readFault } from '../faults/faults.ts';
import { inboundMessage, type StoredMessage } from './message-store.ts';
import type { Course } from './lifecycle.ts';
import { messageJson } from './message-json.ts';
import { readSendRequest, type SendRequest } from './send-request.ts';
import { errorOfApproval } from '../simulated-template.ts';

/** Said in plain text, which Twilio never does: whoever misspells a fault must not take it for one. */
const NO_SUCH_FAULT: Answer = {
  kind: 'plain_text',
  status: 400,
  text: `No such X-Simulator-Fault. There are: ${FAULTS.map(formOf).join(', ')}.\n`,
};

/**
 * POST Messages: checks the form as Twilio does, then goes wrong as the header says, else as the
 * simulator was told to, else as the recipient's number has it.
 */
export function createMessage(request: ApiRequest, account: Account): Answer {
  const planned = account.nextFault(request);
  const asked = request.fault === undefined ? null : readFault(request.fault);
  if (request.fault !== undefined && asked === null) return NO_SUCH_FAULT;
  const read = readSendRequest(request.form, account);
  if (!read.ok) return refusal(read.code);
  const failure = asked ?? planned ?? failureOf(read.request.to);
  return failure === null
    ? accept(read.request, null, account)
    : misbehave(failure, read.request, account);
}

// oxlint-disable-next-line consistent-return -- every kind returns; the compiler sees to that
function misbehave(failure: Failure, request: SendRequest, account: Account): Answer {
  switch (failure.kind) {
    case 'accepted':
      return acceptAnswered(request, failure, account);
    case 'refused':
      return { ...refusal(failure.code), retryAfterSeconds: failure.retryAfterSeconds };
    case 'refused_once':
      if (account.refusedOnce.has(request.to)) return accept(request, null, account);
      account.refusedOnce.add(request.to);
      return refusal(failure.code);
    case 'server_fault':
      if (failure.accepts) accept(request, null, account);
      return serverFault(failure.status);
    case 'connection_lost':
      if (failure.accepts) accept(request, null, account);
      return { kind: 'connection_lost' };
    case 'no_answer':
      return { kind: 'silence' };
    case 'half_an_answer':
      return { kind: 'half_json', answer: accept(request, null, account) };
    case 'late_answer':
      return { kind: 'late', answer: accept(request, null, account), afterMs: failure.afterMs };
    case 'late_acceptance':
      return { kind: 'pending', answer: acceptLater(request, failure.afterMs, account) };
  }
}

/** Keeps the message: from here on it is out, whatever the client gets to hear of it. */
function accept(request: SendRequest, planned: Course | null, account: Account): JsonAnswer {
  const now = account.now();
  const message: StoredMessage = {
    sid: `${request.isFreeText ? 'SM' : 'MM'}${randomBytes(16).toString('hex')}`,
    accountSid: account.accountSid,
    to: request.to,
    from: request.from,
    body: request.body,
    contentSid: request.template?.sid ?? null,
    contentVariables: request.contentVariables,
    createdAt: now.toISOString(),
    course: courseOf(request, planned, account),
    editedAt: null,
    canceled: false,
    deleted: false,
  };
  account.store.add(message);
  return json(201, messageJson(message, now));
}

/** Life is slower; a rehearsal that shows the reply a moment after *read* shows what follows from it. */
const REPLIES_AFTER_MS = 12_000;

function acceptAnswered(
  request: SendRequest,
  { course, reply }: Extract<Failure, { kind: 'accepted' }>,
  account: Account,
): JsonAnswer {
  const answer = accept(request, course, account);
  if (reply !== undefined) {
    const at = new Date(account.now().getTime() + REPLIES_AFTER_MS);
    const { accountSid } = account;
    account.store.add(
      inboundMessage({ accountSid, from: request.to, to: request.from, body: reply, at }),
    );
  }
  return answer;
}

async function acceptLater(
  request: SendRequest,
  afterMs: number,
  account: Account,
): Promise<JsonAnswer> {
  await setTimeout(afterMs, undefined, { signal: account.closed });
  return accept(request, null, account);
}

function courseOf(request: SendRequest, planned: Course | null, account: Account): Course {
  const unapproved = request.template === null ? null : errorOfApproval(request.template);
  if (request.isFreeText && !isWithinWindow(request.to, account)) {
    return { endsAs: 'undelivered', errorCode: 63016 };
  }
  if (unapproved !== null) return { endsAs: 'failed', errorCode: unapproved };
  return planned ?? { endsAs: hasReadReceipts(request.to) ? 'read' : 'delivered' };
}

/** WhatsApp takes free text for 24 hours after the recipient wrote. */
function isWithinWindow(to: string, { lastInbound, now }: Account): boolean {
  const wroteAt = lastInbound?.(to) ?? null;
  return wroteAt !== null && now().getTime() - wroteAt.getTime() < 24 * 3_600_000;
}

/** One parent in five has them off: numbers that end in 0 or 5. */
function hasReadReceipts(to: string): boolean {
  return !/[05]$/u.test(to);
}

function serverFault(status: Extract<Failure, { kind: 'server_fault' }>['status']): Answer {
  if (status === 502) return BAD_GATEWAY;
  return refusal(status === 500 ? 20500 : 20503);
}
