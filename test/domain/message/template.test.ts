import { describe, expect, it } from '@jest/globals';
import {
  asTemplateSid,
  checkedTemplate,
  renderBody,
  TEMPLATE_VARIABLES,
  VARIABLE_NUMBERS,
  type ContentVariables,
  type Template,
} from '../../../src/domain/message/template.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { aTemplateSid } from '../../support/builders.ts';

const VALUES: ContentVariables = {
  '1': 'Jane',
  '2': 'John',
  '3': 'Panthers',
  '4': 'u11s',
  '5': '2026-27',
  '6': '40',
  '7': '26',
  '8': 'Alex Johnson',
  '9': '07700 900001',
};

const NINE = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

function aTemplateWith(body: string): Template {
  return {
    sid: aTemplateSid(),
    name: 'invite',
    body,
    source: 'twilio',
    approvalState: 'approved',
    category: 'UTILITY',
  };
}

function bodyOf(names: readonly string[]): string {
  return names.map((name) => `word {{${name}}}`).join(' and ');
}

function problemOf(deed: () => unknown): unknown {
  try {
    deed();
  } catch (error) {
    if (error instanceof InviteError) return error.problem;
    throw error;
  }
  return null;
}

describe("the template's variables", () => {
  it('are the nine of the registered text, each with its own field', () => {
    expect(TEMPLATE_VARIABLES).toEqual({
      '1': 'parent_first_name',
      '2': 'player_first_name',
      '3': 'team_name',
      '4': 'age_group',
      '5': 'current_registration_season',
      '6': 'membership_fee_amount',
      '7': 'subscription_fee_amount',
      '8': 'team_manager_1_full_name',
      '9': 'team_manager_1_tel',
    });
    expect(VARIABLE_NUMBERS).toEqual(NINE);
  });
});

describe('a checked template', () => {
  it.each([
    ['the nine in order', bodyOf(NINE)],
    ['the nine in another order', bodyOf(NINE.toReversed())],
    ['one of them twice', bodyOf([...NINE, '1'])],
    ['spaces inside the braces', bodyOf(NINE).replace('{{1}}', '{{ 1 }}')],
  ])('is the template itself when its text has %s', (_what, body) => {
    const template = aTemplateWith(body);
    expect(checkedTemplate(template, NINE)).toBe(template);
  });

  it.each([
    ['lacks one', NINE.slice(1), NINE.slice(1)],
    ['lacks all', [], []],
    ['has a tenth', [...NINE, '10'], ['1', '10', '2', '3', '4', '5', '6', '7', '8', '9']],
    ['has a name for a number', ['name', ...NINE.slice(1)], [...NINE.slice(1), 'name']],
    ['has a name that every object has', [...NINE, 'toString'], [...NINE, 'toString']],
  ])('is refused when its text %s', (_what, names, found) => {
    expect(problemOf(() => checkedTemplate(aTemplateWith(bodyOf(names)), NINE))).toEqual({
      code: 'template_variables_differ',
      sid: aTemplateSid(),
      found,
    });
  });

  it.each(NINE)('is refused when Twilio does not list variable %s', (left) => {
    const declared = NINE.filter((number) => number !== left);
    expect(problemOf(() => checkedTemplate(aTemplateWith(bodyOf(NINE)), declared))).toEqual({
      code: 'template_variables_differ',
      sid: aTemplateSid(),
      found: declared,
    });
  });

  it('is refused when Twilio lists one that its text does not have', () => {
    expect(
      problemOf(() => checkedTemplate(aTemplateWith(bodyOf(NINE)), [...NINE, 'club'])),
    ).toEqual({ code: 'template_variables_differ', sid: aTemplateSid(), found: [...NINE, 'club'] });
  });
});

describe('a rendered text', () => {
  it('has each value in the place of its number', () => {
    expect(renderBody('Hi {{1}}, {{2}} for {{3}} {{4}}: £{{6}}.', VALUES)).toBe(
      'Hi Jane, John for Panthers u11s: £40.',
    );
  });

  it('has a value in every place of its number', () => {
    expect(renderBody('{{2}}, {{ 2 }} and {{2}}', VALUES)).toBe('John, John and John');
  });

  it.each([
    ['a placeholder', '{{2}}'],
    ['its own placeholder', '{{1}}'],
    ['a pattern of replacement', "$& $1 $` $' $$"],
    ['half a placeholder', '{{'],
  ])('leaves a value as it is that looks like %s', (_what, value) => {
    expect(renderBody('Hi {{1}} and {{2}}', { ...VALUES, '1': value })).toBe(
      `Hi ${value} and John`,
    );
  });

  it('makes no placeholder out of two values that meet', () => {
    expect(renderBody('{{1}}{{2}}', { ...VALUES, '1': '{{', '2': '3}}' })).toBe('{{3}}');
  });

  it('keeps a placeholder that has no value', () => {
    expect(renderBody('{{10}} {{toString}}', VALUES)).toBe('{{10}} {{toString}}');
  });
});

describe('the id of a template', () => {
  it('is HX and 32 hex digits', () => {
    expect(asTemplateSid(`HX${'0a'.repeat(16)}`)).toBe(`HX${'0a'.repeat(16)}`);
  });

  it.each([
    ['', 'nothing'],
    [`HX${'a'.repeat(31)}`, 'a digit short'],
    [`HX${'a'.repeat(33)}`, 'a digit too many'],
    [`HX${'g'.repeat(32)}`, 'letters that are no digits'],
    [`MM${'a'.repeat(32)}`, 'the id of a message'],
    [` HX${'a'.repeat(32)}`, 'a space in front'],
  ])('is not %j: %s', (text) => {
    expect(asTemplateSid(text)).toBeNull();
  });
});
