import type { Account } from '../account.ts';
import { json, refusal, type Answer, rfc2822, singleFields } from './http.ts';
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { codeOfQuery, metaOf, PAGE_FIELDS, pageOf } from './paging.ts';

/** GET /2010-04-01/Accounts/{AC}. As at Twilio, the token is in it: whoever reads this must drop it. */
function showAccount({ accountSid, authToken, profile, openedAt }: Account): Answer {
  const uri = `/2010-04-01/Accounts/${accountSid}`;
  return json(200, {
    auth_token: authToken,
    date_created: rfc2822(openedAt),
    date_updated: rfc2822(openedAt),
    friendly_name: profile.friendlyName,
    owner_account_sid: accountSid,
    sid: accountSid,
    status: profile.status,
    subresource_uris: {
      balance: `${uri}/Balance.json`,
      messages: `${uri}/Messages.json`,
    },
    type: profile.type,
    uri: `${uri}.json`,
  });
}

/** GET /2010-04-01/Accounts/{AC}/Balance. */
function showBalance({ accountSid, profile }: Account): Answer {
  return json(200, {
    account_sid: accountSid,
    balance: profile.balance,
    currency: profile.currency,
  });
}

/** Both of them can be read alone, and by the account's own token alone. */
export function answerForAccount(
  method: string,
  what: 'account' | 'balance',
  byToken: boolean,
  account: Account,
): Answer {
  if (!byToken) return refusal(20003);
  if (method !== 'GET') return refusal(20004);
  return what === 'account' ? showAccount(account) : showBalance(account);
}

/** The Senders API gives absolute URLs, on its own host, whatever the client was pointed at. */
const SENDERS_URL = 'https://messaging.twilio.com/v2/Channels/Senders';

/** A list of one channel's senders alone: which, has to be said. */
const QUERY = z.strictObject({ Channel: z.literal('whatsapp'), ...PAGE_FIELDS });

/** GET /v2/Channels/Senders. What WhatsApp never said of a sender is an explicit null. */
export function listSenders(parameters: URLSearchParams, account: Account): Answer {
  if (account.profile.sendersHidden) return refusal(70051);
  const fields = singleFields(parameters);
  const query = QUERY.safeParse(fields);
  if (fields === null || !query.success) return refusal(codeOfQuery(query.error?.issues ?? []));
  const senders = account.senders.map((senderId) => senderJson(senderId, account));
  const page = pageOf(senders, query.data);
  if (page === null) return refusal(20001);
  return json(200, {
    senders: page.items,
    meta: metaOf('senders', page, { path: SENDERS_URL, fields, request: query.data }),
  });
}

function senderJson(senderId: string, { profile }: Account) {
  const sid = `XE${createHash('sha256').update(senderId).digest('hex').slice(0, 32)}`;
  return {
    sid,
    status: profile.senderStatus,
    sender_id: senderId,
    friendly_name: null,
    configuration: null,
    webhook: null,
    profile: { name: profile.friendlyName },
    pending_display_name: null,
    pending_display_name_status: null,
    pending_display_name_status_date: null,
    display_name_status: null,
    properties: null,
    offline_reasons: profile.offlineReasons.length === 0 ? null : profile.offlineReasons,
    compliance: null,
    url: `${SENDERS_URL}/${sid}`,
  };
}
