import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { withoutIds } from '../support/normalised-text.ts';
import { AUTH_TOKEN, openStandIn, type StandIn } from '../support/sending/stand-in.ts';
import { aDesk, attemptsIn, DANIEL, JANE, keptIn, type Desk } from './desk.ts';

const OWN = { TEST_NUMBERS: '07700 900001' };
const ASKS_OWN = 'TEST  Send this to Jane Smith, +44 7700 900001? (y/n/b/q/?)';
const ASKS_WHETHER = 'Did it arrive, and does it read right? (y/n)';

async function aTestDesk(): Promise<Desk & { readonly standIn: StandIn }> {
  const standIn = await openStandIn();
  return { ...aDesk({ ...standIn.settings, ...OWN }, [JANE, DANIEL]), standIn };
}

describe('a test message at a terminal', () => {
  it('is asked about, sent, followed and confirmed, and the next is offered', async () => {
    const desk = await aTestDesk();
    const terminal = desk.terminal('test', 'players.json');
    await terminal.waitFor('TEST  STAND-IN');
    await terminal.waitFor('which gets nothing');
    await terminal.waitFor(ASKS_OWN);
    await terminal.press('y');
    await terminal.waitFor(/TEST {2}STAND-IN {2}accepted {2}MM[\da-f]{32}/u);
    await terminal.waitFor('TEST  STAND-IN  delivered');
    await terminal.waitFor(ASKS_WHETHER);
    await terminal.press('y');
    await terminal.waitFor('Next: Amelia Prescott (Panthers u11s), to +44 7700 900001.');
    await terminal.waitFor('Send the next test? (y/n)');
    await terminal.press('n');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(desk.standIn.posts).toMatchObject([
      { To: 'whatsapp:+447700900001', ValidityPeriod: '14400' },
    ]);
    expectPrivate(desk, terminal.raw());
  });

  it('that does not read right ends the run with exit code 6, and stores the reason', async () => {
    const desk = await aTestDesk();
    const terminal = desk.terminal('test', 'players.json');
    await terminal.waitFor(ASKS_OWN);
    await terminal.press('y');
    await terminal.waitFor(ASKS_WHETHER);
    await terminal.press('n');
    await terminal.waitFor('What was wrong?');
    terminal.type('the fee is wrong\r');
    const { exitCode, terminalState } = await terminal.exit;
    expect(exitCode).toBe(6);
    expect(terminalState).toMatch(/(?<!-)\bicanon\b/u);
    expect(terminal.screen()).toContain('Stopped: send nothing to parents');
    expect(terminal.screen()).not.toContain('Send the next test?');
    expect(desk.standIn.posts).toHaveLength(1);
    const kept = keptIn(desk).map(({ path }) => path);
    const ledger = kept.filter((path) => path.includes('ledger.db'));
    expect(ledger.map((path) => readFileSync(path, 'latin1')).join('')).toContain(
      'the fee is wrong',
    );
    expectPrivate(desk, terminal.raw());
    const history = desk.terminal('history');
    await history.exit;
    expect(history.screen().replace(/\s+/gu, ' ')).toContain(
      'said that it does not read right: “the fee is wrong”',
    );
  });

  it('is followed until Ctrl-C, after which it stays accepted', async () => {
    const desk = await aTestDesk();
    const terminal = desk.terminal('test', 'players.json');
    await terminal.waitFor(ASKS_OWN);
    await terminal.press('y');
    await terminal.waitFor('Following it at Twilio');
    await terminal.press('\u0003');
    expect(await terminal.exit).toMatchObject({ exitCode: 130 });
    expect(terminal.screen()).toContain('Stopped by hand.');
    expect(attemptsIn(desk)).toMatchObject([
      { recipient: 'whatsapp:+447700900001', state: 'accepted' },
    ]);
  });

  it('is refused without a terminal, and nothing is sent', async () => {
    const desk = await aTestDesk();
    const ran = await desk.piped('y\ny\n', 'test', 'players.json');
    expect(ran).toMatchObject({ exitCode: 8, stdout: '' });
    expect(desk.standIn.posts).toEqual([]);
  });
});

/** The secret is nowhere, and numbers are only on the screen and in the ledger. */
function expectPrivate(desk: Desk, screen: string): void {
  expect(screen.includes(AUTH_TOKEN)).toBe(false);
  for (const { path, mode } of keptIn(desk)) {
    expect(mode).toMatch(/^(?:d700|-600)$/u);
    if (mode !== '-600') continue;
    const text = readFileSync(path, 'latin1');
    expect(text.includes(AUTH_TOKEN)).toBe(false);
    if (path.includes('ledger.db')) continue;
    expect(withoutIds(text)).not.toMatch(/7700 ?900(?:001|123|102)\b/u);
  }
}
