import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { StoredMessage } from '../../../../src/adapters/simulator/messages/message-store.ts';
import { openLedgerFile } from '../../../../src/adapters/storage/sqlite/ledger-file.ts';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import { aMessage, anApproved } from '../../../support/builders.ts';
import { withoutIds } from '../../../support/normalised-text.ts';
import {
  ACCOUNT_SID,
  openStandIn,
  SENDER,
  type StandIn,
} from '../../../support/sending/stand-in.ts';
import { aFolder, fakeShell, type FakeShell } from '../../../support/terminal/fake-shell.ts';
import { documentIn, runIn } from '../../run.ts';

const JANE = '+447700900123' as Phone;
const NUMBER = '07700 900123';
const NOW = new Date('2026-11-23T11:00:00Z');
const AN_HOUR_AGO = '2026-11-23T10:00:00.000Z';
const invite = `MM${'a'.repeat(32)}` as MessageSid;
const reply = `SM${'b'.repeat(32)}` as MessageSid;
const TO_JANE = aMessage({ parent_tel: JANE, parent_first_name: 'Petra' });

const SETTLED: StoredMessage = {
  sid: invite,
  accountSid: ACCOUNT_SID,
  to: `whatsapp:${JANE}`,
  from: SENDER,
  body: TO_JANE.body,
  contentSid: TO_JANE.contentSid,
  contentVariables: TO_JANE.contentVariables,
  createdAt: AN_HOUR_AGO,
  course: { endsAs: 'read' },
  editedAt: null,
  canceled: false,
  deleted: false,
};

/** A stand-in and a ledger with an invite and a reply that has two pictures. */
async function withMessages(
  parts: Partial<StoredMessage> = {},
  options: Parameters<typeof openStandIn>[0] = {},
): Promise<{ readonly standIn: StandIn; readonly home: string }> {
  const standIn = await openStandIn({ now: () => NOW, ...options });
  standIn.store.add({ ...SETTLED, ...parts });
  standIn.store.add({
    ...SETTLED,
    sid: reply,
    to: SENDER,
    from: `whatsapp:${JANE}`,
    body: 'Look',
    contentSid: null,
    contentVariables: null,
    course: { endsAs: 'received' },
    webhookFields: { NumMedia: '2' },
  });
  const home = aFolder();
  const { ledger, replies, close } = openLedgerFile(join(home, 'ledger.db'), 'stand_in');
  const claim = await ledger.claim(anApproved(TO_JANE), { file: 'list.csv' }, NOW, null);
  if (claim.kind === 'taken') throw new Error('The message was taken already.');
  await ledger.advance(claim.attemptId, { kind: 'sending' }, NOW);
  await ledger.advance(claim.attemptId, { kind: 'accepted', messageSid: invite }, NOW);
  await replies.add({
    sid: reply,
    sender: JANE,
    userId: null,
    text: 'Look',
    button: null,
    media: ['https://api.twilio.com/1', 'https://api.twilio.com/2'],
    answers: invite,
    at: NOW,
  });
  await close();
  return { standIn, home };
}

type Forgot = { readonly shell: FakeShell; readonly exitCode: number };

/** `forget` with the digits typed, and this key at the second question. */
async function forgetting(
  { standIn, home }: { readonly standIn: StandIn; readonly home: string },
  key: string,
  ...words: readonly string[]
): Promise<Forgot> {
  const shell = fakeShell({
    terminals: ['stdin', 'stdout', 'stderr'],
    home,
    env: { TERM: 'dumb', NO_COLOR: '1', ...standIn.settings },
    broken: {
      after: (_milliseconds, call) => {
        const timer = setImmediate(call);
        return { cancel: () => clearImmediate(timer) };
      },
    },
  });
  const exitCode = runIn(['forget', NUMBER, ...words], shell);
  await shell.stderr.shows(/anything else keeps it: $/u);
  shell.keys.type('0123\r');
  await shell.stderr.shows(/Delete 2 messages at Twilio, too, with media\? \(y\/n\) $/u);
  shell.keys.type(key);
  return { shell, exitCode: await exitCode };
}

async function holdings(home: string): Promise<number> {
  const { erasable, close } = openLedgerFile(join(home, 'ledger.db'), 'stand_in');
  const { messages, replies } = await erasable.find({ kind: 'number', phone: JANE });
  await close();
  return messages + replies;
}

const deletions = ({ requests }: StandIn): readonly string[] =>
  requests.flatMap((one) => /^DELETE .*\/(\w\w)\w+\.json$/u.exec(one)?.[1] ?? []);

describe('forget asks second about the messages at Twilio', () => {
  it('and deletes them with their media, before anything goes here', async () => {
    const place = await withMessages();
    const { shell, exitCode } = await forgetting(place, 'y');
    expect(exitCode).toBe(0);
    expect(deletions(place.standIn).toSorted()).toEqual(['ME', 'ME', 'MM', 'SM']);
    expect(place.standIn.store.list().map(({ deleted }) => deleted)).toEqual([true, true]);
    expect(withoutIds(JSON.stringify(place.standIn.store.list()))).not.toMatch(
      /900123|Petra|Look/u,
    );
    expect(shell.stdout.text()).toContain('erased: 1 message and 1 reply');
    expect(shell.stdout.text()).toContain('2 of 2 messages are deleted at Twilio.\n');
    expect(await holdings(place.home)).toBe(0);
  });

  it('and leaves them at n, while what is here goes', async () => {
    const place = await withMessages();
    const { shell, exitCode } = await forgetting(place, 'n', '--json');
    expect(exitCode).toBe(0);
    expect(deletions(place.standIn)).toEqual([]);
    expect(documentIn({ stdout: shell.stdout.text() })).toMatchObject({
      outcome: 'erased',
      at_twilio: null,
    });
    expect(await holdings(place.home)).toBe(0);
  });

  it('and erases nothing at Ctrl-C', async () => {
    const place = await withMessages();
    const { shell, exitCode } = await forgetting(place, '\u0003');
    expect(exitCode).toBe(130);
    expect(shell.stderr.text()).toContain('Stopped by hand. Nothing was erased.');
    expect(deletions(place.standIn)).toEqual([]);
    expect(await holdings(place.home)).toBe(2);
  });

  it('and goes on at the next call where the connection was lost', async () => {
    const place = await withMessages();
    place.standIn.loseDeletionsAfter(1);
    const cut = await forgetting(place, 'y', '--json');
    expect(cut.exitCode).toBe(5);
    expect(documentIn({ stdout: cut.shell.stdout.text() })).toMatchObject({
      outcome: 'twilio_incomplete',
      at_twilio: { deleted: 0, failed: [{ code: null, message: expect.any(String) }], left: 1 },
    });
    expect(await holdings(place.home)).toBe(2);
    place.standIn.loseDeletionsAfter(null);
    const again = await forgetting(place, 'y');
    expect(again.exitCode).toBe(0);
    expect(place.standIn.store.list().map(({ deleted }) => deleted)).toEqual([true, true]);
    expect(await holdings(place.home)).toBe(0);
  });

  it('and takes what is gone there already as deleted', async () => {
    const place = await withMessages({ deleted: true });
    const { shell, exitCode } = await forgetting(place, 'y', '--json');
    expect(exitCode).toBe(0);
    expect(documentIn({ stdout: shell.stdout.text() })).toMatchObject({
      at_twilio: { deleted: 1, already_gone: 1, failed: [], left: 0 },
    });
  });

  it('and says which is not final, and keeps what is here', async () => {
    const place = await withMessages({ createdAt: NOW.toISOString() });
    const { shell, exitCode } = await forgetting(place, 'y');
    expect(exitCode).toBe(6);
    const text = shell.stdout.text().replace(/\s+/gu, ' ');
    expect(text).toContain('not erased: 1 of 2 messages are deleted at Twilio, 1 failed.');
    expect(text).toContain('1 message: It is still on its way, and Twilio deletes only what is');
    expect(await holdings(place.home)).toBe(2);
  });

  it('and tries no more after a refusal that holds for all', async () => {
    const refusal = { code: 70_051, httpStatus: 403, of: ['messages_read'] } as const;
    const place = await withMessages({}, { profile: { refusal } });
    const { shell, exitCode } = await forgetting(place, 'y', '--json');
    expect(exitCode).toBe(6);
    expect(documentIn({ stdout: shell.stdout.text() })).toMatchObject({
      at_twilio: { failed: [{ code: 70_051 }], left: 1 },
    });
    expect(await holdings(place.home)).toBe(2);
  });
});

it('forget without settings for Twilio asks no second question', async () => {
  const { home } = await withMessages();
  const shell = fakeShell({
    terminals: ['stdin', 'stdout', 'stderr'],
    home,
    env: { TERM: 'dumb', NO_COLOR: '1' },
  });
  const exitCode = runIn(['forget', NUMBER], shell);
  await shell.stderr.shows(/anything else keeps it: $/u);
  shell.keys.type('0123\r');
  expect(await exitCode).toBe(0);
  expect(shell.stderr.text()).toContain("Twilio's own records: delete those in the Twilio console");
});
