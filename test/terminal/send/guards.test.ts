import { describe, expect, it } from '@jest/globals';
import { londonClock } from '../../../src/domain/policy/send-hours.ts';
import { openStandIn, SENDERS_REFUSED } from '../../support/sending/stand-in.ts';
import { aDesk, ASKS_JANE, attemptsIn, DANIEL, JANE, type Desk } from '../desk.ts';

/** Send hours, by the real clock, that are closed now and open long after this test. */
function closedHours(): string {
  const { hour } = londonClock(new Date());
  const at = (hours: number): string => `${String((hour + hours) % 24).padStart(2, '0')}:00`;
  return `${at(6)}-${at(7)}`;
}

async function aDeskAtNight(): Promise<Desk & { readonly posts: readonly unknown[] }> {
  const { settings, posts } = await openStandIn();
  return { ...aDesk({ ...settings, SEND_HOURS: closedHours() }, [JANE]), posts };
}

const ASKS_FOR_HOUR = /Type the hour, (\d+), to send now all the same; anything else stops: /u;

describe('outside the send hours', () => {
  it('typing the hour leads to the question about the message', async () => {
    const desk = await aDeskAtNight();
    const terminal = desk.terminal('send', 'players.json');
    const shown = await terminal.waitFor(ASKS_FOR_HOUR);
    const [, hour = ''] = ASKS_FOR_HOUR.exec(shown) ?? [];
    terminal.type(`${hour}\r`);
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    expect((await terminal.exit).exitCode).toBe(0);
    expect(desk.posts).toHaveLength(1);
  });

  it('Enter alone stops the run, nothing is sent, and the terminal is restored', async () => {
    const desk = await aDeskAtNight();
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(ASKS_FOR_HOUR);
    terminal.type('\r');
    const { exitCode, terminalState } = await terminal.exit;
    expect(exitCode).toBe(0);
    expect(terminal.screen()).toMatch(/Stopped here; the rest waits\./u);
    expect(terminalState).toMatch(/(?<!-)icanon/u);
    expect(desk.posts).toEqual([]);
    expect(attemptsIn(desk)).toEqual([]);
  });

  it('Ctrl-C stops the run with 130', async () => {
    const desk = await aDeskAtNight();
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(ASKS_FOR_HOUR);
    terminal.type('\u0003');
    expect((await terminal.exit).exitCode).toBe(130);
    expect(desk.posts).toEqual([]);
  });
});

describe('a team that is not in TEAMS', () => {
  it('is reported above the first question, with the team that may be meant', async () => {
    const lion = { ...DANIEL, team_name: 'Lion', age_group: 'u9s' };
    const desk = aDesk({ TEAMS: 'Panthers, Lions u9s' }, [JANE, lion]);
    const terminal = desk.at(120)('send', 'players.json', '--rehearse');
    expect(await terminal.waitFor(ASKS_JANE)).toMatch(
      /in the settings; Lions u9s may be meant\.\n {2}row 2: Lion\n/u,
    );
  });
});

describe('a malformed setting of a guard', () => {
  it.each([
    ['SEND_HOURS', '8 to 8'],
    ['PRICE_PER_MESSAGE', 'cheap'],
  ])('stops the send: %s', async (name, value) => {
    const { settings, requests } = await openStandIn();
    const terminal = aDesk({ ...settings, [name]: value }).terminal('send', 'players.json');
    await terminal.waitFor(`Set ${name} to`);
    expect((await terminal.exit).exitCode).toBe(4);
    expect(requests).toEqual([]);
  });
});

describe('a parent who opted out', () => {
  it('is counted before the first question, and not asked about', async () => {
    const { settings, posts } = await openStandIn();
    const desk = aDesk(settings, [JANE, DANIEL]);
    await desk.piped('', 'opt-out', 'add', '07700 900102');
    const terminal = desk.terminal('send', 'players.json');
    const header = await terminal.waitFor(ASKS_JANE);
    expect(header).toMatch(/to ask +1 message/u);
    expect(header).toMatch(/left out +1 person who said stop/u);
    await terminal.press('y');
    await terminal.waitFor(/2 records: 1 accepted by Twilio, 1 held back/u);
    expect((await terminal.exit).exitCode).toBe(0);
    expect(posts).toHaveLength(1);
  });

  it('gets no message if the opt-out arrives while the question is shown', async () => {
    const { settings, posts } = await openStandIn();
    const desk = aDesk(settings, [JANE]);
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(ASKS_JANE);
    await desk.piped('', 'opt-out', 'add', '07700 900123');
    await terminal.press('y');
    await terminal.waitFor(/held back {2}John Smith[^]*said stop/u);
    expect((await terminal.exit).exitCode).toBe(0);
    expect(posts).toEqual([]);
    expect(attemptsIn(desk)).toMatchObject([{ state: 'lapsed', message_sid: null }]);
  });

  it('can get messages again once an operator confirms it at a terminal', async () => {
    const { settings } = await openStandIn();
    const desk = aDesk(settings, [JANE]);
    await desk.piped('', 'opt-out', 'add', '07700 900123');
    expect((await desk.piped('y\n', 'opt-out', 'remove', '07700 900123')).exitCode).toBe(8);
    const terminal = desk.terminal('opt-out', 'remove', '07700 900123');
    await terminal.waitFor('Let messages go to +44 7700 900123 again? (y/n)');
    await terminal.press('y');
    expect((await terminal.exit).exitCode).toBe(0);
    await desk.terminal('send', 'players.json').waitFor(ASKS_JANE);
  });

  it('appears without the complete number in a list of opt-outs that is not at a terminal', async () => {
    const desk = aDesk();
    await desk.piped('', 'opt-out', 'add', '07700 900123');
    const { stdout } = await desk.piped('', 'opt-out', 'list');
    expect(stdout).toMatch(/^\+\*{10}23 /u);
    const terminal = desk.terminal('opt-out', 'list');
    await terminal.waitFor('+44 7700 900123');
    await terminal.exit;
  });
});

describe('before the first question', () => {
  it('the credit is compared with the cost of the list', async () => {
    const { settings } = await openStandIn({ profile: { balance: '0.05' } });
    const desk = aDesk({ ...settings, PRICE_PER_MESSAGE: '0.0379 GBP 2026-09-01' });
    const header = await desk.at(200)('send', 'players.json').waitFor(ASKS_JANE);
    expect(header).toMatch(
      /cost {6}nothing; for real, about £0\.12 for 3 messages at most, at £0\.0379 each as looked up on 1 Sept 2026; your credit of £0\.05 is enough for 1 of 3\n/u,
    );
  });

  it('a trial account is named as such, and the complete sender is shown', async () => {
    const { settings } = await openStandIn({ profile: { type: 'Trial' } });
    const header = await aDesk(settings).terminal('send', 'players.json').waitFor(ASKS_JANE);
    expect(header).toContain('Urmston Town Juniors, trial account: only verified numbers');
    expect(header).toMatch(/sender {4}\+44 7700 900999\n/u);
  });

  it('a setting that overrides another one is reported', async () => {
    const { settings } = await openStandIn();
    const desk = aDesk(settings);
    desk.write('.env', 'TWILIO_PHONE_NUMBER=whatsapp:+447700900998\n');
    const header = await desk.at(140)('send', 'players.json').waitFor(ASKS_JANE);
    expect(header).toMatch(
      /! TWILIO_PHONE_NUMBER is \S+\*99 by the environment, and \S+\*98 in the file \.env of this folder\.\n/u,
    );
  });

  it.each(['send', 'test'])('a sender that is offline ends a %s', async (command) => {
    const offlineReasons = [{ code: '63112', message: 'Disabled by Meta.', more_info: '' }];
    const { settings, posts } = await openStandIn({
      profile: { senderStatus: 'OFFLINE', offlineReasons },
    });
    const desk = aDesk({ ...settings, TEST_NUMBERS: '07700 900001' });
    const terminal = desk.at(120)(command, 'players.json');
    expect((await terminal.exit).exitCode).toBe(4);
    expect(terminal.screen().replaceAll(/\s+/gu, ' ')).toContain(
      '+44 7700 900999 is a WhatsApp sender of this account, but OFFLINE, so nothing can be sent from it. Twilio says: Disabled by Meta (63112).',
    );
    expect(terminal.raw()).not.toContain('Send this to');
    expect(posts).toEqual([]);
    expect(attemptsIn(desk)).toEqual([]);
  });

  it('a sender that the key may not see is reported, and does not end the run', async () => {
    const { settings } = await openStandIn({ profile: SENDERS_REFUSED });
    const header = await aDesk(settings).at(120)('send', 'players.json').waitFor(ASKS_JANE);
    expect(header).toContain('! The API key may not read the WhatsApp senders');
  });

  it.each(['suspended', 'closed'] as const)(
    'an account that is %s ends the run',
    async (status) => {
      const { settings, posts } = await openStandIn({ profile: { status } });
      const terminal = aDesk(settings).at(120)('send', 'players.json');
      expect((await terminal.exit).exitCode).toBe(4);
      expect(terminal.screen()).toContain(`is ${status}`);
      expect(terminal.raw()).not.toContain('Send this to');
      expect(posts).toEqual([]);
    },
  );
});
