import { describe, expect, it } from '@jest/globals';
import { openStandIn } from '../../support/sending/stand-in.ts';
import { aDesk, ASKS_JANE, attemptsIn, JANE, type Desk } from '../desk.ts';

const ASKS_FOR_WORD = 'Type marketing to send it all the same; anything else stops: ';

async function aMarketingDesk(
  consent = { opt_in_how: 'registration form' },
): Promise<Desk & { readonly posts: readonly unknown[] }> {
  const template = { approval: { status: 'approved', category: 'MARKETING' } };
  const { settings, posts } = await openStandIn({ template });
  return { ...aDesk(settings, [{ ...JANE, ...consent }]), posts };
}

describe('a template that counts as marketing', () => {
  it('is sent after the word and a yes', async () => {
    const desk = await aMarketingDesk();
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(ASKS_FOR_WORD);
    terminal.type('marketing\r');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    expect((await terminal.exit).exitCode).toBe(0);
    expect(desk.posts).toHaveLength(1);
  });

  it('is not sent after another word, and the terminal is restored', async () => {
    const desk = await aMarketingDesk();
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(ASKS_FOR_WORD);
    terminal.type('yes\r');
    const { exitCode, terminalState } = await terminal.exit;
    expect(exitCode).toBe(4);
    expect(terminal.screen()).toMatch(/the word "marketing" was not typed\.\s+Nothing was sent\./u);
    expect(terminal.screen()).not.toContain(ASKS_JANE);
    expect(terminalState).toMatch(/(?<!-)icanon/u);
    expect(desk.posts).toEqual([]);
    expect(attemptsIn(desk)).toEqual([]);
  });

  it('is not sent after Ctrl-C, which ends the run with 130', async () => {
    const desk = await aMarketingDesk();
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(ASKS_FOR_WORD);
    terminal.type('mark\u0003');
    expect((await terminal.exit).exitCode).toBe(130);
    expect(desk.posts).toEqual([]);
  });

  it('is not offered for a parent whose consent is not on record', async () => {
    const desk = await aMarketingDesk({ opt_in_how: '' });
    const terminal = desk.terminal('send', 'players.json');
    const { exitCode } = await terminal.exit;
    expect(exitCode).toBe(0);
    expect(terminal.screen()).toContain('left out  1 row without consent to marketing');
    expect(terminal.screen()).not.toContain(ASKS_FOR_WORD);
    expect(terminal.screen()).toContain('no consent of this parent is on record.');
    expect(desk.posts).toEqual([]);
  });
});
