import { describe, expect, it } from '@jest/globals';
import { keepingTemplates } from '../../../../src/adapters/files/template-cache.ts';
import { builtInTemplate } from '../../../../src/domain/message/built-in-template.ts';
import type { Template } from '../../../../src/domain/message/template.ts';
import { aTemplateSid } from '../../../support/builders.ts';
import { aFolder } from '../../../support/terminal/fake-shell.ts';
import { documentIn, run, sample } from '../../run.ts';

const sid = aTemplateSid();
const FETCHED: Template = {
  ...builtInTemplate(sid),
  name: 'registration_invite',
  body: `${builtInTemplate().body} See you soon!`,
  source: 'twilio',
  approvalState: 'approved',
  category: 'UTILITY',
};

async function aHomeThatFetched(mode: 'live' | 'stand_in' = 'live'): Promise<string> {
  const home = aFolder();
  const clock = { now: () => new Date('2026-07-15T18:42:00Z') };
  await keepingTemplates({ fetch: async () => FETCHED }, { home, mode, clock }).fetch();
  return home;
}

describe('preview, once the template was fetched,', () => {
  it('shows that text, and says of when it is', async () => {
    const home = await aHomeThatFetched();
    const ran = await run(['preview', sample('payload.json')], {
      home,
      env: { TWILIO_TEMPLATE_SID: sid },
    });
    expect(ran.stdout).toContain('See you soon!');
    expect(ran.stderr).toContain(
      '1 message with the text of registration_invite as Twilio had it on 15 Jul 2026, 19:42. Nothing was sent.',
    );
  });

  it('says so in its document', async () => {
    const home = await aHomeThatFetched();
    const ran = await run(['preview', '--json', sample('payload.json')], {
      home,
      env: { TWILIO_TEMPLATE_SID: sid },
    });
    expect(documentIn(ran)).toMatchObject({
      template: {
        sid,
        name: 'registration_invite',
        source: 'cache',
        fetched_at: '2026-07-15T18:42:00.000Z',
      },
      messages: [{ content_sid: sid, body: expect.stringMatching(/See you soon!$/u) }],
    });
  });

  it.each([
    ['no template is set', {}],
    ['another template is set', { TWILIO_TEMPLATE_SID: aTemplateSid('b') }],
    ['a stand-in is set', { TWILIO_TEMPLATE_SID: sid, TWILIO_BASE_URL: 'http://127.0.0.1:9' }],
  ])('shows the built-in text where %s', async (_why, env) => {
    const home = await aHomeThatFetched();
    const ran = await run(['preview', '--json', sample('payload.json')], { home, env });
    const document = documentIn(ran) as { readonly template: object };
    expect(document.template).toMatchObject({ source: 'built_in' });
    expect(document.template).not.toHaveProperty('fetched_at');
    expect(ran.stdout).not.toContain('See you soon!');
  });
});
