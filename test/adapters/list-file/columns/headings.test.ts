import { describe, expect, it } from '@jest/globals';
import {
  fieldsToAskAbout,
  headingKey,
  isKnownHeading,
  isStatusHeading,
  matchHeading,
  refusedContent,
} from '../../../../src/adapters/list-file/columns/headings.ts';
import { COLUMN_FIELDS } from '../../../../src/domain/record/field.ts';

describe('a heading', () => {
  it.each(COLUMN_FIELDS)('%s is recognised as the exact name', (field) => {
    expect(matchHeading(field)).toEqual({ field, how: 'exact' });
  });

  it.each([
    ['Player First Name', 'player_first_name', 'TeamPages, Sports Connect'],
    ['Player Last Name', 'player_last_name', 'TeamPages'],
    ['Player DOB', 'player_dob', 'TeamPages'],
    ['Team Name', 'team_name', 'Teammo'],
    ['Age Group', 'age_group', 'common'],
    ['Parent First Name', 'parent_first_name', 'TeamPages, TeamPlay'],
    ['Parent Last Name', 'parent_last_name', 'TeamPages'],
    ['membershipFeeAmount', 'membership_fee_amount', 'the club’s 2024-25 table'],
    ['PARENT_TEL', 'parent_tel', 'capitals'],
    ['  parent tel  ', 'parent_tel', 'spaces around it'],
    ['\uFEFFparent-tel', 'parent_tel', 'a second byte order mark'],
    ['Parent\u200B Tel', 'parent_tel', 'an invisible character'],
    ['Parent Tel *', 'parent_tel', 'a star for required'],
    ['Parent Tel (required)', 'parent_tel', 'required in words'],
    ['Age Group - optional', 'age_group', 'optional in words'],
    ['Parent/Tel?', 'parent_tel', 'a slash and a question mark'],
    ['[Parent] Tel:', 'parent_tel', 'brackets and a colon'],
    ['Ｐａｒｅｎｔ Ｔｅｌ', 'parent_tel', 'wide letters'],
    ['Player\nFirst Name', 'player_first_name', 'a line break in the cell'],
  ])('%j is %s by the rule: %s', (heading, field, _why) => {
    expect(matchHeading(heading)).toEqual({ field, how: 'normalised' });
  });

  it.each([
    ['parGdnFirstName1', 'parent_first_name'],
    ['Guardian First Name', 'parent_first_name'],
    ['Parent #1 First Name', 'parent_first_name'],
    ['Parent/Guardian #1 First Name', 'parent_first_name'],
    ['Parent 1 First Name', 'parent_first_name'],
    ['P1 First Name', 'parent_first_name'],
    ['Account First Name', 'parent_first_name'],
    ['Guardian 1 First Name', 'parent_first_name'],
    ['parGdnSurname1', 'parent_last_name'],
    ['Guardian Last Name', 'parent_last_name'],
    ['Parent Surname', 'parent_last_name'],
    ['P1 Last Name', 'parent_last_name'],
    ['parGdnTel1', 'parent_tel'],
    ['Parent Mobile', 'parent_tel'],
    ['Parent Phone', 'parent_tel'],
    ['Guardian Mobile', 'parent_tel'],
    ['PARENT_1_PHONE', 'parent_tel'],
    ['P1 Mobile', 'parent_tel'],
    ['playerFirstName1', 'player_first_name'],
    ['CHILD_FIRST_NAME', 'player_first_name'],
    ['Child First Name', 'player_first_name'],
    ['playerSurname1', 'player_last_name'],
    ['Child Surname', 'player_last_name'],
    ['CHILD_LAST_NAME', 'player_last_name'],
    ['team', 'team_name'],
    ['playerTeam1', 'team_name'],
    ['Squad', 'team_name'],
    ['playerAgeGroup1', 'age_group'],
    ['Season', 'current_registration_season'],
    ['Team Season', 'current_registration_season'],
    ['Registration Season', 'current_registration_season'],
    ['Membership Fee', 'membership_fee_amount'],
    ['Signing On Fee', 'membership_fee_amount'],
    ['Registration Fee', 'membership_fee_amount'],
    ['Monthly Subs', 'subscription_fee_amount'],
    ['Monthly Fee', 'subscription_fee_amount'],
    ['Subscription Fee', 'subscription_fee_amount'],
    ['Manager', 'team_manager_1_full_name'],
    ['Team Manager', 'team_manager_1_full_name'],
    ['Manager Name', 'team_manager_1_full_name'],
    ['Manager Mobile', 'team_manager_1_tel'],
    ['Manager Phone', 'team_manager_1_tel'],
    ['Team Manager Tel', 'team_manager_1_tel'],
    ['parGdnFullName1', 'parent_full_name'],
    ['Parent #1 Full Name', 'parent_full_name'],
    ['Parent Name', 'parent_full_name'],
    ['PARENT_1_NAME', 'parent_full_name'],
    ['Parent/Guardian', 'parent_full_name'],
    ['Player Name', 'player_full_name'],
    ['playerDOB1', 'player_dob'],
    ['Date of Birth', 'player_dob'],
    ['DOB', 'player_dob'],
    ['Birthdate', 'player_dob'],
    ['Birth Date', 'player_dob'],
    ['CHILD_DATE_OF_BIRTH', 'player_dob'],
    ['season*', 'current_registration_season'],
  ])('%s is an alias of %s', (heading, field) => {
    expect(matchHeading(heading)).toEqual({ field, how: 'alias' });
  });

  it.each([
    ['First Name', ['player_first_name', 'parent_first_name'], 'usually the child'],
    ['Name', ['player_full_name', 'parent_full_name'], 'whose?'],
    ['Team Member Name', ['player_full_name'], 'players and others'],
    ['Guardians', ['parent_full_name'], 'several people in one cell'],
    ['Mum First Name', ['parent_first_name'], 'one of two parents'],
    ['Contact First Name', ['parent_first_name'], 'unclear whose contact'],
    ['Last Name', ['player_last_name', 'parent_last_name'], 'whose?'],
    ['Mobile Phone', ['parent_tel'], 'whose?'],
    ['Cell', ['parent_tel'], 'whose?'],
    ['Cellphone', ['parent_tel'], 'whose?'],
    ['Mobile', ['parent_tel'], 'may be the child’s'],
    ['Phone Number', ['parent_tel'], 'whose?'],
    ['Phone', ['parent_tel'], 'whose?'],
    ['Primary Phone', ['parent_tel'], 'whose?'],
    ['Team Member Mobile', ['parent_tel'], 'may be the child’s'],
    ['CHILD_PREFERRED_FIRST_NAME', ['player_first_name'], 'better in a message, when filled'],
    ['Forename', ['player_first_name', 'parent_first_name'], 'whose?'],
    ['Surname', ['player_last_name', 'parent_last_name'], 'whose?'],
    ['Division', ['team_name'], 'often the age group'],
    ['Group', ['team_name'], 'group or sub-group'],
    ['Age', ['age_group'], 'may be years old'],
    ['Fee', ['membership_fee_amount', 'subscription_fee_amount'], 'which fee?'],
    ['Subs', ['subscription_fee_amount'], 'a month, or a season?'],
    ['Coach', ['team_manager_1_full_name'], 'coach and manager may be two people'],
  ])('%s is ambiguous: %#', (heading, fields, _why) => {
    expect(matchHeading(heading)).toBeNull();
    expect(fieldsToAskAbout(heading)).toEqual(fields);
  });

  it.each([
    ['Phone 2', 'the second choice'],
    ['Other phone', 'whose?'],
    ['Year Group', 'the school year'],
    ['parGdnDOB1', 'the parent’s'],
  ])('%s is never used: %s', (heading, _why) => {
    expect(matchHeading(heading)).toBeNull();
    expect(fieldsToAskAbout(heading)).toEqual([]);
    expect(isKnownHeading(heading)).toBe(true);
    expect(refusedContent(heading)).not.toBeNull();
  });

  it.each([
    ['Status', true, 'the state of a player'],
    ['membership status', true, 'the same'],
    ['Archived', false, 'who left'],
    ['Active', false, 'who did not leave'],
    ['Left', false, 'who left'],
    ['Consent', true, 'who agreed'],
    ['consentWhatsApp', true, 'the club’s 2024-25 table'],
    ['WhatsApp consent', true, 'common'],
    ['Opt-out', true, 'reversed meaning'],
    ['Opted out', false, 'which a cell may say, too'],
    ['Unsubscribed', false, 'which a cell may say, too'],
    ['Happy to receive WhatsApp messages?', true, 'who agreed, in other words'],
  ])('%s excludes rows; that it cannot be a value is %s: %s', (heading, isSure, _why) => {
    expect(isStatusHeading(heading)).toBe(true);
    expect(isKnownHeading(heading)).toBe(isSure);
    expect(matchHeading(heading)).toBeNull();
    expect(fieldsToAskAbout(heading)).toEqual([]);
  });

  it.each([
    ['parent_relationship_to_player', 'the club’s 2025-26 table'],
    ['parGdnRelToChild1', 'the club’s 2024-25 table'],
    ['PARENT_1_RELATIONSHIP', 'NHS class list'],
    ['Role label', 'TeamSnap'],
    ['FAN', 'the FA’s number of a player'],
    ['Contact ID', 'ClubSpark'],
    ['Primary Contact ID', 'ClubSpark'],
    ['registration_code', 'the club’s 2025-26 table'],
    ['parent_tel_2', 'a second phone'],
    ['Emergency Contact Number', 'a person who may not be the parent'],
  ])('%s is known and not used: %s', (heading, _why) => {
    expect(isKnownHeading(heading)).toBe(true);
    expect(matchHeading(heading)).toBeNull();
    expect(fieldsToAskAbout(heading)).toEqual([]);
    expect(isStatusHeading(heading)).toBe(false);
  });

  it.each([
    ['Shoe size', 'an unused column'],
    ['', 'no heading'],
    ['(optional)', 'empty without the hint'],
  ])('%j is unknown: %s', (heading, _why) => {
    expect(isKnownHeading(heading)).toBe(false);
  });

  it('compares & as “and”', () => {
    expect(headingKey('Parent & Guardian')).toBe(headingKey('parent and guardian'));
  });

  it.each(COLUMN_FIELDS)('%s, of a field, is no status', (field) => {
    expect(isStatusHeading(field)).toBe(false);
  });
});
