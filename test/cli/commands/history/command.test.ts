import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { aFolder, type Scene } from '../../../support/terminal/fake-shell.ts';
import { aCsv, aFile, documentIn, rowsFor, run, type Ran } from '../../run.ts';

/** A home in which one message was sent to each of these, and `status` was run. */
async function withHistory(lastThree: readonly string[]) {
  const home = aFolder();
  const at = async (words: readonly string[], scene: Scene = {}): Promise<Ran> =>
    await run(words, { now: '2026-11-23T10:05:00Z', ...scene, home });
  await at(['send', aCsv(rowsFor(lastThree)), '--rehearse'], {
    stdin: 'y\n'.repeat(lastThree.length),
    env: { OPERATOR: 'Robin Green' },
    now: '2026-11-23T10:00:00Z',
  });
  await at(['status', '--rehearse']);
  return at;
}

describe('history', () => {
  it('has all that happened with one number, the newest last', async () => {
    const at = await withHistory(['702', '101']);
    const { exitCode, stdout } = await at(['history', '07700 900702', '--rehearse']);
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('REHEARSAL');
    expect(lines[1]).toMatch(
      /^23 Nov 2026, 10:00 {2}approved {8}Ava Smith \(Panthers u11s\), for Jane Hartley, \+\*{10}02; by Robin Green, digest [0-9a-f]{12}, .*list\.csv row 2$/u,
    );
    expect(lines.slice(2).map((line) => line.replace(/MM[0-9a-f]{32}/u, 'SID'))).toEqual([
      '23 Nov 2026, 10:00  being sent      Ava Smith (Panthers u11s)',
      '23 Nov 2026, 10:00  accepted        Ava Smith (Panthers u11s), SID',
      '23 Nov 2026, 10:00  read            Ava Smith (Panthers u11s)',
      '23 Nov 2026, 10:00  reply           +**********02 wrote “STOP”',
      '23 Nov 2026, 10:00  opt-out         +**********02, by a reply, the parent',
    ]);
  });

  it.each([['+447700900324'], ['whatsapp:+447700900324'], ['7700900324'], ['07700', '900324']])(
    'takes %s as the number it is, and tells why its message did not come',
    async (...words) => {
      const at = await withHistory(['324', '101']);
      const ran = await at(['history', ...words, '--rehearse', '--json']);
      const { events, ...rest } = documentIn(ran) as { readonly events: readonly object[] };
      expect(rest).toEqual({
        schema: 1,
        command: 'history',
        mode: 'rehearsal',
        number: '+447700900324',
        summary: { events: 4, messages: 1, replies: 0 },
      });
      expect(events.at(-1)).toEqual({
        at: '2026-11-23T10:00:02.000Z',
        kind: 'message',
        purpose: 'invite',
        state: 'undelivered',
        key: expect.any(String),
        erased: false,
        player: 'Ava Smith',
        parent: 'Jane Hartley',
        team: 'Panthers u11s',
        to: 'whatsapp:+447700900324',
        by: 'Robin Green',
        digest: expect.stringMatching(/^[0-9a-f]{12}$/u),
        message_sid: expect.stringMatching(/^MM/u),
        error: { code: 63_024, message: expect.any(String), fix: expect.any(String) },
        file: expect.stringContaining('list.csv'),
        row: 2,
      });
    },
  );

  it('has everybody without a number, opt-outs that were added and taken back too', async () => {
    const at = await withHistory(['703']);
    await at(['opt-out', 'add', '07700 900703', '--rehearse'], { now: '2026-11-23T11:00:00Z' });
    await at(['opt-out', 'add', '07700 900130', '--rehearse'], { now: '2026-11-23T12:00:00Z' });
    const { stdout } = await at(['history', '--rehearse']);
    expect(stdout).toContain('a reply that may mean stop, the parent\n');
    expect(stdout).toMatch(/11:00 {2}opt-out answered {2}.+03, by robin\n/u);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/12:00 {2}opt-out .+30, by hand, robin$/u);
  });

  it.each([
    ['the fee is wrong', 'n\nthe fee is wrong\n', ': “the fee is wrong”'],
    ['', 'n\n\n', ''],
  ])('shows a no to a test message beside it, with the reason "%s"', async (reason, no, shown) => {
    const { home } = await run(['test', aCsv(rowsFor(['123'])), '--rehearse'], {
      stdin: `y\n${no}`,
      env: { OPERATOR: 'Robin Green' },
    });
    const { stdout } = await run(['history', '--rehearse'], { home });
    expect(stdout.split('\n').filter((line) => line.includes('read right'))).toEqual([
      expect.stringMatching(
        new RegExp(
          `  accepted {8}TEST  Ava Smith \\(Panthers u11s\\), MM[0-9a-f]{32}; Robin Green said that it does not read right${shown}$`,
          'u',
        ),
      ),
    ]);
    const { events } = documentIn(await run(['history', '--rehearse', '--json'], { home })) as {
      readonly events: readonly { readonly state: string; readonly finding?: object }[];
    };
    expect(events.flatMap(({ state, finding }) => (finding ? [[state, finding]] : []))).toEqual([
      ['accepted', { right: false, reason, by: 'Robin Green', at: expect.any(String) }],
    ]);
  });

  it('shows nothing of a test message that reads right, but in JSON', async () => {
    const { home } = await run(['test', aCsv(rowsFor(['123'])), '--rehearse'], { stdin: 'y\ny\n' });
    expect((await run(['history', '--rehearse'], { home })).stdout).not.toContain('read right');
    expect(documentIn(await run(['history', '--rehearse', '--json'], { home }))).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({ finding: expect.objectContaining({ right: true }) }),
      ]),
    });
  });

  it("has the club's answers with their text", async () => {
    const at = await withHistory(['701']);
    await at(['reply', '07700 900701', 'Yes, she can.', '--rehearse'], { stdin: 'y\n' });
    const { stdout } = await at(['history', '07700 900701', '--rehearse']);
    expect(stdout).toMatch(/approved +your answer to \+\*{10}01, “Yes, she can\.”; by robin\n/u);
    expect(stdout).toMatch(/accepted +your answer, SM[0-9a-f]{32}\n/u);
    const document = documentIn(await at(['history', '07700 900701', '--rehearse', '--json']));
    expect(document).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({ kind: 'message', purpose: 'answer', text: 'Yes, she can.' }),
        expect.objectContaining({ purpose: 'invite', text: expect.stringContaining('Hi Jane') }),
      ]),
      summary: { messages: 1, replies: 1 },
    });
  });

  it('has the text of each message at a terminal alone, since it names the manager', async () => {
    const at = await withHistory(['123']);
    const words = ['history', '07700 900123', '--rehearse'];
    const shown = await at(words, { terminals: ['stdout'], env: { NO_COLOR: '1' } });
    expect(shown.stdout).toMatch(/row 2\n {2}│ Hi Jane 👋,\n/u);
    expect(shown.stdout).toContain('team manager Alex');
    expect((await at(words)).stdout).not.toContain('Hi Jane');
  });

  it("finds the messages that name a manager's number", async () => {
    const home = aFolder();
    const row = { ...rowsFor(['123'])[0], team_manager_1_tel: '07700 900555' };
    await run(['send', aCsv([row, ...rowsFor(['101'])]), '--rehearse'], { home, stdin: 'y\ny\n' });
    const ran = await run(['history', '07700 900555', '--rehearse'], { home });
    expect(ran.stdout).toMatch(
      /named +in the message about Ava Smith \(Panthers u11s\); by robin\n/u,
    );
    const { events } = documentIn(
      await run(['history', '07700 900555', '--rehearse', '--json'], { home }),
    ) as { readonly events: readonly object[] };
    expect(events).toEqual([
      {
        at: expect.any(String),
        kind: 'mention',
        team: 'Panthers u11s',
        by: 'robin',
        message_sid: expect.stringMatching(/^MM/u),
        text: expect.stringContaining('07700 900555'),
      },
    ]);
  });

  it('says so where nothing happened', async () => {
    expect(await run(['history'])).toMatchObject({
      exitCode: 0,
      stdout: 'Nothing has happened yet.\n',
    });
    expect(await run(['history', '07700 900123'])).toMatchObject({
      exitCode: 0,
      stdout: 'Nothing has happened with +**********23 yet.\n',
    });
    expect(documentIn(await run(['history', '--json']))).toMatchObject({
      number: null,
      events: [],
    });
  });

  it('refuses what is no number', async () => {
    const ran = await run(['history', 'Jane', '--json']);
    expect(ran.exitCode).toBe(3);
    expect(documentIn(ran)).toMatchObject({
      command: 'history',
      error: { code: 'number_malformed' },
    });
  });
});

describe('the consent that was on record when a message was approved', () => {
  const headings = 'opt_in_at,Opt-in how,opt_in_wording,WhatsApp consent';
  const withConsent = (row: string): string => {
    const [names = '', values = ''] = readFileSync(aCsv(rowsFor(['101'])), 'utf8').split('\n');
    return aFile('consent.csv', `${names},${headings}\n${values},${row}\n`);
  };
  const historyOf = async (row: string, ...options: readonly string[]) => {
    const home = aFolder();
    const at = async (words: readonly string[], stdin = ''): Promise<Ran> =>
      await run(words, { now: '2026-11-23T10:00:00Z', home, stdin });
    await at(['send', withConsent(row), '--rehearse', ...options], 'y\n');
    const shown = await at(['history', '--rehearse']);
    const json = await at(['history', '--rehearse', '--json']);
    return { line: shown.stdout.split('\n')[1] ?? '', json: documentIn(json) };
  };

  it('is in the line of the approval, and in the document', async () => {
    const { line, json } = await historyOf('03/06/2026,form,You may write,Yes');
    expect(line).toMatch(/row 2; opted in: 2026-06-03, form, “You may write”; the list says yes$/u);
    expect(json).toMatchObject({
      events: [
        {
          state: 'approved',
          consent: {
            opt_in_at: '2026-06-03',
            opt_in_how: 'form',
            opt_in_wording: 'You may write',
            given_in_list: true,
            override: null,
          },
        },
        {},
        {},
      ],
    });
  });

  it('has the decision to write to somebody who said no', async () => {
    const { line } = await historyOf(',,,No', '--include', 'WhatsApp consent=No');
    expect(line).toMatch(
      /row 2; although the list says No under "WhatsApp consent", by the operator's decision$/u,
    );
  });
});
