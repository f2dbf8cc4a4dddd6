import { describe, expect, it } from '@jest/globals';
import { openStandIn, SENDER, TEMPLATE_SID } from '../../support/sending/stand-in.ts';
import { aDesk, ASKS_DANIEL, ASKS_JANE, ASKS_PRIYA, attemptsIn, JANE } from '../desk.ts';

const SID = /accepted {2}(?<sid>MM[0-9a-f]{32})/u;

describe('a yes', () => {
  it('sends that one message, shows its SID and records it as accepted', async () => {
    const desk = aDesk({}, [JANE]);
    const terminal = desk.terminal('send', 'players.json', '--rehearse');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    const line = await terminal.waitFor(SID);
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(attemptsIn(desk, 'rehearsal.db')).toMatchObject([
      {
        recipient: 'whatsapp:+447700900123',
        state: 'accepted',
        message_sid: SID.exec(line)?.groups?.['sid'],
      },
    ]);
  });

  it('sends exactly what the screen showed, to that recipient, and nothing else', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings);
    const terminal = desk.terminal('send', 'players.json');
    const shown = await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('q');
    await terminal.exit;

    expect(standIn.posts).toHaveLength(1);
    const [{ ContentVariables = '', ...post } = {}] = standIn.posts;
    expect(post).toEqual({
      // `SEND_HOURS` is always, so it is the longest time.
      ValidityPeriod: '14400',
      To: 'whatsapp:+447700900123',
      From: SENDER,
      ContentSid: TEMPLATE_SID,
    });
    expect(JSON.parse(ContentVariables)).toEqual({
      1: 'Jane',
      2: 'John',
      3: 'Panthers',
      4: 'u11s',
      5: '2026-27',
      6: '40',
      7: '26',
      8: 'Alex Johnson',
      9: '07700 900001',
    });
    const { stdout } = await desk.piped('', 'preview', 'players.json', '--json', '--row', '1');
    const { messages } = JSON.parse(stdout) as { messages: readonly { body: string }[] };
    expect(words(shown)).toContain(words(messages[0]?.body ?? 'no body'));
  });

  it('can be a capital Y, and is recorded with the operator', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [JANE]);
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('Y');
    await terminal.waitFor(SID);
    await terminal.exit;
    expect(attemptsIn(desk)).toMatchObject([{ state: 'accepted', approved_by: 'Robin Green' }]);
  });

  it('to each of three messages sends three, and the summary counts them', async () => {
    const standIn = await openStandIn();
    const terminal = aDesk(standIn.settings).terminal('send', 'players.json');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('y');
    await terminal.waitFor(ASKS_PRIYA);
    await terminal.press('y');
    await terminal.waitFor('STAND-IN  3 records: 3 accepted by Twilio\n');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(standIn.posts.map(({ To }) => To)).toEqual([
      'whatsapp:+447700900123',
      'whatsapp:+447700900102',
      'whatsapp:+447700900103',
    ]);
  });
});

/** The words of a text, without the bar beside it and the line breaks of the display. */
function words(text: string): string {
  return text.replaceAll('│', ' ').replaceAll(/\s+/gu, ' ').trim();
}
