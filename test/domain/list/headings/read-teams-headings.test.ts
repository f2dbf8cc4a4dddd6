import { describe, expect, it } from '@jest/globals';
import { readTeamsHeadings } from '../../../../src/domain/list/headings/read-teams-headings.ts';

/** What each column of a row stands for; `?` before what it could stand for. */
function read(headings: readonly string[], cells: readonly string[] = []): readonly string[] {
  return readTeamsHeadings(
    headings.map((heading, at) => ({ heading, field: null, cells: cells.slice(at, at + 1) })),
  ).map(({ take, ask }) => take ?? (ask.length === 0 ? '' : `?${ask.join(' ')}`));
}

const NAME = 'team_manager_1_full_name';
const TEL = 'team_manager_1_tel';
const JOINING = 'membership_fee_amount';
const MONTHLY = 'subscription_fee_amount';

describe('the headings of a teams’ sheet', () => {
  it.each([
    ['Name', 'team_name'],
    ['Team', 'team_name'],
    ['TEAM NAME', 'team_name'],
    ['Squad', 'team_name'],
    ['Age', 'age_group'],
    ['Age Group', 'age_group'],
    ['Phone', TEL],
    ['Mobile', TEL],
    ['Phone Number', TEL],
    ['Tel.', TEL],
    ['Contact Phone', TEL],
    ["Manager's mobile", TEL],
    ['Team Phone', TEL],
    ['Manager', NAME],
    ['Team Manager Name', NAME],
    ['Contact Name', NAME],
    ['Joining Fee (£)', JOINING],
    ['Signing-on fee', JOINING],
    ['Monthly Fee', MONTHLY],
    ['Monthly subs', MONTHLY],
    ['Season', 'current_registration_season'],
  ])('read %s as %s', (heading, field) => {
    expect(read([heading])).toEqual([field]);
  });

  it.each([
    ['Email', ''],
    ['Manager email', ''],
    ['Manager 2', ''],
    ['Assistant Manager', ''],
    ['Parent Name', ''],
    ['Player', ''],
    ['Pitch', ''],
    ['Fee', `?${JOINING} ${MONTHLY}`],
    ['Subs', `?${MONTHLY}`],
    ['Coach', `?${NAME}`],
    ['Contact', `?${NAME} ${TEL}`],
    ['Group', '?age_group team_name'],
    ['Manager of the pitch', `?${NAME}`],
  ])('do not take %s, and ask %j', (heading, asked) => {
    expect(read([heading])).toEqual([asked]);
  });

  it('read Name as the team’s only where no other column is', () => {
    expect(read(['Name', 'Phone'])).toEqual(['team_name', TEL]);
    expect(read(['Team', 'Name', 'Phone'])).toEqual(['team_name', `?${NAME}`, TEL]);
    expect(read(['Team', 'Name', 'Manager'])).toEqual(['team_name', '', NAME]);
  });

  it('read Joining and Monthly as fees only beside each other', () => {
    expect(read(['Team', 'Joining', 'Monthly'])).toEqual(['team_name', JOINING, MONTHLY]);
    expect(read(['Team', 'Joining'])).toEqual(['team_name', `?${JOINING}`]);
  });

  it('do not take a column whose cells cannot be of the field', () => {
    expect(read(['Team', 'Phone'], ['Lions', 'yes'])).toEqual(['team_name', '']);
    expect(read(['Team', 'Manager'], ['Lions', '07700 900001'])).toEqual(['team_name', '']);
  });
});
