import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ACCOUNT_SID,
  refusalBody,
  simulatedAccount,
  TEMPLATE,
  TEMPLATE_SID,
  type SimulatedAccount,
} from '../simulated-account.ts';

const CONTENT_URL = 'https://content.twilio.com/v1/Content';
const UNKNOWN = `/v1/Content/HX${'9'.repeat(32)}`;

const CONTENT = {
  sid: TEMPLATE_SID,
  account_sid: ACCOUNT_SID,
  friendly_name: 'Registration invite',
  language: 'en',
  variables: { '1': 'Jane', '2': 'John' },
  types: { 'twilio/text': { body: 'Hi {{1}}, {{2}} is invited.' } },
  url: `${CONTENT_URL}/${TEMPLATE_SID}`,
  links: {
    approval_create: `${CONTENT_URL}/${TEMPLATE_SID}/ApprovalRequests/whatsapp`,
    approval_fetch: `${CONTENT_URL}/${TEMPLATE_SID}/ApprovalRequests`,
  },
  date_created: '2026-11-20T18:00:00Z',
  date_updated: '2026-11-20T18:00:00Z',
};

describe('a template', () => {
  let account: SimulatedAccount;

  beforeEach(async () => {
    const others = ['2', '3'].map((digit) => ({ ...TEMPLATE, sid: `HX${digit.repeat(32)}` }));
    account = await simulatedAccount({ templates: [TEMPLATE, ...others] });
  });

  afterEach(() => account.close());

  it('is returned with its text and samples, and without its approval', async () => {
    expect(await account.call(`/v1/Content/${TEMPLATE_SID}`)).toEqual({
      status: 200,
      body: CONTENT,
    });
  });

  it('has its approval at a separate address', async () => {
    expect(await account.call(`/v1/Content/${TEMPLATE_SID}/ApprovalRequests`)).toEqual({
      status: 200,
      body: {
        sid: TEMPLATE_SID,
        account_sid: ACCOUNT_SID,
        whatsapp: {
          type: 'whatsapp',
          name: 'registration_invite',
          category: 'UTILITY',
          content_type: 'twilio/text',
          status: 'approved',
          rejection_reason: '',
          allow_category_change: true,
        },
        url: `${CONTENT_URL}/${TEMPLATE_SID}/ApprovalRequests`,
      },
    });
  });

  it('is listed with the metadata of its page', async () => {
    const { body } = await account.call('/v1/Content');
    expect(body).toMatchObject({
      meta: {
        page: 0,
        page_size: 50,
        first_page_url: `${CONTENT_URL}?PageSize=50&Page=0`,
        previous_page_url: null,
        url: `${CONTENT_URL}?PageSize=50&Page=0`,
        next_page_url: null,
        key: 'contents',
      },
    });
    const contents = body['contents'] as readonly object[];
    expect(contents[0]).toEqual(CONTENT);
    expect(contents).toHaveLength(3);
  });

  it('is listed on the next page when the first is full', async () => {
    const { body } = await account.call('/v1/Content?PageSize=2');
    const { next_page_url: next } = body['meta'] as { next_page_url: string };
    const second = await account.call(next.replace('https://content.twilio.com', ''));
    expect(second.body['contents']).toMatchObject([{ sid: `HX${'3'.repeat(32)}` }]);
    expect(second.body['meta']).toMatchObject({ page: 1, next_page_url: null });
  });

  it.each([
    ['a template it does not have', UNKNOWN, 404, 20404],
    ['the approval of a template it does not have', `${UNKNOWN}/ApprovalRequests`, 404, 20404],
    ['a resource that does not exist', `/v1/Content/${TEMPLATE_SID}/Approvals`, 404, 20404],
    ['a page number without its token', '/v1/Content?Page=1', 400, 20001],
    ['a page size of 1001', '/v1/Content?PageSize=1001', 400, 20007],
    ['a filter it does not have', '/v1/Content?Language=en', 400, 20001],
  ])('is not found by asking for %s', async (_reason, path, status, code) => {
    expect(await account.call(path)).toEqual({ status, body: refusalBody(status, code) });
  });
});
