import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { aCloudForEach } from '../support/aws/cloud.ts';
import { withoutIds } from '../support/normalised-text.ts';
import { openStandIn } from '../support/sending/stand-in.ts';
import { aDesk, ASKS_DANIEL, ASKS_JANE, keptIn, type Desk } from './desk.ts';

const JANE = 'whatsapp:+447700900123';

const aCloud = aCloudForEach();

async function documentOf(desk: Desk, ...args: readonly string[]): Promise<unknown> {
  const { stdout } = await desk.piped('', ...args, '--json');
  return JSON.parse(stdout);
}

it('is used by every command on every computer with its settings, in place of a file', async () => {
  const cloud = await aCloud();
  const standIn = await openStandIn();
  const settings = { ...standIn.settings, ...cloud.settings };
  const robin = aDesk({ ...settings, OPERATOR: 'Robin Green' });
  const sam = aDesk({ ...settings, OPERATOR: 'Sam Hill' });
  const terminal = robin.terminal('send', 'players.json');
  await terminal.waitFor(/ledger +the shared ledger ledger-\d+ \(eu-north-1\)/u);
  await terminal.waitFor(ASKS_JANE);
  await terminal.press('y');
  await terminal.waitFor(ASKS_DANIEL);
  await terminal.press('q');
  expect(await terminal.exit).toMatchObject({ exitCode: 0 });
  expect(standIn.posts).toHaveLength(1);

  const seen = { messages: [{ to: JANE, message_sid: expect.stringMatching(/^MM/u) }] };
  expect(await documentOf(sam, 'status')).toMatchObject(seen);
  expect(await documentOf(sam, 'history')).toMatchObject({
    events: expect.arrayContaining([
      expect.objectContaining({ state: 'accepted', by: 'Robin Green', to: JANE }),
    ]),
  });
  expect(await documentOf(sam, 'report')).toMatchObject({ rows: [{ to: JANE }] });
  expect(await documentOf(sam, 'opt-out', 'add', '07700 900102')).toMatchObject({
    outcome: 'added',
  });
  expect(await documentOf(robin, 'opt-out', 'list')).toMatchObject({ summary: { stopped: 1 } });
  const held = robin.terminal('send', 'players.json');
  await held.waitFor('1 message; 1 already sent');
  await held.waitFor('Send this to Priya Bancroft');
  await held.press('q');
  await held.exit;
  for (const desk of [robin, sam]) {
    expect(existsSync(join(desk.home, 'ledger.db'))).toBe(false);
  }
});

it('is checked by doctor, which names the table and the region', async () => {
  const cloud = await aCloud();
  const standIn = await openStandIn();
  const settings = { ...standIn.settings, ...cloud.settings };
  const { stdout } = await aDesk(settings).piped('', 'doctor');
  expect(stdout.replace(/\s+/gu, ' ')).toMatch(
    /the shared ledger ledger-\d+ \(eu-north-1\) can be written\. Its key is a secret/u,
  );
  const nowhere = await aDesk({ ...settings, LEDGER_TABLE: 'no-such-table' }).piped('', 'doctor');
  expect(nowhere.stdout.replace(/\s+/gu, ' ')).toContain(
    'AWS has no table of that name in this region',
  );
  expect(nowhere.exitCode).toBe(4);
});

it.each([['send'], ['status'], ['history'], ['report']])(
  '%s reports in one sentence that the table does not exist',
  async (command) => {
    const cloud = await aCloud();
    const standIn = await openStandIn();
    const settings = { ...standIn.settings, ...cloud.settings, LEDGER_TABLE: 'no-such-table' };
    const desk = aDesk(settings);
    const terminal = desk.terminal(command, ...(command === 'send' ? ['players.json'] : []));
    await terminal.waitFor('no-such-table');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
    expect(terminal.screen().replace(/\s+/gu, ' ')).toContain('AWS has no table of that name');
  },
);

it('stores the finding of a test, and does not count the test as an invite', async () => {
  const cloud = await aCloud();
  const standIn = await openStandIn();
  const settings = { ...standIn.settings, ...cloud.settings, TEST_NUMBERS: '07700 900001' };
  const desk = aDesk(settings);
  const terminal = desk.terminal('test', 'players.json');
  await terminal.waitFor('TEST  Send this to');
  await terminal.press('y');
  await terminal.waitFor('Did it arrive, and does it read right? (y/n)');
  await terminal.press('n');
  await terminal.waitFor('What was wrong?');
  terminal.type('the fee is wrong\r');
  expect(await terminal.exit).toMatchObject({ exitCode: 6 });
  expect(await cloud.kept()).toContain('the fee is wrong');
  expect(await documentOf(desk, 'report')).toMatchObject({ rows: [] });
  expect(existsSync(join(desk.home, 'ledger.db'))).toBe(false);
});

it('has no personal data of an erased recipient, who still gets no second message', async () => {
  const cloud = await aCloud();
  const standIn = await openStandIn();
  const settings = { ...standIn.settings, ...cloud.settings };
  const [robin, sam] = [aDesk(settings), aDesk(settings)];
  const sending = robin.terminal('send', 'players.json');
  await sending.waitFor(ASKS_JANE);
  await sending.press('y');
  await sending.waitFor(ASKS_DANIEL);
  await sending.press('q');
  await sending.exit;
  expect(withoutIds(await cloud.kept())).toContain('900123');

  const terminal = sam.terminal('forget', '07700 900123');
  await terminal.waitFor('AWS can bring it back for 35 days');
  await terminal.waitFor('anything else keeps it:');
  terminal.type('0123\r');
  await terminal.waitFor('at Twilio, too');
  await terminal.press('n');
  expect(await terminal.exit).toMatchObject({ exitCode: 0 });
  expect(terminal.screen()).toContain('erased: 1 message');
  expect(withoutIds(await cloud.kept())).not.toMatch(/900123|Jane|John|Smith/u);
  const again = robin.terminal('send', 'players.json');
  await again.waitFor('1 already sent');
  await again.waitFor(ASKS_DANIEL);
  await again.press('q');
  await again.exit;
  expect(standIn.posts).toHaveLength(1);
});

it('is not used in a rehearsal', async () => {
  const cloud = await aCloud();
  const desk = aDesk({ ...cloud.settings, LEDGER_TABLE: 'no-such-table' }, [{}]);
  const rehearsed = await desk.piped('y\n', 'send', 'players.json', '--rehearse');
  expect(rehearsed).toMatchObject({ exitCode: 0 });
  expect(keptIn(desk).filter(({ path }) => path.endsWith('rehearsal.db'))).toHaveLength(1);
});

it('needs a valid table name and a valid region', async () => {
  const standIn = await openStandIn();
  const settings = { ...standIn.settings, LEDGER_TABLE: 'a b', AWS_REGION: 'Sweden' };
  const { stderr, exitCode } = await aDesk(settings).piped('', 'status');
  expect(exitCode).toBe(4);
  expect(stderr).toContain('LEDGER_TABLE');
  expect(stderr).toContain('AWS_REGION');
});
