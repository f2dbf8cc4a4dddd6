import { describe, expect, it } from '@jest/globals';
import { assert, constant, property, shuffledSubarray, tuple } from 'fast-check';
import { readHeading } from '../../../../src/domain/list/headings/read-heading.ts';
import type { Holds } from '../../../../src/domain/list/headings/unused-heading.ts';
import type { ColumnField } from '../../../../src/domain/record/field.ts';

const TAKEN: readonly (readonly [string, ColumnField])[] = [
  ["Youngster's forename", 'player_first_name'],
  ['SURNAME OF JUNIOR:', 'player_last_name'],
  ['kidSurName', 'player_last_name'],
  ["What is your son's full name?", 'player_full_name'],
  ['Pupils Name *', 'player_full_name'],
  ['Carer 1 - Forename (required)', 'parent_first_name'],
  ['guardianlastname', 'parent_last_name'],
  ['P1 Surname', 'parent_last_name'],
  ['Caregiver’s Name', 'parent_full_name'],
  ['Whatsapp No. (carer)', 'parent_tel'],
  ['Primary Carer Mob.', 'parent_tel'],
  ['1st contact telephone', 'parent_tel'],
  ['AccountHolderCellPhone', 'parent_tel'],
  ["Child's D.O.B. (DD/MM/YYYY)", 'player_dob'],
  ['Kid_Birthday', 'player_dob'],
  ['Child surname as on birth certificate', 'player_last_name'],
  ['Squad Name', 'team_name'],
  ["Which squad is your daughter's", 'team_name'],
  ['Age-Grp 2026/27', 'age_group'],
  ['Season 26/27', 'current_registration_season'],
  ['Signing-on Cost (£)', 'membership_fee_amount'],
  ['Joining fee GBP', 'membership_fee_amount'],
  ['Reg. fee', 'membership_fee_amount'],
  ['Sign-on fee', 'membership_fee_amount'],
  ['Junior LName', 'player_last_name'],
  ['Guardian ph. no.', 'parent_tel'],
  ['Monthly Price', 'subscription_fee_amount'],
  ['Sub per month', 'subscription_fee_amount'],
  ['Mgr (full name)', 'team_manager_1_full_name'],
  ['Tel. of Squad Manager', 'team_manager_1_tel'],
];

const ASKED: readonly (readonly [string, readonly ColumnField[]])[] = [
  ['Given name', ['player_first_name', 'parent_first_name']],
  ['Family name', ['player_last_name', 'parent_last_name']],
  ["Mum's mob", ['parent_tel']],
  ['DadSurname', ['parent_last_name']],
  ['Mum / Dad mobile', ['parent_tel']],
  ['Household phone', ['parent_tel']],
  ['Guardian number', ['parent_tel']],
  ['Carer contact', ['parent_full_name', 'parent_tel']],
  ['Emergency contact (carer)', ['parent_full_name', 'parent_tel']],
  ["Child's parent surname", ['player_last_name', 'parent_last_name']],
  ['Guardian nickname', ['parent_first_name']],
  ['Carer forename on passport', ['parent_first_name']],
  ['Member surname', ['player_last_name']],
  ['Age of junior', ['age_group']],
  ['Class', ['team_name']],
  ['Squad / age group', ['age_group']],
  ['Player of the season', ['current_registration_season']],
  ['Coach or manager', ['team_manager_1_full_name']],
  ['Child surname (as on passport)', ['player_last_name']],
  ['Trainer mobile', ['team_manager_1_tel']],
  ['Subscription', ['subscription_fee_amount']],
  ['Season fee', ['membership_fee_amount', 'subscription_fee_amount']],
];

const HELD: readonly (readonly [string, Holds])[] = [
  ["Carer's e-mail", 'email'],
  ['Emergency mobile', 'emergency_contact'],
  ['Next-of-kin name', 'emergency_contact'],
  ['Surgery phone', 'medical'],
  ['Billing surname', 'payment'],
  ['Was the joining fee paid', 'payment'],
  ['Guardian evening phone', 'landline'],
  ["Pupil's mobile", 'child_phone'],
  ['Mobile 2', 'second_phone'],
  ['Carer 1 other mobile', 'second_phone'],
  ['Carer 2 Mob', 'second_parent_phone'],
  ['Primary Contact 2: Phone 1', 'second_parent_phone'],
  ['2nd guardian surname', 'second_parent_name'],
  ['Husband or wife', 'second_parent_name'],
  ["Partner's surname", 'second_parent_name'],
  ['Spouse (mobile)', 'second_parent_phone'],
  ['Child 2 forename', 'other_child'],
  ["Brother's name", 'other_person'],
  ['Asst Manager', 'other_person'],
  ["Carer's date of birth", 'parent_birth_date'],
  ['Birth year', 'birth_year'],
  ['Birth month', 'birth_year'],
  ['Yr group', 'school_year'],
  ['Date of registration', 'record_date'],
  ['Forename and birthday of the child', 'several_values'],
  ['Children', 'several_values'],
  ['Guardian name & number', 'several_values'],
  ['Student contact no', 'child_phone'],
  ['Preferred squad', 'wish'],
  ['Membership No.', 'other_number'],
  ['Has a carer?', 'answer'],
  ["Last season's team (previous)", 'wish'],
];

describe('a heading', () => {
  it.each(TAKEN)('%j stands for %s', (heading, field) => {
    expect(readHeading(heading)).toMatchObject({ take: field, ask: [], holds: null });
  });

  it.each(ASKED)('%j may stand for %j', (heading, fields) => {
    expect(readHeading(heading)).toMatchObject({ take: null, ask: fields, holds: null });
  });

  it.each(HELD)('%j is not taken: it holds %s', (heading, holds) => {
    expect(readHeading(heading)).toMatchObject({ take: null, ask: [], holds });
  });

  it.each([
    ['First Parent Name', 'parent_full_name'],
    ['firstGuardian', 'parent_full_name'],
    ['First parent/carer surname', 'parent_last_name'],
    ['First Carer First Name', 'parent_first_name'],
    ['Mobile of first contact', 'parent_tel'],
    ['Carer First Name', 'parent_first_name'],
    ['First Name of Guardian', 'parent_first_name'],
    ['First Child Name', 'player_full_name'],
  ] as const)('%j says by the place of "first" whether it is a number: %s', (heading, field) => {
    expect(readHeading(heading)).toMatchObject({ take: field, holds: null });
  });

  it.each([
    ['Goalkeeper gloves', 'no word of it is known'],
    ['Venue phone', 'it may be of anybody'],
    ['Kit bag fee', 'a price of something else'],
    ['Consent', 'a status column, which says who agreed'],
    [`Parent first name ${'as on the form '.repeat(9)}`, 'too long for a heading'],
    ['', 'empty'],
    ['£ (2026)', 'without words'],
  ])('%j stands for nothing: %s', (heading, _why) => {
    expect(readHeading(heading)).toMatchObject({ take: null, ask: [] });
  });

  it.each([
    ['Carer surname', true],
    ['Coach', true],
    ['Contact ID', true],
    ['Christian', false],
    ['Will Price', false],
    ['Mother', false],
    ['Paid', false],
    ['Lions squad', false],
  ])('%j can only be a heading: %s', (text, isHeading) => {
    expect(readHeading(text).isSurelyHeading).toBe(isHeading);
  });
});

describe('the words of a heading', () => {
  const every = [...TAKEN, ...ASKED, ...HELD].map(([heading]) => heading);

  it.each(every)('%j says the same in capitals and in other marks', (heading) => {
    const reading = readHeading(heading);
    expect(readHeading(heading.replaceAll(' ', '_'))).toEqual(reading);
    expect(readHeading(` ${heading} \u200B*`)).toEqual(reading);
  });

  it('say the same in any order, if a number stays with its word and "first" is none', () => {
    const words = [
      'guardian 1',
      'forename',
      'name',
      'mobile',
      'child',
      'team',
      'manager',
      'fee',
      'monthly',
    ];
    const others = [
      'phone 2',
      'contact 2',
      'other',
      'emergency',
      'email',
      'dob',
      'surname',
      'lions',
    ];
    assert(
      property(
        shuffledSubarray([...words, ...others], { minLength: 1, maxLength: 5 }).chain((some) =>
          tuple(constant(some), shuffledSubarray(some, { minLength: some.length })),
        ),
        ([some, shuffled]) => {
          expect(readHeading(shuffled.join(' '))).toEqual(readHeading(some.join(' ')));
        },
      ),
    );
  });
});
