import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readEnvFile } from '../../../../src/adapters/settings/find-settings.ts';
import { unwrapped } from '../../../support/normalised-text.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  openStandIn,
  SENDER,
  TEMPLATE_SID,
} from '../../../support/sending/stand-in.ts';
import { PLAYER_FIELDS } from '../../../support/teams-sheet.ts';
import { aFolder, fakeShell, type FakeShell } from '../../../support/terminal/fake-shell.ts';
import { typeAnswers, type Step } from '../../../support/terminal/type-answers.ts';
import { aCsv, run, runIn } from '../../run.ts';

const SETTINGS = `TWILIO_ACCOUNT_SID=${ACCOUNT_SID}
TWILIO_AUTH_TOKEN=${AUTH_TOKEN}
TWILIO_PHONE_NUMBER=${SENDER}
TWILIO_TEMPLATE_SID=${TEMPLATE_SID}
OPERATOR='Robin Green'
SEND_HOURS=09:00-20:00
`;

const KEEP: readonly Step[] = [
  /TWILIO_ACCOUNT_SID \[/u,
  /Token or key/u,
  /TWILIO_AUTH_TOKEN \[/u,
  /TWILIO_PHONE_NUMBER \[/u,
  /TWILIO_TEMPLATE_SID \[/u,
  /OPERATOR \[/u,
  /TEST_NUMBERS:/u,
  /SEND_HOURS \[/u,
].map((question): Step => [question, '\r']);

/** Runs `init` where every setting but TEAMS_FILE is set. */
async function initWith(steps: readonly Step[]): Promise<FakeShell> {
  const { settings } = await openStandIn();
  const home = join(aFolder(), 'home');
  mkdirSync(home);
  writeFileSync(join(home, 'settings.env'), SETTINGS);
  const shell = fakeShell({
    home,
    terminals: ['stdin', 'stderr'],
    now: new Date().toISOString(),
    env: { TWILIO_BASE_URL: settings['TWILIO_BASE_URL'] ?? '', TERM: 'dumb', NO_COLOR: '1' },
  });
  const exitCode = await typeAnswers([...KEEP, ...steps], shell, runIn(['init'], shell));
  expect(exitCode).toBe(0);
  return shell;
}

const LIST = [
  { team_name: 'Panthers', age_group: 'U12' },
  { team_name: 'Panthers', age_group: 'Under 11s' },
  { team_name: 'Panthers', age_group: 'u11s' },
  { team_name: 'tbc', age_group: 'u9s' },
];

it('init makes a teams’ sheet from a list, and keeps it as the setting', async () => {
  const list = aCsv(LIST, PLAYER_FIELDS);
  const sheet = join(aFolder(), 'teams.csv');
  const shell = await initWith([
    [/List with the teams \[none\]:/u, `${list}\r`],
    [/Write it to the new file/u, `${sheet}\r`],
    [/Use it for every list/u, 'y\r'],
  ]);
  expect(readFileSync(sheet, 'utf8')).toBe(
    '\uFEFFTeam,Age Group,Manager,Manager Phone,Joining Fee,Monthly Fee,Season\r\n' +
      'Panthers,u11s,,,,,\r\nPanthers,u12s,,,,,\r\n',
  );
  expect(unwrapped(shell.stderr.text())).toContain(
    'has 2 teams. The team of 1 row cannot be read.',
  );
  expect(statSync(sheet).mode % 0o1000).toBe(0o600);
  expect(readEnvFile(join(shell.home, 'settings.env'))['TEAMS_FILE']).toBe(sheet);
  // With the rest filled in, the list needs nothing else.
  const filled = readFileSync(sheet, 'utf8').replaceAll(
    's,,,,,',
    's,Alex Johnson,07700 900001,40,26,2026-27',
  );
  writeFileSync(sheet, filled);
  const ran = await run(['check', aCsv(LIST.slice(0, 2), PLAYER_FIELDS), '--teams', sheet]);
  expect(ran.stdout).toContain('2 records: 1 ready, 0 refused, 1 repeated');
});

it('init overwrites no file, and asks again where a list cannot be read', async () => {
  const list = aCsv(LIST, PLAYER_FIELDS);
  const folder = aFolder();
  const [taken, missing, sheet] = ['taken.csv', 'none/teams.csv', 'teams.csv'].map((name) =>
    join(folder, name),
  );
  writeFileSync(taken ?? '', 'mine');
  const shell = await initWith([
    [/List with the teams \[none\]:/u, `${join(folder, 'no-list.csv')}\r`],
    [/There is no file [^]*List with the teams \[none\]:/u, `${list}\r`],
    [/Write it to the new file/u, `${taken}\r`],
    [/There is such a file, and it stays[^]*Write it to the new file/u, `${missing}\r`],
    [/It cannot be written[^]*Write it to the new file/u, `${sheet}\r`],
    [/Use it for every list/u, 'n\r'],
  ]);
  expect(readFileSync(taken ?? '', 'utf8')).toBe('mine');
  expect(readFileSync(sheet ?? '', 'utf8')).toContain('Panthers,u11s');
  expect(readFileSync(join(shell.home, 'settings.env'), 'utf8')).toBe(SETTINGS);
});
