import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openReplies } from '../../../support/ledger/ledger-parts.ts';
import { writeReplies } from '../../../support/ledger/written-replies.ts';
import { aFolder } from '../../../support/terminal/fake-shell.ts';
import { documentIn, run } from '../../run.ts';

const NOW = '2026-11-23T10:00:00Z';

/** Two parents of one team, one of whom is done with, and one of another who wrote too long ago. */
async function aHome(): Promise<string> {
  const home = aFolder();
  await writeReplies(home, 'rehearsal', [
    { from: '123', text: 'Ready!', at: '2026-11-23T08:12:00Z' },
    { from: '124', text: 'Thanks', at: '2026-11-23T08:20:00Z' },
    { from: '125', text: 'Hello', at: '2026-11-21T08:20:00Z', invite: { team_name: 'Lions' } },
  ]);
  const replies = openReplies(join(home, 'rehearsal.db'), 'rehearsal');
  const [thanks] = await replies.from('+447700900124');
  const done = { how: 'done', operator: 'Ann Lee', at: new Date('2026-11-23T09:00:00Z') } as const;
  if (thanks !== undefined) await replies.handle(thanks.sid, done, null);
  await replies.close();
  return home;
}

describe('the replies in a report', () => {
  it('stand in columns of their own, with what became of them', async () => {
    const { stdout } = await run(['report', '--rehearse'], { home: await aHome(), now: NOW });
    expect(stdout).toContain('When,Source file,Source row,Last reply,Answer');
    expect(stdout).toContain(
      '"23 Nov 2026, 08:12: “Ready!”","waits for an answer, until 24 Nov 2026, 08:12"',
    );
    expect(stdout).toContain(
      '"23 Nov 2026, 08:20: “Thanks”","needs no answer, Ann Lee, 23 Nov 2026, 09:00"',
    );
    expect(stdout).toContain('"21 Nov 2026, 08:20: “Hello”",no answer within 24 hours');
  });

  it('are in the JSON of a row', async () => {
    const ran = await run(['report', '--rehearse', '--json'], { home: await aHome(), now: NOW });
    const { rows } = documentIn(ran) as { rows: { last_reply: object; reply_state: string }[] };
    expect(rows.map(({ last_reply, reply_state }) => [last_reply, reply_state])).toEqual(
      expect.arrayContaining([
        [{ at: '2026-11-23T08:12:00.000Z', text: 'Ready!', kinds: ['text'] }, 'waiting'],
      ]),
    );
  });

  it('are counted by team on the page for the committee, without names', async () => {
    const home = await aHome();
    const page = join(aFolder(), 'page.html');
    await run(['report', '--rehearse', '--html', page], { home, now: NOW });
    const text = readFileSync(page, 'utf8')
      .replaceAll(/<[^>]+>/gu, ' ')
      .replaceAll(/\s+/gu, ' ');
    expect(text).toContain(
      'What parents wrote back Team Wrote Wait No answer in time Answered Need no answer Said stop Lions u11s 1 0 1 0 0 0 Panthers u11s 2 1 0 0 1 0',
    );
    expect(text).not.toContain('Ready!');
  });
});
