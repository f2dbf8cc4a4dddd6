import * as z from 'zod';
import type { Account } from '../account.ts';
import {
  jsonResponse,
  errorResponse,
  type ApiResponse,
  uniqueFields,
  iso8601,
} from '../api/http.ts';
import { codeOfQuery, PAGE_FIELDS, pageAddress, pageOf } from '../api/paging.ts';
import { dateSent, messageJson, shownMessage } from './message-json.ts';
import type { StoredMessage } from './message-store.ts';

/** A day (`2026-11-20`), or an instant, as the SDK formats a Date. Both are in UTC. */
const DAY_OR_INSTANT = z.union([z.iso.date(), z.iso.datetime()]).optional();

const NUMBER = z
  .string()
  .regex(/^(?:whatsapp:)?\+[1-9]\d{6,14}$/u)
  .optional();

const QUERY = z.strictObject({
  To: NUMBER,
  From: NUMBER,
  DateSent: DAY_OR_INSTANT,
  'DateSent<': DAY_OR_INSTANT,
  'DateSent>': DAY_OR_INSTANT,
  ...PAGE_FIELDS,
});

type Query = z.infer<typeof QUERY>;

/** GET Messages. The newest first. A message without date_sent matches no DateSent filter. */
export function listMessages(parameters: URLSearchParams, account: Account): ApiResponse {
  const fields = uniqueFields(parameters);
  const query = QUERY.safeParse(fields);
  if (fields === null || !query.success)
    return errorResponse(codeOfQuery(query.error?.issues ?? []));
  const now = account.now();
  const { PageSize: asked, Page: number } = query.data;
  const size = Math.min(asked, account.profile.largestPage);
  const page = pageOf(
    account.store.list().map((message) => shownMessage(message, account)),
    { ...query.data, PageSize: size },
    (message) =>
      !message.deleted && isListed(message, account, now) && passes(message, query.data, now),
  );
  if (page === null) return errorResponse(20001);
  const path = `/2010-04-01/Accounts/${account.accountSid}/Messages.json`;
  const at = (pageNumber: number, token: string | null) =>
    pageAddress(path, fields, { size, number: pageNumber, token });
  const start = number * size;
  return jsonResponse(200, {
    messages: page.items.map((message) => messageJson(message, now)),
    page: number,
    page_size: size,
    start,
    end: start + Math.max(page.items.length - 1, 0),
    uri: at(number, query.data.PageToken ?? null),
    first_page_uri: at(0, null),
    next_page_uri: page.next === null ? null : at(number + 1, page.next),
    previous_page_uri: page.previous === null ? null : at(Math.max(number - 1, 0), page.previous),
  });
}

function isListed({ createdAt }: StoredMessage, { listLagMs }: Account, now: Date): boolean {
  return now.getTime() - Date.parse(createdAt) >= listLagMs;
}

function passes(message: StoredMessage, query: Query, now: Date): boolean {
  if (query.To !== undefined && message.to !== query.To) return false;
  if (query.From !== undefined && message.from !== query.From) return false;
  const { DateSent: on, 'DateSent<': until, 'DateSent>': since } = query;
  if (on === undefined && until === undefined && since === undefined) return true;
  const date = dateSent(message, now);
  if (date === null) return false;
  const sent = iso8601(date);
  return (
    (on === undefined || order(sent, dayOf(on)) === 0) &&
    (until === undefined || order(sent, until) <= 0) &&
    (since === undefined || order(sent, since) >= 0)
  );
}

/** Compares as `Array.prototype.sort` does: with a day by the day, with an instant to the second. */
function order(sent: string, dayOrInstant: string): number {
  return dayOrInstant.includes('T')
    ? Date.parse(sent) - Date.parse(iso8601(new Date(dayOrInstant)))
    : Date.parse(dayOf(sent)) - Date.parse(dayOrInstant);
}

function dayOf(dayOrInstant: string): string {
  return dayOrInstant.slice(0, 'YYYY-MM-DD'.length);
}
