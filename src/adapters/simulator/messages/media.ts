import type { Account } from '../account.ts';
import { errorResponse, jsonResponse, rfc2822, type ApiResponse } from '../api/http.ts';
import { mediaSids } from './inbound.ts';
import type { StoredMessage } from './message-store.ts';

/** Those that are not deleted. */
function remainingMedia(message: StoredMessage): readonly string[] {
  const deleted = new Set(message.deletedMedia);
  return mediaSids(message).filter((sid) => !deleted.has(sid));
}

/** GET Messages/{Sid}/Media. All of them fit on one page. */
export function listMedia(message: StoredMessage, { accountSid }: Account): ApiResponse {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}/Media`;
  const media = remainingMedia(message);
  return jsonResponse(200, {
    media_list: media.map((sid) => mediaJson(message, sid)),
    page: 0,
    page_size: 50,
    start: 0,
    end: Math.max(media.length - 1, 0),
    uri: `${uri}.json?PageSize=50&Page=0`,
    first_page_uri: `${uri}.json?PageSize=50&Page=0`,
    next_page_uri: null,
    previous_page_uri: null,
  });
}

/** GET or DELETE Messages/{Sid}/Media/{Sid}. */
export function respondForMedia(
  method: string,
  message: StoredMessage,
  sid: string,
  { store }: Account,
): ApiResponse {
  if (!remainingMedia(message).includes(sid)) return errorResponse(20404);
  if (method === 'GET') return jsonResponse(200, mediaJson(message, sid));
  if (method !== 'DELETE') return errorResponse(20004);
  store.update({ ...message, deletedMedia: [...(message.deletedMedia ?? []), sid] });
  return { kind: 'no_content' };
}

function mediaJson(message: StoredMessage, sid: string): object {
  const { accountSid, sid: parent, createdAt, webhookFields = {} } = message;
  const at = rfc2822(new Date(createdAt));
  return {
    account_sid: accountSid,
    content_type:
      webhookFields[`MediaContentType${mediaSids(message).indexOf(sid)}`] ?? 'image/jpeg',
    date_created: at,
    date_updated: at,
    parent_sid: parent,
    sid,
    uri: `/2010-04-01/Accounts/${accountSid}/Messages/${parent}/Media/${sid}.json`,
  };
}
