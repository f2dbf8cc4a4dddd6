import { describe, expect, it } from '@jest/globals';
import {
  fillAnswer,
  readSavedAnswer,
  type AnswerValues,
} from '../../../src/domain/contact/saved-answer.ts';

const ONE: AnswerValues = {
  player_first_name: ['Jo'],
  player_last_name: [''],
  team_name: ['Panthers'],
  age_group: ['u11s'],
  team_manager_1_full_name: ['Alex Johnson'],
  team_manager_1_tel: ['07700 900001'],
  current_registration_season: ['2026-27'],
  parent_first_name: ['Jane'],
  parent_last_name: ['Smith'],
  parent_tel: ['+447700900123'],
  membership_fee_amount: ['40'],
  subscription_fee_amount: ['26'],
  LINK: ['https://club.example/join_us_now'],
};

describe('a saved answer', () => {
  it.each([
    'See you on Saturday.',
    'Hi {parent_first_name}, register {player_first_name} here: {LINK}',
    'First line\nsecond line',
    'Ask {team_manager_1_full_name}.',
  ])('can be %j', (text) => {
    expect(readSavedAnswer(` ${text}\r\n`)).toEqual({ ok: true, text });
  });

  it.each([
    ['{player_frist_name}', 'player_frist_name', 'player_first_name'],
    ['{Player First Name}', 'Player First Name', 'player_first_name'],
    ['{link}', 'link', 'LINK'],
    ['{team}', 'team', null],
    ['{}', '', null],
    [`{${'x'.repeat(200)}}`, 'x'.repeat(200), null],
  ])('with %s is refused, with the nearest name', (text, name, nearest) => {
    expect(readSavedAnswer(`Hi ${text}`)).toEqual({
      ok: false,
      fault: { kind: 'unknown_part', name, nearest },
    });
  });

  it.each(['{{player_first_name}}', 'Hi {player_first_name', 'Hi } there'])(
    'with a brace by itself is refused: %s',
    (text) => {
      expect(readSavedAnswer(text)).toEqual({ ok: false, fault: { kind: 'stray_brace' } });
    },
  );

  it.each([
    ['', { kind: 'empty' }],
    ['Hi *you*', { kind: 'formatting_mark', mark: '*' }],
    ['a'.repeat(1025), { kind: 'too_long', length: 1025, limit: 1024 }],
    ['Hi\u200Bthere', { kind: 'hidden_mark' }],
  ])('that cannot be sent is refused: %j', (text, fault) => {
    expect(readSavedAnswer(text)).toEqual({ ok: false, fault: { kind: 'text', fault } });
  });
});

describe('a saved answer for one parent', () => {
  it('has their values, and the link as it is', () => {
    const saved = 'Hi {parent_first_name}, {player_first_name} can register here: {LINK}';
    expect(fillAnswer(saved, ONE)).toEqual({
      ok: true,
      text: 'Hi Jane, Jo can register here: https://club.example/join_us_now',
    });
  });

  it('names all children, and has one value where they have the same', () => {
    const two = {
      ...ONE,
      player_first_name: ['Jo', 'Robin'],
      team_name: ['Panthers', 'Panthers'],
    };
    expect(fillAnswer('{player_first_name} play for {team_name}', two)).toEqual({
      ok: true,
      text: 'Jo and Robin play for Panthers',
    });
  });

  it.each([
    ['{player_last_name}', ONE, { kind: 'part_empty', part: 'player_last_name' }],
    ['{LINK}', { ...ONE, LINK: [] }, { kind: 'part_empty', part: 'LINK' }],
    [
      'It costs {membership_fee_amount}',
      { ...ONE, membership_fee_amount: ['40', '35'] },
      { kind: 'part_differs', part: 'membership_fee_amount', values: ['40', '35'] },
    ],
    [
      '{team_name}',
      { ...ONE, team_name: ['Panthers*'] },
      { kind: 'text', fault: { kind: 'formatting_mark', mark: '*' } },
    ],
    [
      `${'a'.repeat(1000)}{LINK}`,
      ONE,
      { kind: 'text', fault: { kind: 'too_long', length: 1032, limit: 1024 } },
    ],
  ] as const)('is refused: %s', (saved, values, why) => {
    expect(fillAnswer(saved, values)).toEqual({ ok: false, why });
  });
});
