import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { aFile } from '../../cli/run.ts';
import { aService, OTHER_KEY, type RunningService } from '../../support/network/service.ts';
import { PANTHERS_SHEET } from '../../support/teams-sheet.ts';

/** The example record without what is the same for the team. */
const LEFT_OUT = {
  team_manager_1_full_name: undefined,
  team_manager_1_tel: undefined,
  current_registration_season: undefined,
  membership_fee_amount: undefined,
  subscription_fee_amount: undefined,
};

const MAY_FILL = { 'x-api-key': OTHER_KEY };

const withSheet = async (sheet = PANTHERS_SHEET): Promise<RunningService> =>
  await aService({ teamsFile: aFile('teams.csv', sheet) });

const valuesSent = ({ twilio }: RunningService): unknown =>
  twilio.sent().map(({ body }) => /manager (?<name>.*?) on (?<tel>[\d ]+)\./u.exec(body)?.groups);

describe('POST /trigger with a teams’ sheet', () => {
  it('fills in what a record leaves out, and names the fields', async () => {
    const service = await withSheet();
    const answer = await service.trigger(LEFT_OUT, MAY_FILL);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        status: 'message_sent',
        filled_from_teams: [
          'team_manager_1_full_name',
          'team_manager_1_tel',
          'current_registration_season',
          'membership_fee_amount',
          'subscription_fee_amount',
        ],
      },
    });
    const again = await service.trigger(
      { ...LEFT_OUT, age_group: 'U12', player_first_name: 'Ava' },
      MAY_FILL,
    );
    expect(again.status).toBe(200);
    expect(valuesSent(service)).toEqual([
      { name: 'Alex Johnson', tel: '07700 900001' },
      { name: 'Sam Green', tel: '07700 900002' },
    ]);
  });

  it('names no fields where the record has all of them', async () => {
    const service = await withSheet();
    const answer = await service.trigger({}, MAY_FILL);
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('filled_from_teams');
  });

  it('fills in nothing for a key that may not, and does not show it the sheet', async () => {
    const service = await withSheet();
    const answer = await service.trigger(LEFT_OUT);
    expect(answer).toMatchObject({ status: 400, body: { status: 'invalid_record' } });
    expect(answer.body['problems']).toHaveLength(5);
    const other = await service.trigger({ membership_fee_amount: '41' });
    expect(other.status).toBe(200);
    const unknown = await service.trigger({ team_name: 'Owls' });
    expect(unknown).toMatchObject({ status: 400, body: { problems: [{ code: 'team_unknown' }] } });
    expect(unknown.text).not.toContain('Alex Johnson');
  });

  it.each([
    ['another value than the sheet', { membership_fee_amount: '41' }, 'sheet_differs'],
    ['another spelling', { ...LEFT_OUT, team_name: 'Panthers FC' }, 'team_not_in_sheet'],
    ['a team that it lacks', { team_name: 'Owls' }, 'team_not_in_sheet'],
    [
      'a team of two age groups without one',
      { ...LEFT_OUT, age_group: undefined },
      'team_not_in_sheet',
    ],
  ])('refuses %s', async (_what, values, code) => {
    const service = await withSheet();
    const answer = await service.trigger(values, MAY_FILL);
    expect(answer).toMatchObject({
      status: 400,
      body: { problems: expect.arrayContaining([expect.objectContaining({ code })]) },
    });
    expect(service.twilio.sent()).toEqual([]);
    expect(answer.text).not.toContain('/teams.csv');
  });

  it('does not take a row without an age group for a record with one', async () => {
    const service = await withSheet(
      PANTHERS_SHEET.replace('Under 11s', '').replace(/Panthers,Under 12s.*\n/u, ''),
    );
    expect(await service.trigger(LEFT_OUT, MAY_FILL)).toMatchObject({ status: 400 });
  });

  it('refuses a value of the sheet that check would warn of', async () => {
    const service = await withSheet(PANTHERS_SHEET.replace('£40', '£4000'));
    expect(await service.trigger(LEFT_OUT, MAY_FILL)).toMatchObject({
      status: 400,
      body: { problems: [{ code: 'money_unlikely', field: 'membership_fee_amount' }] },
    });
  });

  it('reads the sheet as it is at each request, and sends nothing where it cannot', async () => {
    const file = aFile('teams.csv', PANTHERS_SHEET);
    const service = await aService({ teamsFile: file });
    writeFileSync(file, PANTHERS_SHEET.replace('Alex Johnson', 'Lee Wood'));
    expect((await service.trigger(LEFT_OUT, MAY_FILL)).status).toBe(200);
    expect(valuesSent(service)).toEqual([{ name: 'Lee Wood', tel: '07700 900001' }]);
    rmSync(file);
    const answer = await service.trigger({ ...LEFT_OUT, player_first_name: 'Ava' }, MAY_FILL);
    expect(answer).toMatchObject({ status: 503, body: { status: 'file_not_found' } });
    expect(answer.text).not.toContain(file);
    expect(service.twilio.sent()).toHaveLength(1);
  });
});
