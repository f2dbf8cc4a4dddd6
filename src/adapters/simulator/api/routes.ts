import type { Account } from '../account.ts';
import { removeMessage, updateMessage } from '../messages/change-message.ts';
import { createMessage } from '../messages/create-message.ts';
import { listMessages } from '../messages/list-messages.ts';
import { listMedia, respondForMedia } from '../messages/media.ts';
import { messageJson, shownMessage } from '../messages/message-json.ts';
import { respondForAccount, listSenders } from './account-resources.ts';
import { type ApiRequest, jsonResponse, errorResponse, type ApiResponse } from './http.ts';
import { messagesResource, refusalOf } from './refused-requests.ts';
import { listTemplates, showApproval, showTemplate } from './templates.ts';

const ACCOUNT = /^\/2010-04-01\/Accounts\/([^/]+?)(\/Balance)?\.json$/u;
const MESSAGES = /^\/2010-04-01\/Accounts\/([^/]+)\/Messages(?:\/([^/]+))?\.json$/u;
const MEDIA = /^\/2010-04-01\/Accounts\/([^/]+)\/Messages\/([^/]+)\/Media(?:\/([^/]+))?\.json$/u;
const SENDERS = '/v2/Channels/Senders';
const CONTENT = /^\/v1\/Content(?:\/([^/]+)(\/ApprovalRequests)?)?$/u;

/** Routes a request for any of Twilio's hosts, whose paths differ. Authentication comes first. */
export function respondTo(request: ApiRequest, account: Account): ApiResponse {
  const { accountSid, authToken, profile } = account;
  const isFrom = (user: string, secret: string): boolean =>
    request.authorization === `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
  const byToken = isFrom(accountSid, authToken);
  if (!byToken && !profile.apiKeys.some(({ sid, secret }) => isFrom(sid, secret))) {
    return errorResponse(20003);
  }
  if (request.query.size > 0 && !mayHaveQuery(request)) return errorResponse(20001);

  const own = ACCOUNT.exec(request.path);
  if (own !== null) {
    if (own[1] !== accountSid) return errorResponse(20404);
    const what = own[2] === undefined ? 'account' : 'balance';
    return (
      refusalOf('account', profile) ?? respondForAccount(request.method, what, byToken, account)
    );
  }
  if (request.path === SENDERS) {
    const refused = refusalOf('senders', profile);
    if (refused !== null) return refused;
    return request.method === 'GET' ? listSenders(request.query, account) : errorResponse(20004);
  }
  const messages = MESSAGES.exec(request.path);
  if (messages !== null) {
    if (messages[1] !== accountSid) return errorResponse(20404);
    const refused = refusalOf(messagesResource(request), profile);
    if (refused !== null) return refused;
    return messages[2] === undefined
      ? respondForMessages(request, account)
      : respondForMessage(request, messages[2], account);
  }
  const media = MEDIA.exec(request.path);
  if (media !== null) {
    if (media[1] !== accountSid) return errorResponse(20404);
    const refused = refusalOf(messagesResource(request), profile);
    return refused ?? respondForMediaOf(request, media, account);
  }
  const content = CONTENT.exec(request.path);
  if (content === null) return errorResponse(20404);
  return refusalOf('content', profile) ?? respondForContent(request, content, account);
}

/** Only lists have a query. Twilio may ignore another one; here it is refused, as misspelt fields are. */
function mayHaveQuery({ method, path }: ApiRequest): boolean {
  const resource = MESSAGES.exec(path)?.[2] ?? CONTENT.exec(path)?.[1];
  const isOneOfMedia = (MEDIA.exec(path)?.[3] ?? null) !== null;
  return method === 'GET' && !ACCOUNT.test(path) && resource === undefined && !isOneOfMedia;
}

function respondForMessages(request: ApiRequest, account: Account): ApiResponse {
  if (request.method === 'POST') return createMessage(request, account);
  if (request.method === 'GET') return listMessages(request.query, account);
  return errorResponse(20004);
}

function respondForMessage(
  { method, form }: ApiRequest,
  sid: string,
  account: Account,
): ApiResponse {
  const message = account.store.get(sid);
  if (message === undefined || message.deleted) return errorResponse(20404);
  if (method === 'GET') {
    return jsonResponse(200, messageJson(shownMessage(message, account), account.now()));
  }
  if (method === 'POST') return updateMessage(message, form, account);
  if (method === 'DELETE') return removeMessage(message, account);
  return errorResponse(20004);
}

function respondForMediaOf(
  { method }: ApiRequest,
  [, , sid = '', mediaSid]: RegExpExecArray,
  account: Account,
): ApiResponse {
  const message = account.store.get(sid);
  if (message === undefined || message.deleted) return errorResponse(20404);
  if (mediaSid !== undefined) return respondForMedia(method, message, mediaSid, account);
  return method === 'GET' ? listMedia(message, account) : errorResponse(20004);
}

function respondForContent(
  { method, query }: ApiRequest,
  [, sid, approval]: RegExpExecArray,
  account: Account,
): ApiResponse {
  if (method !== 'GET') return errorResponse(20004);
  if (sid === undefined) return listTemplates(query, account);
  const template = account.templates.find((candidate) => candidate.sid === sid);
  if (template === undefined) return errorResponse(20404);
  return approval === undefined ? showTemplate(template, account) : showApproval(template, account);
}
