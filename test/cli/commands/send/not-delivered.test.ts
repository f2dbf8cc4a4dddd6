import { describe, expect, it } from '@jest/globals';
import { aFolder } from '../../../support/terminal/fake-shell.ts';
import { aCsv, aFile, documentIn, rowsFor, run, type Ran } from '../../run.ts';

const LATER = '2026-11-23T10:05:00Z';

type Results = readonly {
  readonly outcome: string;
  readonly message_sid: string;
  readonly error: { readonly code: number | string } | null;
}[];

const resultsOf = (ran: Ran): Results => (documentIn(ran) as { readonly results: Results }).results;
const outcomesOf = (ran: Ran): readonly string[] => resultsOf(ran).map(({ outcome }) => outcome);

/**
 * A home from which three invites were sent: one fails as a limit is reached, one as the number has no
 * WhatsApp, and one arrives. `status` has asked for them.
 */
async function aHomeWithFailures() {
  const [home, list] = [aFolder(), aCsv(rowsFor(['318', '324', '101']))];
  await run(['send', list, '--rehearse'], { home, stdin: 'y\ny\ny\n' });
  await run(['status', '--rehearse'], { home, now: LATER });
  const send = async (file: string, stdin: string): Promise<Ran> =>
    await run(['send', file, '--rehearse', '--json'], { home, stdin, now: LATER });
  return { home, list, send };
}

describe('a message that did not arrive', () => {
  it('is asked about by the next send, with the reason, and sent again after a yes', async () => {
    const { list, send } = await aHomeWithFailures();
    const again = await send(list, 'y\n');
    expect(again.stderr.replaceAll(/\s+/gu, ' ')).toMatch(
      /! Not delivered on 23 Nov 2026, .+: WhatsApp limits how many messages you may send, and the limit was reached\. .+ Try again\? .+Send this to/u,
    );
    expect(outcomesOf(again)).toEqual(['accepted', 'not_delivered', 'already_sent']);
    expect(again.exitCode).toBe(6);
  });

  it('counts apart in the header, the summary and the closing line until it is sent again', async () => {
    const { list, send } = await aHomeWithFailures();
    const ran = await send(list, 'n\n');
    expect(ran.stderr).toMatch(
      /to ask +1 message, 1 of them not delivered before; 1 already sent/u,
    );
    expect(ran.stderr).toContain('1 not delivered, and not offered again');
    expect(ran.stderr).toMatch(/^Not delivered: Ava Smith \(.+\) and Ben Smith \(.+\)\.$/mu);
    expect(documentIn(ran)).toMatchObject({
      results: [
        { outcome: 'not_delivered', error: { code: 63018 } },
        { outcome: 'not_delivered', error: { code: 63024 } },
        { outcome: 'already_sent', error: null },
      ],
      summary: { total: 3, not_delivered: 2, already_sent: 1 },
    });
  });

  it('is not called sent where nothing is left to ask', async () => {
    const home = aFolder();
    const list = aCsv(rowsFor(['324']));
    await run(['send', list, '--rehearse'], { home, stdin: 'y\n' });
    await run(['status', '--rehearse'], { home, now: LATER });
    const ran = await run(['send', list, '--rehearse'], { home, now: LATER });
    expect(ran.stdout + ran.stderr).not.toMatch(/sent already|already sent/u);
    expect(ran.stdout).toContain('1 record: 1 not delivered');
    expect(ran.exitCode).toBe(6);
  });

  it('is sent again from the report, given back as a list', async () => {
    const { home, list, send } = await aHomeWithFailures();
    const report = await run(['report', list, '--rehearse'], { home, now: LATER });
    const again = await send(aFile('report.csv', report.stdout), 'y\n');
    expect(outcomesOf(again)).toEqual(['accepted', 'not_delivered', 'already_sent']);
  });

  it('is asked for as a new invite once the number in the list is corrected', async () => {
    const { send } = await aHomeWithFailures();
    const corrected = await send(aCsv(rowsFor(['318', '102', '101'])), 'n\ny\n');
    expect(outcomesOf(corrected)).toEqual(['not_delivered', 'accepted', 'already_sent']);
  });
});
