import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import { openReplies } from '../../../support/ledger/ledger-parts.ts';
import { aFolder, fakeShell, type Scene } from '../../../support/terminal/fake-shell.ts';
import { documentIn, run, runIn, type Ran } from '../../run.ts';

const SID = `SM${'a'.repeat(32)}` as MessageSid;
const AT_A_TERMINAL: Scene = {
  terminals: ['stdin', 'stdout', 'stderr'],
  env: { TERM: 'dumb', NO_COLOR: '1' },
};

/** A computer with a STOP in the ledger whose sender cannot be read. */
async function withUnmatchedStop() {
  const home = aFolder();
  const replies = openReplies(join(home, 'rehearsal.db'), 'rehearsal');
  await replies.add({
    sid: SID,
    sender: 'lid/1a2b\u001B[2J',
    userId: null,
    text: 'STOP\u0007',
    button: null,
    media: [],
    answers: null,
    at: new Date('2026-07-15T18:42:00Z'),
    unmatched: 'stopped',
  });
  await replies.close();
  const at = async (words: readonly string[], scene: Scene = {}): Promise<Ran> =>
    await run([...words, '--rehearse'], { ...scene, home });
  const waiting = async (): Promise<unknown> =>
    (documentIn(await at(['status', '--json'])) as { readonly unmatched_stops: unknown })
      .unmatched_stops;
  return { home, at, waiting };
}

describe('a STOP whose sender cannot be read', () => {
  it('is what status shows first, with what to do', async () => {
    const { at, waiting } = await withUnmatchedStop();
    expect((await at(['status'])).stdout).toBe(
      [
        'REHEARSAL',
        'Somebody said stop on 15 Jul 2026, 19:42, and the sender is unknown: Twilio gave “lid/*a2b�[2J”, which is not a number. Messages still go to them.',
        `Look up ${SID} in the Twilio console, under Monitor, Logs, Messaging. Then type one of these, the second if no messages have to stop:`,
        `  urmston-invite opt-out add NUMBER --message ${SID} --rehearse`,
        `  urmston-invite opt-out remove ${SID} --rehearse`,
        '',
        'REHEARSAL  Nothing was sent yet.',
        '',
      ].join('\n'),
    );
    expect(await waiting()).toMatchObject([{ sid: SID, state: 'stopped', text: 'STOP\u0007' }]);
  });

  it('has its sender in full at a terminal alone', async () => {
    const { at } = await withUnmatchedStop();
    expect((await at(['status'], AT_A_TERMINAL)).stdout).toContain('“lid/1a2b�[2J”');
  });

  it('is answered by the number that wrote it', async () => {
    const { at, waiting } = await withUnmatchedStop();
    const added = await at(['opt-out', 'add', '07700 900123', '--message', SID, '--json']);
    expect(documentIn(added)).toMatchObject({ number: '+447700900123', outcome: 'added' });
    expect(await waiting()).toEqual([]);
  });

  it('waits on while another number is added', async () => {
    const { at, waiting } = await withUnmatchedStop();
    await at(['opt-out', 'add', '07700 900123']);
    expect(await waiting()).toHaveLength(1);
  });

  it.each([
    ['a SID that no such reply has', '07700 900123', `SM${'b'.repeat(32)}`],
    ['what is no SID', '07700 900123', 'a message'],
    ['a user id', 'GB.1a2b3c4d', SID],
  ])('is not answered with %s, and no number is stopped', async (_what, number, sid) => {
    const { at, waiting } = await withUnmatchedStop();
    const ran = await at(['opt-out', 'add', number, '--message', sid, '--json']);
    expect([ran.exitCode, documentIn(ran)]).toMatchObject([2, { error: { code: 'usage' } }]);
    expect(documentIn(await at(['opt-out', 'list', '--json']))).toMatchObject({ opt_outs: [] });
    expect(await waiting()).toHaveLength(1);
  });

  it('can be dismissed by a yes at a terminal', async () => {
    const { home, at, waiting } = await withUnmatchedStop();
    expect((await at(['opt-out', 'remove', SID])).exitCode).toBe(8);
    const answer = async (key: string): Promise<string> => {
      const shell = fakeShell({ ...AT_A_TERMINAL, home });
      const exitCode = runIn(['opt-out', 'remove', SID, '--rehearse'], shell);
      await shell.stderr.shows(/have to stop\? \(y\/n\) $/u);
      shell.keys.type(key);
      expect(await exitCode).toBe(0);
      return shell.stderr.text() + shell.stdout.text();
    };
    expect(await answer('n')).toContain(`${SID}  kept: status still shows it`);
    expect(await waiting()).toHaveLength(1);
    const text = await answer('y');
    expect(text).toContain(
      '“STOP�”, 15 Jul 2026, 19:42: is it right that no messages have to stop?',
    );
    expect(text).toContain(`${SID}  removed: it stops no messages`);
    expect(await waiting()).toEqual([]);
    expect((await at(['opt-out', 'remove', SID])).exitCode).toBe(2);
  });
});
