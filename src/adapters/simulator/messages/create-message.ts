import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Account } from '../account.ts';
import {
  type ApiRequest,
  BAD_GATEWAY,
  jsonResponse,
  errorResponse,
  type ApiResponse,
  type JsonResponse,
} from '../api/http.ts';
import { failureOf, type Failure } from '../faults/failures.ts';
import { FAULTS, formOf, readFault } from '../faults/faults.ts';
import { errorOfApproval } from '../simulated-template.ts';
import { inboundMessage } from './inbound.ts';
import { pacedCourse, type Course } from './lifecycle.ts';
import { messageJson } from './message-json.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';
import { readSendRequest, type SendRequest } from './send-request.ts';

/** In plain text, which Twilio never sends, so that it cannot be mistaken for a fault. */
const UNKNOWN_FAULT: ApiResponse = {
  kind: 'plain_text',
  status: 400,
  text: `No such X-Simulator-Fault. There are: ${FAULTS.map(formOf).join(', ')}.\n`,
};

/**
 * POST Messages. Checks the form as Twilio does. Then fails as the header asks, else as the simulator's
 * options ask, else as the recipient's number has it.
 */
export function createMessage(request: ApiRequest, account: Account): ApiResponse {
  const planned = account.nextFault(request);
  const asked = request.fault === undefined ? null : readFault(request.fault);
  if (request.fault !== undefined && asked === null) return UNKNOWN_FAULT;
  const read = readSendRequest(request.form, account);
  if (!read.ok) return errorResponse(read.code);
  const failure = asked ?? planned ?? failureOf(read.request.to);
  return failure === null
    ? accept(read.request, null, account)
    : failAs(failure, read.request, account);
}

// oxlint-disable-next-line consistent-return -- every kind returns; the compiler sees to that
function failAs(failure: Failure, request: SendRequest, account: Account): ApiResponse {
  switch (failure.kind) {
    case 'accepted':
      return acceptWithReply(request, failure, account);
    case 'refused':
      return { ...errorResponse(failure.code), retryAfterSeconds: failure.retryAfterSeconds };
    case 'refused_once':
      if (account.refusedOnce.has(request.to)) return accept(request, null, account);
      account.refusedOnce.add(request.to);
      return errorResponse(failure.code);
    case 'server_fault':
      if (failure.accepts) accept(request, null, account);
      return serverFault(failure.status);
    case 'connection_lost':
      if (failure.accepts) accept(request, null, account);
      return { kind: 'connection_lost' };
    case 'no_answer':
      return { kind: 'silence' };
    case 'half_an_answer':
      return { kind: 'half_json', response: accept(request, null, account) };
    case 'late_answer':
      return { kind: 'late', response: accept(request, null, account), afterMs: failure.afterMs };
    case 'held_in_queue': {
      const heldForMs = request.validitySeconds * 1000;
      return accept(request, { endsAs: 'failed', errorCode: 30036, heldForMs }, account);
    }
    case 'late_acceptance':
      return { kind: 'pending', response: acceptLater(request, failure.afterMs, account) };
  }
}

/** Stores the message, which is then sent, whatever the client receives. */
function accept(request: SendRequest, planned: Course | null, account: Account): JsonResponse {
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
  return jsonResponse(201, messageJson(message, now));
}

/** Soon after `read`, so that a rehearsal shows what follows from a reply. */
const REPLIES_AFTER_MS = 12_000;

function acceptWithReply(
  request: SendRequest,
  { course, reply }: Extract<Failure, { kind: 'accepted' }>,
  account: Account,
): JsonResponse {
  const answer = accept(request, course, account);
  if (reply !== undefined) {
    const at = new Date(account.now().getTime() + REPLIES_AFTER_MS);
    const { accountSid } = account;
    const from = reply.from === undefined ? request.to : `whatsapp:${reply.from}`;
    account.store.add(inboundMessage({ ...reply, accountSid, from, to: request.from, at }));
  }
  return answer;
}

async function acceptLater(
  request: SendRequest,
  afterMs: number,
  account: Account,
): Promise<JsonResponse> {
  await setTimeout(afterMs, undefined, { signal: account.closed });
  return accept(request, null, account);
}

function courseOf(request: SendRequest, planned: Course | null, account: Account): Course {
  const unapproved = request.template === null ? null : errorOfApproval(request.template);
  if (request.isFreeText && !isWithinWindow(request.to, account)) {
    return { endsAs: 'undelivered', errorCode: 63016 };
  }
  if (unapproved !== null) return { endsAs: 'failed', errorCode: unapproved };
  if (planned !== null) return planned;
  if (account.profile.isTemplatePaced && request.template !== null) return pacedCourse(request.to);
  return { endsAs: hasReadReceipts(request.to) ? 'read' : 'delivered' };
}

/** WhatsApp accepts free text for 24 hours after the recipient wrote. */
function isWithinWindow(to: string, { lastInbound = lastIn, now, store }: Account): boolean {
  const wroteAt = lastInbound(to, store);
  return wroteAt !== null && now().getTime() - wroteAt.getTime() < 24 * 3_600_000;
}

/** When a number last wrote, by the messages that the simulator has. */
function lastIn(from: string, store: MessageStore): Date | null {
  const last = store.list().find((one) => one.from === from && one.course.endsAs === 'received');
  return last === undefined ? null : new Date(last.createdAt);
}

/** Numbers that end in 0 or 5, one in five, have read receipts off. */
function hasReadReceipts(to: string): boolean {
  return !/[05]$/u.test(to);
}

function serverFault(status: Extract<Failure, { kind: 'server_fault' }>['status']): ApiResponse {
  if (status === 502) return BAD_GATEWAY;
  return errorResponse(status === 500 ? 20500 : 20503);
}
