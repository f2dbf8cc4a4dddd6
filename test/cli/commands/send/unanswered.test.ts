import { describe, expect, it } from '@jest/globals';
import { writeReplies } from '../../../support/ledger/written-replies.ts';
import { aFolder } from '../../../support/terminal/fake-shell.ts';
import { aCsv, run } from '../../run.ts';

const NOW = '2027-06-10T10:00:00Z';
const SHOWN = '1 parent wrote and has no answer. This is the first send of 2027-28';

async function aHome(): Promise<string> {
  const home = aFolder();
  await writeReplies(home, 'rehearsal', [
    { from: '123', text: 'When is training?', at: '2027-06-01T08:12:00Z' },
  ]);
  return home;
}

const sentTo = async (home: string, season: string): Promise<string> => {
  const list = aCsv([{ current_registration_season: season, parent_tel: '07700 900124' }]);
  const { stderr } = await run(['send', list, '--rehearse'], { home, now: NOW, stdin: 'q\n' });
  return stderr;
};

describe('who has no answer before a new season', () => {
  it('is shown once, before the first send of it', async () => {
    const home = await aHome();
    const first = await sentTo(home, '2027-28');
    expect(first).toContain(`${SHOWN}; answer first: urmston-invite inbox --rehearse\n`);
    expect(first).toContain('“When is training?”');
    expect(await sentTo(home, '2027-28')).not.toContain(SHOWN);
  });

  it('is not shown in the same season', async () => {
    expect(await sentTo(await aHome(), '2026-27')).not.toContain('has no answer');
  });
});
