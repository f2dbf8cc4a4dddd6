import { describe, expect, it } from '@jest/globals';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { explainTemplateChange } from '../../../src/text/set-up/template-change.ts';
import { EVERY_STOP } from '../every-problem.ts';
import { expectPlainWords } from '../plain-words.ts';

const from = { ...builtInTemplate(), category: 'UTILITY' };

describe('a template that changed in the middle of a run', () => {
  it('is reported with the lines that differ', () => {
    const to = { ...from, body: from.body.replace('5-10 minutes', '20 minutes') };
    const { message, fix } = explainTemplateChange({ kind: 'text_changed', from, to });
    expect(message.split('\n')).toEqual([
      'The text of the template has changed at Twilio since it was shown to you.',
      expect.stringMatching(/^ {2}- The registration process takes around 5-10 minutes/u),
      expect.stringMatching(/^ {2}\+ The registration process takes around 20 minutes/u),
    ]);
    expect(fix).toContain('Run the same line again');
  });

  it('to marketing is reported with what that means', () => {
    const to = { ...from, category: 'MARKETING' };
    const { message, fix } = explainTemplateChange({ kind: 'category_changed', from, to });
    expect(message).toContain('as MARKETING now, no longer as UTILITY.');
    expect(message).toContain('63049');
    expect(message).toContain('consent');
    expect(fix).toContain('UTILITY');
    expect(fix).toContain('a review in WhatsApp Manager within 60 days');
  });

  it('to another category is reported', () => {
    const to = { ...from, category: null };
    expectPlainWords(explainTemplateChange({ kind: 'category_changed', from, to }));
  });

  it.each([
    EVERY_STOP.template_not_approved,
    EVERY_STOP.template_not_found,
    EVERY_STOP.template_variables_differ,
    EVERY_STOP.template_not_text,
    EVERY_STOP.twilio_unreachable,
    EVERY_STOP.twilio_unclear,
    EVERY_STOP.twilio_refused,
  ])('into $code does not say that nothing was sent', (problem) => {
    const advice = explainTemplateChange({ kind: 'not_sendable', problem });
    expectPlainWords(advice);
    expect(advice.message).toContain('could not be sent any more');
    expect(advice.message).not.toContain('Nothing was sent');
  });
});
