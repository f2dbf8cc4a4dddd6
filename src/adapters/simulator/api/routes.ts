import { answerForAccount, listSenders } from './account-resources.ts';
import type { Account } from '../account.ts';
import { type ApiRequest, json, refusal, type Answer } from './http.ts';
import { removeMessage, updateMessage } from '../messages/change-message.ts';
import { createMessage } from '../messages/create-message.ts';
import { listMessages } from '../messages/list-messages.ts';
import { messageJson, shownMessage } from '../messages/message-json.ts';
import { listTemplates, showApproval, showTemplate } from './templates.ts';

const ACCOUNT = /^\/2010-04-01\/Accounts\/([^/]+?)(\/Balance)?\.json$/u;
const MESSAGES = /^\/2010-04-01\/Accounts\/([^/]+)\/Messages(?:\/([^/]+))?\.json$/u;
const SENDERS = '/v2/Channels/Senders';
const CONTENT = /^\/v1\/Content(?:\/([^/]+)(\/ApprovalRequests)?)?$/u;

/** All hosts of Twilio in one: their paths never meet. Who asks is settled before what for. */
export function answerTo(request: ApiRequest, account: Account): Answer {
  const { accountSid, authToken, profile } = account;
  const isFrom = (user: string, secret: string): boolean =>
    request.authorization === `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
  const byToken = isFrom(accountSid, authToken);
  if (!byToken && !profile.apiKeys.some(({ sid, secret }) => isFrom(sid, secret))) {
    return refusal(20003);
  }

  const own = ACCOUNT.exec(request.path);
  if (own !== null) {
    if (own[1] !== accountSid) return refusal(20404);
    const what = own[2] === undefined ? 'account' : 'balance';
    return answerForAccount(request.method, what, byToken, account);
  }
  if (request.path === SENDERS) {
    return request.method === 'GET' ? listSenders(request.query, account) : refusal(20004);
  }
  const messages = MESSAGES.exec(request.path);
  if (messages !== null) {
    if (messages[1] !== accountSid) return refusal(20404);
    return messages[2] === undefined
      ? answerForMessages(request, account)
      : answerForMessage(request, messages[2], account);
  }
  const content = CONTENT.exec(request.path);
  return content === null ? refusal(20404) : answerForContent(request, content, account);
}

function answerForMessages(request: ApiRequest, account: Account): Answer {
  if (request.method === 'POST') return createMessage(request, account);
  if (request.method === 'GET') return listMessages(request.query, account);
  return refusal(20004);
}

function answerForMessage({ method, form }: ApiRequest, sid: string, account: Account): Answer {
  const message = account.store.get(sid);
  if (message === undefined || message.deleted) return refusal(20404);
  if (method === 'GET') {
    return json(200, messageJson(shownMessage(message, account), account.now()));
  }
  if (method === 'POST') return updateMessage(message, form, account);
  if (method === 'DELETE') return removeMessage(message, account);
  return refusal(20004);
}

function answerForContent(
  { method, query }: ApiRequest,
  [, sid, approval]: RegExpExecArray,
  account: Account,
): Answer {
  if (method !== 'GET') return refusal(20004);
  if (sid === undefined) return listTemplates(query, account);
  const template = account.templates.find((candidate) => candidate.sid === sid);
  if (template === undefined) return refusal(20404);
  return approval === undefined ? showTemplate(template, account) : showApproval(template, account);
}
