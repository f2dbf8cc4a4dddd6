import { describe, expect, it } from '@jest/globals';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { withoutIds } from '../../support/normalised-text.ts';
import { ACCOUNT_SID, openStandIn, TEMPLATE_SID } from '../../support/sending/stand-in.ts';
import { aDesk, ASKS_JANE, DANIEL, JANE } from '../desk.ts';

const SIBLING = { player_first_name: 'Ella', team_name: 'Lions', age_group: 'u9s' };
const NO_NUMBER = { ...DANIEL, parent_tel: '07700 90012' };

describe('before the first question', () => {
  it('the header describes a send to a stand-in', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [JANE, SIBLING, JANE, NO_NUMBER]);
    // Wide enough that no line wraps.
    const header = await desk.at(200)('send', 'players.json').waitFor(ASKS_JANE);
    for (const fact of [
      /STAND-IN/u,
      new RegExp(ACCOUNT_SID, 'u'),
      /sender.*\+44 7700 900999/u,
      /template.*registration_invite, approved/u,
      new RegExp(TEMPLATE_SID, 'u'),
      /players\.json, changed \d+ \w+ \d{4}, \d\d:\d\d, read as JSON/u,
      /1 family, 2 players/u,
      /Panthers u11s and Lions u9s/u,
      /2026-27/u,
      /£40 .*£26/u,
      /2 messages/u,
      /left out.*1 row with faults.*1 \w* ?row/u,
      /cost.*nothing/u,
      /row 4.*07700 90012/u,
    ]) {
      expect(header).toMatch(fact);
    }
  });

  it('the category of the template is shown, and for marketing its consequences', async () => {
    const utility = aDesk((await openStandIn()).settings, [JANE]).at(400)('send', 'players.json');
    const header = await utility.waitFor(ASKS_JANE);
    expect(header).toContain('approved by WhatsApp as UTILITY');
    expect(withoutIds(header)).not.toContain('63049');
    const template = { approval: { status: 'approved', category: 'MARKETING' } };
    const { settings } = await openStandIn({ template });
    const marketing = aDesk(settings, [{ ...JANE, opt_in_how: 'form' }]).at(400)(
      'send',
      'players.json',
    );
    expect(await marketing.waitFor('Type marketing')).toMatch(
      /approved by WhatsApp as MARKETING[^]*63049[^]*consent/u,
    );
  });

  it.each([
    [21, true],
    [20, false],
  ])(
    'a first batch of a new template is recommended for a list of %i: %p',
    async (many, isSaid) => {
      const people = Array.from({ length: many }, (_, index) => ({
        player_first_name: 'John',
        player_last_name: `Smith${'abcdefghijklmnopqrstuvwxyz'[index] ?? ''}`,
        parent_tel: `+447700900${String(100 + index)}`,
      }));
      const terminal = aDesk({}, people).terminal('send', 'players.json', '--rehearse');
      const header = await terminal.waitFor('(y/n/b/q/?)');
      expect(
        header
          .replaceAll(/\s+/gu, ' ')
          .includes('! No message with this template arrived so far, and WhatsApp may hold'),
      ).toBe(isSaid);
      expect(header.includes('--first 20')).toBe(isSaid);
    },
  );

  it('the lines of the sender warn of its quality, its limit and its webhook', async () => {
    const { settings, posts } = await openStandIn({
      profile: {
        qualityRating: 'LOW',
        messagingLimit: '50 Customers/24hrs',
        callbackUrl: 'https://demo.example.com/reply\u001B[2J?key=secret',
      },
    });
    const desk = aDesk({ ...settings, PUBLIC_URL: 'https://invites.example.org' }, [JANE]);
    const header = await desk.terminal('send', 'players.json').waitFor(ASKS_JANE);
    const said = header.replaceAll(/\s+/gu, ' ');
    for (const warning of [
      'sender +44 7700 900999 ! WhatsApp rates this sender LOW:',
      '! WhatsApp lets this sender write to 50 people in 24 hours, fewer than DAILY_LIMIT (250).',
      '! Parents’ replies go to https://demo.example.com/reply',
      'Set the webhook of the sender to https://invites.example.org/webhook',
    ]) {
      expect(said).toContain(warning.replace('’', "'"));
    }
    expect(header).not.toContain('key=secret');
    expect(posts).toEqual([]);
  });

  it('a template with buttons ends the run, and the buttons are named', async () => {
    const actions = [{ title: 'Yes please' }];
    const otherTypes = { 'twilio/quick-reply': { body: 'Hi', actions } };
    const { settings } = await openStandIn({ template: { otherTypes } });
    const terminal = aDesk(settings, [JANE]).at(400)('send', 'players.json');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
    expect(terminal.screen()).toContain('twilio/quick-reply with the button "Yes please"');
  });

  it('the text of the template is shown, and from then on a preview shows it too', async () => {
    const body = `${builtInTemplate().body} See you soon!`;
    const { settings } = await openStandIn({ template: { body } });
    const desk = aDesk(settings, [JANE]);
    const before = await desk.piped('', 'preview', 'players.json', '--json');
    expect(before.stdout).toContain('"source":"built_in"');
    const terminal = desk.terminal('send', 'players.json');
    expect(await terminal.waitFor(ASKS_JANE)).toContain('See you soon!');
    const after = await desk.piped('', 'preview', 'players.json', '--json');
    expect(after.stdout).toContain('"source":"cache"');
    expect(after.stdout).toContain('See you soon!');
  });

  it('a rehearsal says that it is one, and says so beside each SID', async () => {
    const terminal = aDesk({}, [JANE]).terminal('send', 'players.json', '--rehearse');
    expect(await terminal.waitFor(ASKS_JANE)).toContain('REHEARSAL');
    await terminal.press('y');
    await terminal.waitFor(/REHEARSAL {2}accepted {2}MM[0-9a-f]{32}/u);
    await terminal.exit;
  });

  it('a send to a stand-in says so beside each SID', async () => {
    const standIn = await openStandIn();
    const terminal = aDesk(standIn.settings, [JANE]).terminal('send', 'players.json');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    await terminal.waitFor(/STAND-IN {2}accepted {2}MM[0-9a-f]{32}/u);
    await terminal.exit;
  });

  it('the card shows siblings and repairs', async () => {
    const repaired = { ...SIBLING, parent_tel: '7700900123' };
    const terminal = aDesk({}, [JANE, repaired]).terminal('send', 'players.json', '--rehearse');
    expect(await terminal.waitFor(ASKS_JANE)).toMatch(/The same family: Ella Smith/u);
    await terminal.press('n');
    await terminal.waitFor(/2 of 2[^]*7700900123 read as \+447700900123/u);
  });
});
