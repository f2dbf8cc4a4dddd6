import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { accountFacts, costOf } from '../../../src/cli/sending/header-facts.ts';
import { PLAIN } from '../../../src/cli/terminal/colours.ts';
import { parsePrice, type Balance } from '../../../src/domain/message/price.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  openStandIn,
  SENDERS_REFUSED,
} from '../../support/sending/stand-in.ts';
import { aFolder, fakeShell } from '../../support/terminal/fake-shell.ts';
import { aCsv, rowsFor, runIn } from '../run.ts';

type Begun = { readonly exitCode: number; readonly stderr: string };

/** A send at a terminal that is ended at its first question, if there is one. */
async function begun(
  options: Parameters<typeof openStandIn>[0] = {},
  env: { readonly [name: string]: string } = {},
  settingsFile = '',
): Promise<Begun> {
  const { settings } = await openStandIn(options);
  const home = join(aFolder(), 'home');
  mkdirSync(home);
  if (settingsFile !== '') writeFileSync(join(home, 'settings.env'), settingsFile);
  const shell = fakeShell({
    home,
    terminals: ['stdin', 'stderr'],
    env: { TERM: 'dumb', ...settings, ...env },
  });
  const exitCode = runIn(['send', aCsv(rowsFor(['101']))], shell);
  const asked = shell.stderr.shows(/\(y\/n\/b\/q\/\?\) $/u);
  await Promise.race([asked, exitCode]);
  shell.keys.type('q');
  const ended = { exitCode: await exitCode, stderr: shell.stderr.text() };
  expect(ended.stderr).not.toContain(AUTH_TOKEN);
  return ended;
}

describe('the account in the header of a send', () => {
  it('is shown by its name, beside its SID', async () => {
    const { stderr } = await begun();
    expect(stderr).toContain(
      `  account   Urmston Town Juniors, a full account\n            ${ACCOUNT_SID}\n  sender    +44 7700 900999\n`,
    );
    expect(stderr).not.toContain('! TWILIO');
  });

  it('is called a trial where it is one', async () => {
    const { stderr } = await begun({ profile: { type: 'Trial' } });
    expect(stderr).toContain('Urmston Town Juniors, trial account: only verified numbers');
  });

  it('is its SID alone where an API key may not read more, and the run goes on', async () => {
    const sid = `SK${'b'.repeat(32)}`;
    const secret = 'secret-of-the-key';
    const { stderr, exitCode } = await begun(
      { profile: { apiKeys: [{ sid, secret }] } },
      { TWILIO_API_KEY: sid, TWILIO_API_SECRET: secret },
    );
    expect(stderr).toContain(`  account   ${ACCOUNT_SID}\n  sender`);
    expect(exitCode).toBe(0);
  });

  it.each(['suspended', 'closed'] as const)(
    'stops the run with 4 where it is %s',
    async (status) => {
      const { stderr, exitCode } = await begun({ profile: { status } });
      expect(exitCode).toBe(4);
      expect(stderr).toContain(`The Twilio account Urmston Town Juniors is ${status}`);
      expect(stderr).not.toContain('Send this to');
    },
  );

  it.each(['OFFLINE', 'CREATING', 'TWILIO_REVIEW'] as const)(
    'stops the run with 4 where its sender is %s, with Twilio’s reasons',
    async (senderStatus) => {
      const offlineReasons = [
        {
          code: '63112',
          message: 'Disabled\u001B[2J\u0007 by Meta.',
          more_info: 'https://example.org/why',
        },
        { code: '63051', message: 'The account is locked.', more_info: '' },
      ];
      const { stderr, exitCode } = await begun({ profile: { senderStatus, offlineReasons } });
      expect(exitCode).toBe(4);
      const said = stderr.replaceAll(/\s+/gu, ' ');
      expect(said).toContain(
        `+44 7700 900999 is a WhatsApp sender of this account, but ${senderStatus}, so nothing can be sent from it. Twilio says: Disabled`,
      );
      expect(said).toContain(
        'by Meta (63112); The account is locked (63051). Nothing was sent. Look under WhatsApp senders in the Twilio console, and read https://example.org/why.',
      );
      expect(stderr).not.toContain('\u001B[2J');
      expect(stderr).not.toContain('\u0007');
      expect(stderr).not.toContain('Send this to');
    },
  );

  it.each(['ONLINE', 'ONLINE:UPDATING'] as const)(
    'says nothing more of a sender that is %s',
    async (senderStatus) => {
      const { stderr, exitCode } = await begun({ profile: { senderStatus } });
      expect(stderr).toMatch(/ {2}sender {4}\+44 7700 900999\n {2}\w/u);
      expect(exitCode).toBe(0);
    },
  );

  it('says that this key may not read the sender, and the run goes on', async () => {
    const { stderr, exitCode } = await begun({ profile: SENDERS_REFUSED });
    expect(stderr).toContain(
      '  sender    +44 7700 900999\n            ! The API key may not read the WhatsApp senders: the Twilio console\n            shows whether this one is online.\n',
    );
    expect(stderr).toContain('Send this to');
    expect(exitCode).toBe(0);
  });

  it('says that the sender is none of this account, and the run goes on', async () => {
    const { stderr, exitCode } = await begun({}, { TWILIO_PHONE_NUMBER: 'whatsapp:+447700900998' });
    expect(stderr).toContain(
      '  sender    +44 7700 900998\n            ! This account lists no such WhatsApp sender; Twilio may refuse it.\n',
    );
    expect(stderr).toContain('Send this to');
    expect(exitCode).toBe(0);
  });

  it('is pointed at where the settings file has another, and so is the sender', async () => {
    const other = `AC${'0f'.repeat(16)}`;
    const file = `TWILIO_ACCOUNT_SID=${other}\nTWILIO_PHONE_NUMBER=whatsapp:+447700900998\n`;
    const { stderr, exitCode } = await begun({}, {}, file);
    // A long fact is wrapped under its own beginning.
    const unwrapped = stderr.replaceAll(/\n {12}(?! |!)/gu, ' ');
    expect(unwrapped).toContain(
      `            ! TWILIO_ACCOUNT_SID is ${ACCOUNT_SID} by the environment, and ${other} in the settings file.`,
    );
    expect(unwrapped).toMatch(
      / {12}! TWILIO_PHONE_NUMBER is \S+99 by the environment, and \S+98 in/u,
    );
    expect(exitCode).toBe(0);
  });

  it('is not pointed at where the settings file has the same', async () => {
    const { stderr } = await begun({}, {}, `TWILIO_ACCOUNT_SID=${ACCOUNT_SID}\n`);
    expect(stderr).not.toContain('by the environment');
  });

  it('shows nothing of what was put in a SID’s place by mistake', () => {
    const overruled = {
      name: 'TWILIO_ACCOUNT_SID',
      value: ACCOUNT_SID,
      source: '.env',
      otherSource: 'settings file',
      otherValue: AUTH_TOKEN,
    } as const;
    const world = { accountSid: ACCOUNT_SID, sender: 'whatsapp:+447700900999' };
    const known = { account: null, balance: null };
    const facts = accountFacts({ ...world, overruled: [overruled] }, known, PLAIN);
    expect(JSON.stringify(facts)).toContain(`set, ${AUTH_TOKEN.length} characters`);
    expect(JSON.stringify(facts)).not.toContain(AUTH_TOKEN);
  });
});

const PRICE = parsePrice('0.0379 GBP 2026-09-01');
const pounds = (amount: number): Balance => ({ amount, currency: 'GBP' });

const ESTIMATE = 'about £1.45 for 38 messages at most, at £0.0379 each as looked up on 1 Sept 2026';

describe('what a send will cost', () => {
  describe.each(['rehearsal', 'stand_in'] as const)('in a %s run', (mode) => {
    it('is nothing, and what it would be where a price is set', () => {
      const cost = { mode, messages: 38, price: PRICE, balance: null };
      expect(costOf(cost, PLAIN)).toBe(`nothing; for real, ${ESTIMATE}`);
    });

    it('is held against the credit that there is', () => {
      const cost = { mode, messages: 38, price: PRICE, balance: pounds(0.5) };
      expect(costOf(cost, PLAIN)).toBe(
        `nothing; for real, ${ESTIMATE}; your credit of £0.50 is enough for 13 of 38`,
      );
    });

    it('is nothing where no price is set', () => {
      const cost = { mode, messages: 38, price: null, balance: pounds(0.5) };
      expect(costOf(cost, PLAIN)).toBe('nothing');
    });
  });

  it('is nothing where nothing is sent', () => {
    expect(costOf({ mode: 'live', messages: 0, price: PRICE, balance: null }, PLAIN)).toBe(
      'nothing',
    );
  });

  it.each([
    [
      null,
      null,
      "38 messages at most, each charged by Twilio and WhatsApp at your account's prices",
    ],
    [
      null,
      pounds(5.2),
      "38 messages at most, each charged by Twilio and WhatsApp at your account's prices; your credit is £5.20",
    ],
    [PRICE, null, ESTIMATE],
    [PRICE, pounds(5.2), `${ESTIMATE}; your credit of £5.20 is enough`],
    [PRICE, pounds(0.5), `${ESTIMATE}; your credit of £0.50 is enough for 13 of 38`],
    [PRICE, pounds(-1), `${ESTIMATE}; your credit of -£1.00 is enough for 0 of 38`],
    [
      PRICE,
      { amount: 5.2, currency: 'USD' },
      `${ESTIMATE}; your credit is US$5.20, in another currency`,
    ],
  ])('at the price %j with the credit %j is %s', (price, balance, text) => {
    expect(costOf({ mode: 'live', messages: 38, price, balance }, PLAIN)).toBe(text);
  });
});
