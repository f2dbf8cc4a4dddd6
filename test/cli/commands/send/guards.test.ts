import { describe, expect, it } from '@jest/globals';
import { startLoading } from '../../../../src/application/check/load-list.ts';
import { summaryOf } from '../../../../src/cli/sending/results.ts';
import { endingOf } from '../../../../src/cli/sending/send-text.ts';
import { builtInTemplate } from '../../../../src/domain/message/built-in-template.ts';
import { makePlan } from '../../../../src/domain/message/plan.ts';
import { aRawRecord, someRules } from '../../../support/builders.ts';
import { aCsv, documentIn, rowsFor, run } from '../../run.ts';

describe('a team that is not in TEAMS', () => {
  const env = { TEAMS: 'Panthers u11s, Lions u9s' };
  const lion = { team_name: 'Lion', age_group: 'u9s', parent_tel: '07700 900102' };

  it.each(['check', 'send'] as const)(
    'is told by %s, with the one that may be meant',
    async (command) => {
      const list = aCsv([{}, lion]);
      const rest = command === 'send' ? ['--rehearse'] : [];
      const ran = await run([command, list, ...rest], { env, stdin: 'q\n' });
      const page = command === 'send' ? ran.stderr : ran.stdout;
      expect(page).toContain(
        "Note: The team is none of the club's teams in the settings; Lions u9s may be meant.\n  row 3, column C (team_name): Lion\n",
      );
      expect(page).not.toContain('row 2, column C');
      expect(ran.exitCode).toBe(0);
    },
  );

  it('is a warning with its place', async () => {
    const ran = await run(['check', aCsv([lion]), '--json'], { env });
    expect(documentIn(ran)).toMatchObject({
      summary: { ready: 1, refused: 0, warnings: 1 },
      problems: [
        {
          severity: 'warning',
          code: 'team_unknown',
          row: 2,
          column: 'C',
          field: 'team_name',
          value: 'Lion',
        },
      ],
    });
  });

  it('is shown on the card of its message', async () => {
    const ran = await run(['send', aCsv([lion]), '--rehearse'], { env, stdin: 'q\n' });
    expect(ran.stderr).toMatch(
      /1 of 1 [^]*! The team is none of the club's teams[^]*Send this to/u,
    );
  });

  it('is none where no teams are set', async () => {
    const ran = await run(['check', aCsv([lion]), '--json']);
    expect(documentIn(ran)).toMatchObject({ problems: [] });
  });
});

describe('settings of guards that cannot be right', () => {
  it('are reported all at once, before anything is asked', async () => {
    const env = { SEND_HOURS: 'always', PRICE_PER_MESSAGE: '4p' };
    const ran = await run(['send', aCsv(rowsFor(['101'])), '--rehearse', '--json'], { env });
    expect(ran.exitCode).toBe(4);
    expect(documentIn(ran)).toMatchObject({
      error: {
        code: 'settings_malformed',
        message: 'Settings that cannot be right: SEND_HOURS, PRICE_PER_MESSAGE.',
      },
    });
  });
});

/** The last line of a live send of a list with these numbers. */
function ending(...phones: readonly string[]): string | null {
  const loader = startLoading(builtInTemplate(), someRules({ exampleNumbersAllowed: false }));
  for (const [at, parent_tel] of phones.entries()) {
    loader.add(aRawRecord({ row: at + 2, parent_tel, team_manager_1_tel: '0161 715 1234' }));
  }
  const chosen = loader.finish([]);
  const plan = makePlan([], { byKey: new Map(), otherTemplate: new Map() });
  return endingOf({ plan, chosen, later: null }, summaryOf([]));
}

describe('the sample list in a live send', () => {
  it('is called what it is', () => {
    expect(ending('07700 900123', '07700 900124', '07700 90012')).toContain(
      'this is a sample list',
    );
  });

  it('cannot be distinguished from a real one with a mistyped digit', () => {
    expect(ending('07700 90012', '07700 9001', '07700 900123')).toBe(
      'Nothing to send: every row of this list has faults, told above.',
    );
  });
});
