import { describe, expect, it } from '@jest/globals';
import { setUpFinding } from '../../../src/domain/set-up/set-up.ts';
import { explainSetUp } from '../../../src/text/set-up/set-up.ts';
import { withoutIds } from '../../support/normalised-text.ts';
import { EVERY_SET_UP } from '../every-set-up.ts';
import { expectPlainWords } from '../plain-words.ts';

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

  it('names the buttons of a template that is more than text', () => {
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

  it.each([
    [
      { kind: 'file', file: 'ledger.db.key' } as const,
      'ledger.db can be written. Its key is ledger.db.key: keep the two together and back up both, since neither is of use without the other.',
    ],
    [
      { kind: 'secret', name: 'urmston/ledger-key' } as const,
      'ledger.db can be written. Its key is a secret, which AWS keeps as urmston/ledger-key: show it to nobody, and never delete it, since the ledger is of no use without it.',
    ],
    [
      { kind: 'setting', name: 'LEDGER_KEY' } as const,
      'ledger.db can be written. Its key is a secret, here the setting LEDGER_KEY: show it to nobody, and keep a copy where secrets are kept, since the ledger is of no use without it.',
    ],
    [{ kind: 'rehearsal' } as const, 'ledger.db can be written.'],
  ])('says of a ledger that can be written how to keep its key: %j', (key, message) => {
    const advice = explainSetUp({ code: 'ledger_writable', file: 'ledger.db', key });
    expect(advice).toEqual({ message, fix: null });
    expectPlainWords({ message, fix: 'Nothing to do.' });
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
