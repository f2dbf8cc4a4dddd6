import * as z from 'zod';
import type { Account } from '../account.ts';
import type { SimulatedTemplate } from '../simulated-template.ts';
import { jsonResponse, errorResponse, type ApiResponse, uniqueFields, iso8601 } from './http.ts';
import { codeOfQuery, metaOf, PAGE_FIELDS, pageOf } from './paging.ts';

/** The Content API returns absolute URLs on its own host. */
const CONTENT_URL = 'https://content.twilio.com/v1/Content';

const QUERY = z.strictObject(PAGE_FIELDS);

/** GET /v1/Content/{HX}. Without the approval. */
export function showTemplate(template: SimulatedTemplate, account: Account): ApiResponse {
  return jsonResponse(200, contentJson(template, account));
}

/** GET /v1/Content/{HX}/ApprovalRequests. */
export function showApproval(template: SimulatedTemplate, account: Account): ApiResponse {
  return jsonResponse(200, {
    sid: template.sid,
    account_sid: account.accountSid,
    whatsapp: {
      type: 'whatsapp',
      name: template.friendlyName.toLowerCase().replace(/[^a-z0-9]+/gu, '_'),
      category: account.profile.templateCategory ?? template.approval.category,
      content_type: 'twilio/text',
      status: template.approval.status,
      rejection_reason: '',
      allow_category_change: true,
    },
    url: `${CONTENT_URL}/${template.sid}/ApprovalRequests`,
  });
}

/** GET /v1/Content. */
export function listTemplates(parameters: URLSearchParams, account: Account): ApiResponse {
  const fields = uniqueFields(parameters);
  const query = QUERY.safeParse(fields);
  if (fields === null || !query.success)
    return errorResponse(codeOfQuery(query.error?.issues ?? []));
  const page = pageOf(account.templates, query.data);
  if (page === null) return errorResponse(20001);
  return jsonResponse(200, {
    contents: page.items.map((template) => contentJson(template, account)),
    meta: metaOf('contents', page, { path: CONTENT_URL, fields, request: query.data }),
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
