import { describe, expect, it } from '@jest/globals';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import {
  composeTestMessage,
  examplesAmong,
  parseTestNumbers,
  type TestMessage,
  type TestNumber,
} from '../../../src/domain/message/test-message.ts';
import { aMessage, anInvite } from '../../support/builders.ts';

const NUMBERS = parseTestNumbers('07700 900001, 07700 900002') ?? [];
const [OWN, OTHER] = NUMBERS as readonly [TestNumber, TestNumber];

function aTest(number: TestNumber, at: string): TestMessage {
  const composed = composeTestMessage(anInvite(), builtInTemplate(), number, new Date(at));
  if (!composed.ok) throw new Error('The example makes a message.');
  return composed.message;
}

describe('a test message', () => {
  const test = aTest(OWN, '2026-07-15T18:42:00Z');

  it('has all that the invite has, but for its number', () => {
    const real = aMessage();
    expect(test.to).toBe('whatsapp:+447700900001');
    expect(test.body).toBe(real.body);
    expect(test.contentVariables).toEqual(real.contentVariables);
  });

  it('does not count as an invite, even if the parent has the test phone', () => {
    const real = aMessage({ parent_tel: OWN });
    expect(real.to).toBe(test.to);
    expect(test.key).not.toBe(real.key);
    expect(test.inviteeKey).not.toBe(real.inviteeKey);
  });

  it('does not block another test', () => {
    const keys = [test, aTest(OWN, '2026-07-15T18:42:01Z'), aTest(OTHER, '2026-07-15T18:42:00Z')];
    expect(new Set(keys.map(({ key }) => key)).size).toBe(3);
    expect(new Set(keys.map(({ inviteeKey }) => inviteeKey)).size).toBe(3);
  });
});

describe('test numbers', () => {
  it('are mobiles with commas between them, each once', () => {
    expect(parseTestNumbers('07700 900001, +447700900002,07700900001')).toEqual([
      '+447700900001',
      '+447700900002',
    ]);
  });

  it.each(['', 'mine', '07700 900001,', '0161 496 0123'])('are none in %j', (text) => {
    expect(parseTestNumbers(text)).toBeNull();
  });

  it('that are kept for examples are known', () => {
    expect(examplesAmong(NUMBERS)).toEqual(NUMBERS);
    expect(examplesAmong(parseTestNumbers('07911 123456') ?? [])).toEqual([]);
  });
});
