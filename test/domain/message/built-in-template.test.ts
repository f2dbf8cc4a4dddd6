import { describe, expect, it } from '@jest/globals';
import {
  BUILT_IN_TEMPLATE_SID,
  builtInTemplate,
  exampleVariables,
} from '../../../src/domain/message/built-in-template.ts';
import { renderBody, VARIABLE_NUMBERS } from '../../../src/domain/message/template.ts';
import { aMessage, aTemplateSid } from '../../support/builders.ts';

const REGISTERED = [
  'Hi {{1}} 👋,',
  'Omega here, the Urmston Town Registration Assistant.',
  "You've been invited to register {{2}} to join Urmston Town {{3}} {{4}} for the upcoming {{5}} season.",
  "The registration process takes around 5-10 minutes—just let me know when you're ready to begin.",
  "To complete registration, you'll be required to make an immediate one-off membership (signing-on) payment for the season of £{{6}}, and also setup a direct debit payment of £{{7}} per month using our online payment system.",
  "If you have any questions before registering, please feel free to reach out to team manager {{8}} on {{9}}. Let me know when you're ready to get started!",
].join('\n\n');

const GOLDEN = `Hi Jane 👋,

Omega here, the Urmston Town Registration Assistant.

You've been invited to register John to join Urmston Town Panthers u11s for the upcoming 2026-27 season.

The registration process takes around 5-10 minutes—just let me know when you're ready to begin.

To complete registration, you'll be required to make an immediate one-off membership (signing-on) payment for the season of £40, and also setup a direct debit payment of £26 per month using our online payment system.

If you have any questions before registering, please feel free to reach out to team manager Alex Johnson on 07700 900001. Let me know when you're ready to get started!`;

describe('the built-in template', () => {
  it('is the text as it was registered with WhatsApp', () => {
    expect(builtInTemplate()).toEqual({
      sid: BUILT_IN_TEMPLATE_SID,
      name: 'registration invite (built-in copy)',
      body: REGISTERED,
      source: 'built_in',
      approvalState: 'built_in',
      category: null,
    });
  });

  it('takes the id of the template it stands in for', () => {
    expect(builtInTemplate(aTemplateSid('b')).sid).toBe(aTemplateSid('b'));
  });

  it('renders the example record as a parent will read it', () => {
    expect(aMessage().body).toBe(GOLDEN);
  });

  const PAIRS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'].flatMap((one, index, all) =>
    all.slice(index + 1).map((other) => [one, other] as const),
  );

  it.each(PAIRS)('reads differently when variables %s and %s are swapped', (one, other) => {
    const variables = aMessage().contentVariables;
    const swapped = Object.fromEntries(
      Object.entries(variables).map(([number, value]) => [
        number === one ? other : number === other ? one : number,
        value,
      ]),
    );
    expect(renderBody(REGISTERED, { ...variables, ...swapped })).not.toBe(GOLDEN);
  });
});

describe('the example of an invite', () => {
  it.each([
    ['2026-11-23T10:00:00Z', '2026-27'],
    ['2027-05-31T10:00:00Z', '2026-27'],
    ['2027-06-01T10:00:00Z', '2027-28'],
    ['2099-12-01T10:00:00Z', '2099-00'],
  ])('is at %s for the season %s', (now, season) => {
    const variables = exampleVariables(new Date(now));
    expect(variables['5']).toBe(season);
    expect(Object.keys(variables)).toEqual(VARIABLE_NUMBERS);
  });
});
