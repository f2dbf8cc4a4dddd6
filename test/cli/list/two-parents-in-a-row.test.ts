import { describe, expect, it } from '@jest/globals';
import { aFolder, fakeShell } from '../../support/terminal/fake-shell.ts';
import { aFile, documentIn, run, runIn } from '../run.ts';

const HEADINGS = [
  'Player First Name,Player Last Name,Team,Age Group,Manager,Manager Phone,Season',
  'Parent 1 First Name,Parent 1 Last Name,Parent 1 Mobile',
  'Parent 2 First Name,Parent 2 Last Name,Parent 2 Mobile',
  'Membership Fee,Monthly Subscription Fee',
].join(',');

function rowOf(child: string, first: string, second: string): string {
  return `${child},Lions,u9s,Alex Johnson,07700 900001,2026-27,${first},${second},40,26`;
}

const JOHN = rowOf('John,Smith', 'Jane,Smith,07700 900123', 'Sam,Smith,07700 900124');
const BEN = rowOf('Ben,Brown', 'Ann,Brown,07700 900127', ',,');
const ELLA = rowOf('Ella,Green', 'Mia,Green,0161 496 0123', 'Tom,Green,07700 900126');

const aList = (...rows: readonly string[]): string =>
  aFile('players.csv', `${[HEADINGS, ...rows].join('\n')}\n`);

type Preview = { readonly messages: readonly { readonly row: number; readonly to: string }[] };

async function writtenTo(file: string, ...words: readonly string[]): Promise<readonly string[]> {
  const { messages } = documentIn(await run(['preview', file, '--json', ...words])) as Preview;
  return messages.map(({ row, to }) => `${row} ${to.slice(-3)}`);
}

describe('a list with two parents in a row', () => {
  it.each([
    [[], ['2 123', '3 127']],
    [
      ['--parents', 'second'],
      ['2 124', '3 127'],
    ],
    [
      ['--parents', 'both'],
      ['2 123', '2 124', '3 127'],
    ],
    [
      ['--parents', 'mobile'],
      ['2 123', '3 127', '4 126'],
    ],
  ])('is written to with %j', async (words, to) => {
    const rows = words.includes('mobile') ? [JOHN, BEN, ELLA] : [JOHN, BEN];
    expect(await writtenTo(aList(...rows), ...words)).toEqual(to);
  });

  it('says without a choice who gets nothing, and names the way out where that is a fault', async () => {
    const checked = await run(['check', aList(JOHN, BEN, ELLA)]);
    expect(checked.exitCode).toBe(3);
    expect(checked.stdout).toContain('2 rows have a second parent with a phone, who gets nothing.');
    expect(checked.stdout).toContain('--parents mobile to write to whoever has a mobile');
    const chosen = await run(['check', aList(JOHN, BEN, ELLA), '--parents', 'mobile']);
    expect(chosen.exitCode).toBe(0);
    expect(chosen.stdout).not.toContain('gets nothing');
  });

  it('sends to both once, and reports both in the row', async () => {
    const home = aFolder();
    const file = aList(JOHN);
    const words = ['--rehearse', '--parents', 'both'];
    const first = await run(['send', file, ...words], { home, stdin: 'y\ny\n' });
    expect(first.stdout).toContain('2 records: 2 accepted by Twilio');
    expect(first.stderr).toContain('in 1 row both get the invite');
    const again = await run(['send', file, ...words, '--json'], { home });
    expect(documentIn(again)).toMatchObject({ summary: { total: 2, already_sent: 2 } });
    const report = await run(['report', file, ...words], { home });
    const [, row = ''] = report.stdout.split('\r\n');
    expect(row.match(/MM[0-9a-f]{32}/gu)).toHaveLength(2);
  });

  it('asks once which of them gets the invite, and keeps the answer with the map', async () => {
    const home = aFolder();
    const file = aList(JOHN, BEN);
    const scene = { terminals: ['stdin', 'stdout', 'stderr'], home } as const;
    const shell = fakeShell({ ...scene, env: { TERM: 'dumb', NO_COLOR: '1' } });
    const ended = runIn(['send', file, '--rehearse', '--save-map', 'club'], shell);
    await shell.stderr.shows(/Who gets the invite\? \(1\/2\/b\/m\/e\) $/u);
    expect(shell.stderr.text()).toContain('1 of 2 rows have a second parent with a phone.');
    shell.keys.type('b');
    await shell.stderr.shows(/The column map club is kept/u);
    await shell.stderr.shows(/\(y\/n\/b\/q\/\?\) $/u);
    expect(shell.stderr.text()).toContain('This row has two parents: both get the invite');
    shell.keys.type('\u0003');
    expect(await ended).toBe(130);
    const kept = await run(['preview', file, '--json', '--use-map', 'club'], { home });
    expect((documentIn(kept) as Preview).messages).toHaveLength(3);
  });

  it('asks for each family where that is wanted, and keeps the answer', async () => {
    const home = aFolder();
    const file = aList(JOHN, BEN);
    const scene = { terminals: ['stdin', 'stdout', 'stderr'], home } as const;
    const words = ['send', file, '--rehearse', '--parents', 'each'];
    const shell = fakeShell({ ...scene, env: { TERM: 'dumb', NO_COLOR: '1' } });
    const ended = runIn(words, shell);
    await shell.stderr.shows(/Send to the first, the second or both\? \(1\/2\/b\) $/u);
    shell.keys.type('2');
    await shell.stderr.shows(/Send this to Sam Smith, \+44 7700 900124\? \(y\/n\/b\/q\/\?\) $/u);
    shell.keys.type('\u0003');
    expect(await ended).toBe(130);
    const again = await run(words, { home, stdin: 'n\nn\n' });
    expect(again.stderr).toContain('Send this to Sam Smith');
    expect(again.stderr).not.toContain('Send this to Jane Smith');
  });

  it.each(['', 'third', 'none'])('refuses --parents %j', async (which) => {
    expect((await run(['check', aList(JOHN), '--parents', which])).exitCode).toBe(2);
  });
});
