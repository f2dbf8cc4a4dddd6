import { describe, expect, it } from '@jest/globals';
import { explainSetUp } from '../../../src/text/set-up/set-up.ts';
import { setUpFinding } from '../../../src/domain/set-up/set-up.ts';
import { EVERY_SET_UP } from '../every-set-up.ts';
import { expectPlainWords } from '../plain-words.ts';
import { withoutIds } from '../../support/without-ids.ts';

describe('a finding about the set-up', () => {
  it.each(Object.values(EVERY_SET_UP))(
    '$code has a sentence, and something to do unless it is as it should be',
    (detail) => {
      const { message, fix } = explainSetUp(detail);
      expectPlainWords({ message, fix: fix ?? 'Nothing to do.' });
      expect(fix === null).toBe(setUpFinding(detail).state === 'ok');
    },
  );

  it.each([
    [180, "It is 3 minutes ahead of Twilio's."],
    [-180, "It is 3 minutes behind Twilio's."],
  ])('tells a clock that is %i seconds ahead', (aheadSeconds, message) => {
    expect(explainSetUp({ code: 'clock_off', aheadSeconds }).message).toBe(message);
  });

  it('names what can be pressed on a template that is more than text', () => {
    const { message } = explainSetUp({
      code: 'template_not_text',
      sid: 'HX0',
      types: [
        { type: 'twilio/text', body: 'Hi', buttons: [] },
        { type: 'twilio/quick-reply', body: 'Hi', buttons: ['Yes', 'No'] },
      ],
    });
    expect(message).toBe(
      'HX0 is not plain text alone, but twilio/text and twilio/quick-reply with the buttons "Yes" and "No".',
    );
  });

  it('lists no more senders than fit a line', () => {
    const senders = Array.from({ length: 9 }, (_, at) => `whatsapp:+44770090099${at}`);
    const { message } = explainSetUp({ code: 'sender_unknown', sender: senders[0] ?? '', senders });
    expect(message).toContain('and more.');
    expect(withoutIds(message)).not.toContain('900995');
  });

  it('shows nothing of a name that could move the cursor', () => {
    const { message } = explainSetUp({ code: 'account_full', name: 'Club\u001B[2J' });
    expect(message).not.toContain('\u001B');
  });
});
