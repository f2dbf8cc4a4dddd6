import { describe, expect, it } from '@jest/globals';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { composeMessage, digestOf } from '../../../src/domain/message/message.ts';
import { VARIABLE_NUMBERS } from '../../../src/domain/message/template.ts';
import { aMessage, anInvite, aTemplateSid } from '../../support/builders.ts';

const SHA256_HEX = /^[0-9a-f]{64}$/u;

describe('a message', () => {
  it('carries the values of its invite by the numbers of the template', () => {
    const invite = anInvite();
    const message = aMessage({ template: builtInTemplate(aTemplateSid('c')) });
    expect(message).toEqual({
      purpose: 'invite',
      key: expect.stringMatching(SHA256_HEX),
      inviteeKey: expect.stringMatching(SHA256_HEX),
      invite,
      to: 'whatsapp:+447700900123',
      contentSid: aTemplateSid('c'),
      contentVariables: {
        '1': 'Jane',
        '2': 'John',
        '3': 'Panthers',
        '4': 'u11s',
        '5': '2026-27',
        '6': '40',
        '7': '26',
        '8': 'Alex Johnson',
        '9': '07700 900001',
      },
      body: expect.stringContaining('Hi Jane 👋'),
    });
  });

  it('may be as long as WhatsApp carries, and no longer', () => {
    const long = { team_name: 'x'.repeat(100), parent_first_name: 'y'.repeat(100) };
    const room = 1024 - aMessage({ ...long, player_first_name: 'z' }).body.length + 1;
    const named = (length: number) => ({ ...long, player_first_name: 'z'.repeat(length) });
    expect(aMessage(named(room)).body).toHaveLength(1024);
    expect(composeMessage(anInvite(named(room + 1)), builtInTemplate())).toEqual({
      ok: false,
      problem: {
        code: 'message_too_long',
        length: 1025,
        limit: 1024,
        longest: { field: 'player_first_name', length: room + 1 },
      },
    });
  });
});

describe('the key of a message', () => {
  const original = aMessage({ player_first_name: 'Zoë', player_last_name: "O'Neil-Smith" });

  it.each([
    ['capitals', { player_first_name: 'ZOË', player_last_name: "O'NEIL-SMITH" }],
    ['small letters', { player_first_name: 'zoë', player_last_name: "o'neil-smith" }],
    ['no accent', { player_first_name: 'Zoe', player_last_name: "O'Neil-Smith" }],
    [
      'an accent in two parts',
      { player_first_name: 'Zoe\u0308', player_last_name: "O'Neil-Smith" },
    ],
    ['a curly apostrophe', { player_first_name: 'Zoë', player_last_name: 'O’Neil-Smith' }],
    ['no apostrophe', { player_first_name: 'Zoë', player_last_name: 'ONeil-Smith' }],
    ['a space for the hyphen', { player_first_name: 'Zoë', player_last_name: "O'Neil Smith" }],
    ['spaces around', { player_first_name: ' Zoë ', player_last_name: " O'Neil - Smith " }],
    ['another row', { row: 31 }],
    ['the phone written otherwise', { parent_tel: '07700 900123' }],
    ['the season written otherwise', { current_registration_season: '2026/27' }],
    ['another parent at the same phone', { parent_first_name: 'Sam', parent_last_name: 'Lee' }],
    ['another team', { team_name: 'Lions', age_group: 'u12s' }],
    ['another fee', { membership_fee_amount: '45', subscription_fee_amount: '30' }],
    ['another manager', { team_manager_1_full_name: 'Jo', team_manager_1_tel: '07700 900002' }],
  ])('is the same for the same child with %s', (_what, parts) => {
    const again = aMessage({
      player_first_name: 'Zoë',
      player_last_name: "O'Neil-Smith",
      ...parts,
    });
    expect(again.key).toBe(original.key);
    expect(again.inviteeKey).toBe(original.inviteeKey);
  });

  it.each([
    ['phone', { parent_tel: '07700 900124' }],
    ['first name', { player_first_name: 'Joe' }],
    ['last name', { player_last_name: 'Neil-Smith' }],
    ['season', { current_registration_season: '2027-28' }],
  ])('differs for another %s', (_what, parts) => {
    const other = aMessage({
      player_first_name: 'Zoë',
      player_last_name: "O'Neil-Smith",
      ...parts,
    });
    expect(other.key).not.toBe(original.key);
    expect(other.inviteeKey).not.toBe(original.inviteeKey);
  });

  it('differs for another template, and the key of who is invited does not', () => {
    const one = aMessage({ template: builtInTemplate(aTemplateSid('a')) });
    const other = aMessage({ template: builtInTemplate(aTemplateSid('b')) });
    expect(other.key).not.toBe(one.key);
    expect(other.inviteeKey).toBe(one.inviteeKey);
  });

  it.each([
    ['王芳', '王伟'],
    ['محمد', 'أحمد'],
    ['Νίκος', 'Γιώργος'],
    ['Иван', 'Олег'],
  ])('distinguishes %s from %s in any script', (one, other) => {
    expect(aMessage({ player_first_name: one }).key).not.toBe(
      aMessage({ player_first_name: other }).key,
    );
  });

  it('does not let a name run over into the next', () => {
    const one = aMessage({ player_first_name: 'Jo', player_last_name: 'Annesmith' });
    const other = aMessage({ player_first_name: 'Joanne', player_last_name: 'Smith' });
    expect(one.key).not.toBe(other.key);
  });

  it('is never also the key of who is invited', () => {
    expect(original.key).not.toBe(original.inviteeKey);
  });
});

describe('the digest of a message', () => {
  const message = aMessage();

  it('is the same for the same message from another row', () => {
    expect(digestOf(aMessage({ row: 31 }))).toBe(digestOf(message));
    expect(digestOf(message)).toMatch(SHA256_HEX);
  });

  it('differs for another recipient', () => {
    expect(digestOf({ ...message, to: 'whatsapp:+447700900124' })).not.toBe(digestOf(message));
  });

  it('differs for another template', () => {
    expect(digestOf({ ...message, contentSid: aTemplateSid('d') })).not.toBe(digestOf(message));
  });

  it('differs for another text', () => {
    expect(digestOf({ ...message, body: `${message.body} ` })).not.toBe(digestOf(message));
  });

  it.each(VARIABLE_NUMBERS)('differs for another value of variable %s', (number) => {
    const contentVariables = { ...message.contentVariables, [number]: 'Other' };
    expect(digestOf({ ...message, contentVariables })).not.toBe(digestOf(message));
  });

  it('differs when two values change places', () => {
    const { '1': one, '2': two } = message.contentVariables;
    const contentVariables = { ...message.contentVariables, '1': two, '2': one };
    expect(digestOf({ ...message, contentVariables })).not.toBe(digestOf(message));
  });

  it('differs when a letter moves from one value to the next', () => {
    const contentVariables = { ...message.contentVariables, '1': 'JaneJ', '2': 'ohn' };
    expect(digestOf({ ...message, contentVariables })).not.toBe(digestOf(message));
  });
});

describe('a text with a pound sign too many', () => {
  it('goes to nobody', () => {
    const template = { ...builtInTemplate(), body: `${builtInTemplate().body} ££` };
    expect(composeMessage(anInvite(), template)).toEqual({
      ok: false,
      problem: { code: 'doubled_pound' },
    });
  });
});

describe('an invite with a gap, which no parser makes', () => {
  it('is a fault of the tool, and no message', () => {
    const invite = { ...anInvite(), team: '' };
    expect(() => composeMessage(invite, builtInTemplate())).toThrow('no empty values');
  });
});
