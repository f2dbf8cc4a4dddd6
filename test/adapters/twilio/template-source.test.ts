import { afterEach, describe, expect, it } from '@jest/globals';
import type { SimulatedTemplate } from '../../../src/adapters/simulator/simulated-template.ts';
import { twilioTemplateSource } from '../../../src/adapters/twilio/template-source.ts';
import {
  BUILT_IN_TEMPLATE_SID,
  builtInTemplate,
} from '../../../src/domain/message/built-in-template.ts';
import type { Template, TemplateSid } from '../../../src/domain/message/template.ts';
import { InviteError, type StopProblem } from '../../../src/domain/problem/problem.ts';
import { aTemplateSid } from '../../support/builders.ts';
import {
  ACCOUNT_SID,
  aSimulatedTemplate,
  AUTH_TOKEN,
  connectionTo,
  simulatedTwilio,
  UNREACHABLE_URL,
} from '../../support/sending/simulated-twilio.ts';
import { startStandIn, type StandInAnswer } from './stand-in.ts';

const SID = BUILT_IN_TEMPLATE_SID;
const CONTENT = `/v1/Content/${SID}`;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function stopOf(fetching: Promise<Template>): Promise<StopProblem> {
  const error: unknown = await fetching.then(
    () => new Error('There is a template.'),
    (reason: unknown) => reason,
  );
  if (error instanceof InviteError) return error.problem;
  throw error;
}

/** Fetches this template from the simulator. */
async function fetched(
  template: SimulatedTemplate,
  { sid = SID, password = AUTH_TOKEN }: { sid?: TemplateSid; password?: string } = {},
): Promise<Template> {
  const twilio = await simulatedTwilio({ templates: [template] });
  closing.push(twilio.close);
  const credentials = { accountSid: ACCOUNT_SID, username: ACCOUNT_SID, password };
  return await twilioTemplateSource({ ...twilio.connection, credentials }, sid).fetch();
}

/** Fetches from a stand-in with these responses for the template and for its approval. */
async function fetchedFrom(content: StandInAnswer, approval: StandInAnswer): Promise<Template> {
  const twilio = await startStandIn((path) => (path === CONTENT ? content : approval));
  closing.push(twilio.close);
  return await twilioTemplateSource(connectionTo(twilio.baseUrl), SID).fetch();
}

const { body, variables } = aSimulatedTemplate();

const contentAnswer = (changes: object = {}): StandInAnswer => ({
  status: 200,
  body: {
    sid: SID,
    account_sid: ACCOUNT_SID,
    friendly_name: 'registration_invite',
    language: 'en',
    variables,
    types: { 'twilio/text': { body } },
    ...changes,
  },
});

const approvalAnswer = (whatsapp: unknown): StandInAnswer => ({
  status: 200,
  body: { sid: SID, account_sid: ACCOUNT_SID, whatsapp },
});

const press = (title: string, more: object = {}): object => ({ title, ...more });

const APPROVED = approvalAnswer({ status: 'approved', category: 'UTILITY' });
const NOT_FOUND: StandInAnswer = {
  status: 404,
  body: { code: 20_404, message: 'Not found', status: 404 },
};

describe('a template at Twilio', () => {
  it('that is approved is returned unchanged', async () => {
    expect(await fetched(aSimulatedTemplate())).toEqual({
      sid: SID,
      name: 'registration_invite',
      body: builtInTemplate().body,
      source: 'twilio',
      approvalState: 'approved',
      category: 'UTILITY',
    });
  });

  it('keeps its own text', async () => {
    const own = `${body}\n\nSee you on Saturday!`;
    expect((await fetched(aSimulatedTemplate({ body: own }))).body).toBe(own);
  });

  it('is approved in any spelling of that status', async () => {
    const template = aSimulatedTemplate({ approval: { status: 'APPROVED', category: 'UTILITY' } });
    expect((await fetched(template)).approvalState).toBe('approved');
  });

  it.each([
    ['paused'],
    ['pending'],
    ['received'],
    ['rejected'],
    ['disabled'],
    ['unsubmitted'],
    ['something_new'],
  ])('that is %s cannot be sent', async (status) => {
    const template = aSimulatedTemplate({ approval: { status, category: 'UTILITY' } });
    expect(await stopOf(fetched(template))).toEqual({
      code: 'template_not_approved',
      sid: SID,
      state: status,
    });
  });

  it.each<readonly [string, StandInAnswer]>([
    ['there is no request for approval', NOT_FOUND],
    ['Twilio returns nothing about WhatsApp', approvalAnswer(undefined)],
    ['Twilio returns nothing about WhatsApp', approvalAnswer(null)],
    ['the request has no status', approvalAnswer({ category: 'UTILITY' })],
    ['the status is not a string', approvalAnswer({ status: 1 })],
  ])('counts as never submitted when %s', async (_why, approval) => {
    expect(await stopOf(fetchedFrom(contentAnswer(), approval))).toEqual({
      code: 'template_not_approved',
      sid: SID,
      state: 'unsubmitted',
    });
  });

  const { '9': _ninth, ...eight } = variables;
  const ten = { ...variables, 10: 'sample' };
  const eightInBody = body.replace('{{9}}', 'the club');
  const named = body.replace('{{1}}', '{{parent}}');
  const { '1': _first, ...withoutFirst } = variables;
  const numbers = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

  it.each([
    ['declares eight', { variables: eight }, numbers.slice(0, 8)],
    ['declares ten', { variables: ten }, ['1', '10', ...numbers.slice(1)]],
    [
      'declares a name',
      { variables: { ...withoutFirst, parent: 'sample' } },
      [...numbers.slice(1), 'parent'],
    ],
    ['declares none', { variables: {} }, []],
    ['has eight in its text', { body: eightInBody }, numbers.slice(0, 8)],
    ['has ten in its text', { body: `${body} {{10}}` }, ['1', '10', ...numbers.slice(1)]],
    ['has a name in its text', { body: named }, [...numbers.slice(1), 'parent']],
    ['has none in its text', { body: 'Please register.' }, []],
  ])('that %s does not fit the records', async (_what, changes, found) => {
    expect(await stopOf(fetched(aSimulatedTemplate(changes)))).toEqual({
      code: 'template_variables_differ',
      sid: SID,
      found,
    });
  });

  it('that declares no variables does not fit the records', async () => {
    expect(await stopOf(fetchedFrom(contentAnswer({ variables: null }), APPROVED))).toEqual({
      code: 'template_variables_differ',
      sid: SID,
      found: [],
    });
  });

  it.each([
    ['a card', { 'twilio/card': { title: body } }],
    ['a list with a text', { 'twilio/list-picker': { body } }],
    ['a card with a fallback text', { 'twilio/text': { body }, 'twilio/card': { title: body } }],
    ['an empty text', { 'twilio/text': { body: '' } }],
    ['a text without a body', { 'twilio/text': {} }],
    ['nothing', {}],
    ['nothing', null],
  ])('that is %s is not a text', async (_what, types) => {
    expect(await stopOf(fetchedFrom(contentAnswer({ types }), APPROVED))).toMatchObject({
      code: 'template_not_text',
      sid: SID,
      types: Object.keys(types ?? {}).map((type) => ({ type })),
    });
  });

  it.each<readonly [string, object, readonly string[]]>([
    ['twilio/quick-reply', { body, actions: [press('Yes'), press('No')] }, ['Yes', 'No']],
    [
      'twilio/call-to-action',
      {
        body,
        actions: [
          press('Register', { type: 'URL', url: 'https://example.org/r' }),
          press('Ring us', { type: 'PHONE_NUMBER', phone: '+447700900001' }),
        ],
      },
      ['Register (https://example.org/r)', 'Ring us (+447700900001)'],
    ],
    [
      'twilio/carousel',
      { body, cards: [{ actions: [press('One')] }, { actions: [press('Two')] }] },
      ['One', 'Two'],
    ],
    [
      'twilio/list-picker',
      { body, button: 'Choose', items: [{ item: 'Lions' }, { item: 'Bears' }] },
      ['Choose', 'Lions', 'Bears'],
    ],
    ['twilio/media', { body, media: ['https://example.org/a.png'] }, []],
    ['twilio/flows', { body, actions: 'none', cards: [null] }, []],
  ])('that is a %s is refused with all its buttons', async (type, content, buttons) => {
    const answer = contentAnswer({ types: { [type]: content } });
    expect(await stopOf(fetchedFrom(answer, APPROVED))).toEqual({
      code: 'template_not_text',
      sid: SID,
      types: [{ type, body, buttons }],
    });
  });

  it('that WhatsApp approved as another type is not a text', async () => {
    const approval = {
      status: 200,
      body: { sid: SID, whatsapp: { status: 'approved', content_type: 'twilio/quick-reply' } },
    };
    expect(await stopOf(fetchedFrom(contentAnswer(), approval))).toMatchObject({
      code: 'template_not_text',
      sid: SID,
      types: [{ type: 'twilio/text' }, { type: 'twilio/quick-reply' }],
    });
  });

  it('that has no name is called by its id', async () => {
    const { name } = await fetchedFrom(contentAnswer({ friendly_name: null }), APPROVED);
    expect(name).toBe(SID);
  });

  it('that does not exist is not found', async () => {
    const sid = aTemplateSid('b');
    expect(await stopOf(fetched(aSimulatedTemplate(), { sid }))).toEqual({
      code: 'template_not_found',
      sid,
    });
  });
});

describe('a request for the template', () => {
  it('fails with the wrong credentials', async () => {
    expect(await stopOf(fetched(aSimulatedTemplate(), { password: 'wrong' }))).toEqual({
      code: 'twilio_refused',
      twilioCode: 20_003,
      twilioText: 'Authenticate',
    });
  });

  it('fails when Twilio is unreachable', async () => {
    const source = twilioTemplateSource(connectionTo(UNREACHABLE_URL), SID);
    expect(await stopOf(source.fetch())).toEqual({ code: 'twilio_unreachable' });
  });

  it('fails at the time limit', async () => {
    const twilio = await startStandIn(() => 'silence');
    closing.push(twilio.close);
    const source = twilioTemplateSource(connectionTo(twilio.baseUrl, { timeoutMs: 1000 }), SID);
    expect(await stopOf(source.fetch())).toEqual({ code: 'twilio_unclear', httpStatus: null });
  });

  const HTML = { 'Content-Type': 'text/html' };
  it.each<readonly [string, StandInAnswer, number | null]>([
    ['a fault of its own', { status: 500, body: { code: 20_500, message: 'Fault' } }, 500],
    ['a gateway’s page', { status: 502, body: '<html>', headers: HTML }, 502],
    ['another server’s page', { status: 404, body: '<html>', headers: HTML }, 404],
    ['half a response', { status: 200, body: '{"sid":"HX' }, null],
  ])('fails with %s', async (_what, answer, httpStatus) => {
    const problem = { code: 'twilio_unclear', httpStatus };
    expect(await stopOf(fetchedFrom(answer, APPROVED))).toEqual(problem);
    expect(await stopOf(fetchedFrom(contentAnswer(), answer))).toEqual(problem);
  });

  it('fails when the approval is refused', async () => {
    const refusal: StandInAnswer = { status: 403, body: { code: 20_403, message: 'Forbidden' } };
    expect(await stopOf(fetchedFrom(contentAnswer(), refusal))).toEqual({
      code: 'twilio_refused',
      twilioCode: 20_403,
      twilioText: 'Forbidden',
    });
  });

  describe('with a TWILIO_CA_BUNDLE that names no file', () => {
    const before = process.env['TWILIO_CA_BUNDLE'];
    afterEach(() => {
      if (before === undefined) delete process.env['TWILIO_CA_BUNDLE'];
      else process.env['TWILIO_CA_BUNDLE'] = before;
    });

    it('stops before any request, and names the setting', async () => {
      process.env['TWILIO_CA_BUNDLE'] = '/nowhere/certificates.pem';
      expect(await stopOf(fetched(aSimulatedTemplate()))).toEqual({
        code: 'settings_malformed',
        faults: [{ code: 'certificates_unreadable', name: 'TWILIO_CA_BUNDLE' }],
      });
    });
  });
});
