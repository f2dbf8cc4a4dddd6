import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Account } from '../account.ts';
import { jsonResponse, errorResponse, type ApiResponse, rfc2822, uniqueFields } from './http.ts';
import { codeOfQuery, metaOf, PAGE_FIELDS, pageOf } from './paging.ts';

/** GET /2010-04-01/Accounts/{AC}. As with Twilio, the response holds the auth token. */
function showAccount({ accountSid, authToken, profile, openedAt }: Account): ApiResponse {
  const uri = `/2010-04-01/Accounts/${accountSid}`;
  return jsonResponse(200, {
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
function showBalance({ accountSid, profile }: Account): ApiResponse {
  return jsonResponse(200, {
    account_sid: accountSid,
    balance: profile.balance,
    currency: profile.currency,
  });
}

/** Responds to a request for the account or its balance, which need the account's own token. */
export function respondForAccount(
  method: string,
  what: 'account' | 'balance',
  byToken: boolean,
  account: Account,
): ApiResponse {
  if (!byToken) return errorResponse(20003);
  if (method !== 'GET') return errorResponse(20004);
  return what === 'account' ? showAccount(account) : showBalance(account);
}

/** The Senders API returns absolute URLs on its own host. */
const SENDERS_URL = 'https://messaging.twilio.com/v2/Channels/Senders';

/** The channel is required. */
const QUERY = z.strictObject({ Channel: z.literal('whatsapp'), ...PAGE_FIELDS });

/** GET /v2/Channels/Senders. A field without a value is null. */
export function listSenders(parameters: URLSearchParams, account: Account): ApiResponse {
  const fields = uniqueFields(parameters);
  const query = QUERY.safeParse(fields);
  if (fields === null || !query.success)
    return errorResponse(codeOfQuery(query.error?.issues ?? []));
  const senders = account.senders.map((senderId) => senderJson(senderId, account));
  const page = pageOf(senders, query.data);
  if (page === null) return errorResponse(20001);
  return jsonResponse(200, {
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
    webhook:
      profile.callbackUrl === null
        ? null
        : {
            callback_url: profile.callbackUrl,
            callback_method: 'POST',
            fallback_url: null,
            fallback_method: null,
            status_callback_url: null,
            status_callback_method: null,
          },
    profile: { name: profile.friendlyName },
    pending_display_name: null,
    pending_display_name_status: null,
    pending_display_name_status_date: null,
    display_name_status: null,
    properties: {
      quality_rating: profile.qualityRating,
      messaging_limit: profile.messagingLimit,
    },
    offline_reasons: profile.offlineReasons.length === 0 ? null : profile.offlineReasons,
    compliance: null,
    url: `${SENDERS_URL}/${sid}`,
  };
}
