import * as z from 'zod';
import type { Account } from './account.ts';
import { json, refusal, type Answer } from './answer.ts';
import { singleFields } from './form-fields.ts';
import { codeOfQuery, PAGE_FIELDS, pageAddress, pageOf } from './paging.ts';
import type { SimulatedTemplate } from './simulated-template.ts';
import { iso8601 } from './twilio-date.ts';

/** The Content API gives absolute URLs, on its own host, whatever the client was pointed at. */
const CONTENT_URL = 'https://content.twilio.com/v1/Content';

const QUERY = z.strictObject(PAGE_FIELDS);

/** GET /v1/Content/{HX}. Says nothing of the approval. */
export function showTemplate(template: SimulatedTemplate, account: Account): Answer {
  return json(200, contentJson(template, account));
}

/** GET /v1/Content/{HX}/ApprovalRequests. */
export function showApproval(template: SimulatedTemplate, account: Account): Answer {
  return json(200, {
    sid: template.sid,
    account_sid: account.accountSid,
    whatsapp: {
      type: 'whatsapp',
      name: template.friendlyName.toLowerCase().replace(/[^a-z0-9]+/gu, '_'),
      category: template.approval.category,
      content_type: 'twilio/text',
      status: template.approval.status,
      rejection_reason: '',
      allow_category_change: true,
    },
    url: `${CONTENT_URL}/${template.sid}/ApprovalRequests`,
  });
}

/** GET /v1/Content. */
export function listTemplates(parameters: URLSearchParams, account: Account): Answer {
  const fields = singleFields(parameters);
  const query = QUERY.safeParse(fields);
  if (fields === null || !query.success) return refusal(codeOfQuery(query.error?.issues ?? []));
  const { PageSize: size, Page: number } = query.data;
  const page = pageOf(account.templates, query.data);
  if (page === null) return refusal(20001);
  const at = (pageNumber: number, token: string | null) =>
    pageAddress(CONTENT_URL, fields, { size, number: pageNumber, token });
  return json(200, {
    contents: page.items.map((template) => contentJson(template, account)),
    meta: {
      page: number,
      page_size: size,
      first_page_url: at(0, null),
      previous_page_url: page.previous === null ? null : at(Math.max(number - 1, 0), page.previous),
      url: at(number, query.data.PageToken ?? null),
      next_page_url: page.next === null ? null : at(number + 1, page.next),
      key: 'contents',
    },
  });
}

function contentJson(template: SimulatedTemplate, account: Account): object {
  const url = `${CONTENT_URL}/${template.sid}`;
  return {
    sid: template.sid,
    account_sid: account.accountSid,
    friendly_name: template.friendlyName,
    language: 'en',
    variables: template.variables,
    types: { 'twilio/text': { body: template.body }, ...template.otherTypes },
    url,
    links: {
      approval_create: `${url}/ApprovalRequests/whatsapp`,
      approval_fetch: `${url}/ApprovalRequests`,
    },
    date_created: iso8601(account.openedAt),
    date_updated: iso8601(account.openedAt),
  };
}
