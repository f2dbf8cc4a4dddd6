import { describe, expect, it } from '@jest/globals';
import { parseTeams } from '../../../src/domain/record/values/club-teams.ts';
import { aService } from '../../support/network/service.ts';

const NAMES = [
  'player_first_name',
  'player_last_name',
  'team_name',
  'team_manager_1_full_name',
  'parent_first_name',
  'parent_last_name',
] as const;

/** Invalid names with the code of the refusal, the same for each field that holds a name. */
const NO_NAMES: readonly (readonly [value: string, code: string])[] = [
  ['Oliver https://x.example/win', 'not_a_name'],
  ['Call 07700 900102 or win.example', 'not_a_name'],
  ['sarah.h@example.org', 'not_a_name'],
  ['07700 900102', 'not_a_name'],
  ['1234', 'not_a_name'],
  ['{{2}}', 'not_a_name'],
  ['<b>Noah</b>', 'not_a_name'],
  ['🎉', 'not_a_name'],
  [']0;x', 'not_a_name'],
  ['\u001B]0;x\u0007', 'broken_characters'],
  ['D&#039;Arcy', 'coded_characters'],
  ['Jos%C3%A9', 'coded_characters'],
  ['Zo‘', 'broken_characters'],
  ['DÕArcy', 'broken_characters'],
  ['You have won a prize so call us back today', 'name_unusual'],
];

describe('POST /trigger, where no person sees the record first', () => {
  it.each(NAMES)('refuses an invalid name in %s', async (field) => {
    const service = await aService();
    for (const [value, code] of NO_NAMES) {
      // oxlint-disable-next-line no-await-in-loop -- one request after the other
      const answer = await service.trigger({ [field]: value });
      expect({ value, status: answer.status, body: answer.body }).toMatchObject({
        value,
        status: 400,
        body: { status: 'invalid_record', problems: [{ field, code }] },
      });
    }
    expect(service.twilio.sent()).toEqual([]);
  });

  it.each<readonly [string, object, string, string]>([
    [
      'a title without a name',
      { parent_first_name: 'Mr & Mrs' },
      'parent_first_name',
      'title_without_name',
    ],
    [
      "a team with the club's name in it",
      { team_name: 'Urmston Town Lions' },
      'team_name',
      'team_repeats',
    ],
    ['a team of another age group', { team_name: 'Lions U7' }, 'team_name', 'team_other_age_group'],
    [
      'a fee of an unusual amount',
      { membership_fee_amount: '9999.99' },
      'membership_fee_amount',
      'money_unlikely',
    ],
    [
      'a subscription in pence',
      { subscription_fee_amount: '0.26' },
      'subscription_fee_amount',
      'money_unlikely',
    ],
    [
      'a season in the past',
      { current_registration_season: '2019-20' },
      'current_registration_season',
      'season_stale',
    ],
    [
      'a season far ahead',
      { current_registration_season: '2031-32' },
      'current_registration_season',
      'season_far',
    ],
    [
      "a premium number as the manager's",
      { team_manager_1_tel: '+1 900 555 0123' },
      'team_manager_1_tel',
      'phone_premium',
    ],
    [
      "a foreign number as the manager's",
      { team_manager_1_tel: '+1 202 555 0143' },
      'team_manager_1_tel',
      'phone_foreign',
    ],
    [
      'a player with the name of the parent',
      { player_first_name: 'Jane' },
      'parent_first_name',
      'recipient_is_player',
    ],
    [
      'one of the u18s with the name of the parent, as nobody is asked',
      { player_first_name: 'Jane', age_group: 'u18s' },
      'parent_first_name',
      'recipient_is_player',
    ],
    [
      'a birth date of another age group',
      { player_dob: '2012-03-01' },
      'age_group',
      'age_group_unlikely',
    ],
  ])('refuses %s', async (_what, values, field, code) => {
    const service = await aService();
    const answer = await service.trigger(values);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        status: 'invalid_record',
        problems: [
          {
            field,
            code,
            message: expect.stringMatching(/\.$/u),
            fix: expect.stringMatching(/\.$/u),
          },
        ],
      },
    });
    expect(service.twilio.sent()).toEqual([]);
  });

  it('refuses an unknown team, and suggests the one that may be meant', async () => {
    const service = await aService({ teams: parseTeams('Panthers u11s, Lions') });
    const answer = await service.trigger({ team_name: 'Panter' });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        problems: [
          {
            field: 'team_name',
            code: 'team_unknown',
            message: expect.stringContaining('Panthers u11s may be meant'),
          },
        ],
      },
    });
    expect((await service.trigger()).body).toMatchObject({ status: 'message_sent' });
  });

  it('reports every problem of a record at once', async () => {
    const service = await aService({ teams: parseTeams('Lions') });
    const answer = await service.trigger({
      player_first_name: '{{2}}',
      parent_first_name: 'Mr & Mrs',
      current_registration_season: '2019-20',
      membership_fee_amount: '9999.99',
    });
    const problems = answer.body['problems'] as readonly { readonly code: string }[];
    expect(problems.map(({ code }) => code)).toEqual([
      'not_a_name',
      'season_stale',
      'title_without_name',
      'money_unlikely',
    ]);
  });

  it.each([
    ['an unused field', { shoe_size: '4' }],
    ['a name in one case', { player_first_name: 'JOHN' }],
  ])('sends with %s, which does no harm', async (_what, values) => {
    const service = await aService();
    expect((await service.trigger(values)).body).toMatchObject({ status: 'message_sent' });
  });

  it.each(["O'Neil", 'Zoë', 'Anne-Marie', 'Đỗ', 'Siân', 'St. John', 'Jean Luc', 'Ng', '李'])(
    'sends to %s, whichever field has the name',
    async (name) => {
      const service = await aService();
      // Player and parent have different names: the message must not go to the player.
      for (const other of ['player_first_name', 'parent_first_name']) {
        const fields = NAMES.filter((field) => field !== other);
        // oxlint-disable-next-line no-await-in-loop -- one request after the other
        const answer = await service.trigger(Object.fromEntries(fields.map((one) => [one, name])));
        expect(answer.body).toMatchObject({ status: 'message_sent' });
      }
    },
  );
});
