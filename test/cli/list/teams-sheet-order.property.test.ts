import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readTeamsSheet } from '../../../src/adapters/list-file/read-teams-sheet.ts';
import { startLoading } from '../../../src/application/check/load-list.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { startJoining } from '../../../src/domain/teams/join-list.ts';
import { aRawRecord, someRules, withoutColumn } from '../../support/builders.ts';

const SHEET = [
  ['Name', 'Age', 'Contact Name', 'Phone', 'Joining', 'Monthly', 'Season', 'Email'],
  ['Panthers', 'U11', 'Alex Johnson', '07700 900001', '40', '£26', '2026-27', 'a@example.com'],
  ['Panthers', 'U12', 'Sam Green', '07700 900002', '45', '£28', '2026-27', ''],
  ['Lions', '', 'Jo Brook', '07700 900003', '50', '£30', '2026-27', 'j@example.com'],
  ['Lion', 'U10', 'Kim Ray', '07700 900004', '55', '£31', '2026-27', ''],
  ['Bears FC', 'U7', 'Lee Wood', '', 'none', '£32', '2026-27', ''],
] as const;

const LIST = [
  { team_name: 'Panthers', age_group: 'u11s' },
  { team_name: 'Panthers', age_group: 'u12s' },
  { team_name: 'Lions', age_group: 'u9s' },
  { team_name: 'Bears', age_group: 'u7s' },
  { team_name: 'Bears FC', age_group: 'u7s' },
  { team_name: 'Owls', age_group: 'u7s' },
];

const FROM_SHEET = {
  team_manager_1_full_name: withoutColumn,
  team_manager_1_tel: withoutColumn,
  current_registration_season: withoutColumn,
  membership_fee_amount: withoutColumn,
  subscription_fee_amount: withoutColumn,
};

/** What becomes of each row of the list, without the places in the sheet. */
async function invitesWith(sheet: readonly (readonly string[])[]): Promise<unknown> {
  const csv = sheet.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n');
  const teams = await readTeamsSheet(new TextEncoder().encode(csv), 'teams.csv');
  const rules = someRules();
  const records = LIST.map((team, at) =>
    aRawRecord({ row: at + 2, player_first_name: `Child${'abcdef'[at]}`, ...team, ...FROM_SHEET }),
  );
  const joiner = startJoining(teams, [], rules);
  for (const record of records) joiner.add(record);
  const loader = startLoading(builtInTemplate(), rules, joiner.finish());
  for (const record of records) loader.add(record);
  const { messages, refusedRows } = loader.finish([]);
  return {
    messages: messages.map(({ invite, body }) => [invite.row, body]),
    refused: refusedRows.map(({ row, because }) => [row, because.detail.code]),
  };
}

it('any order of the rows and columns of a teams’ sheet gives the same invites', async () => {
  const expected = await invitesWith(SHEET);
  expect(expected).toMatchObject({
    messages: [
      [2, expect.stringContaining('Alex Johnson')],
      [3, expect.stringContaining('Sam Green')],
      [4, expect.stringContaining('Jo Brook')],
    ],
    refused: [
      [5, 'team_not_in_sheet'],
      [6, 'missing'],
      [7, 'team_not_in_sheet'],
    ],
  });
  const [headings, ...rows] = SHEET;
  const columns = fc.shuffledSubarray([...headings.keys()], { minLength: headings.length });
  const order = fc.shuffledSubarray([...rows], { minLength: rows.length });
  await fc.assert(
    fc.asyncProperty(columns, order, async (at, shuffled) => {
      const sheet = [headings, ...shuffled].map((row) => at.map((column) => row[column] ?? ''));
      expect(await invitesWith(sheet)).toEqual(expected);
    }),
  );
});
