import { describe, expect, it } from '@jest/globals';
import { aCsv, documentIn, rowsFor, run, sample } from '../../run.ts';

type Summary = { readonly [part: string]: number };
type SendDocument = {
  readonly results: readonly { readonly outcome: string; readonly message_sid: string | null }[];
  readonly summary: Summary;
};

/** Accepted, refused, unknown, left out, faulty, repeated: one row each. */
function aMixedList(): string {
  const [good = {}, ...others] = rowsFor(['101', '211', '503', '104']);
  return aCsv([good, ...others, { parent_tel: '07700 90012' }, good]);
}

describe('send --json', () => {
  it('has one result for every record, and a summary that adds up', async () => {
    const ran = await run(['send', aMixedList(), '--rehearse', '--json'], {
      stdin: 'y\ny\ny\nn\n',
    });
    const key = expect.stringMatching(/^[0-9a-f]{64}$/u);
    expect(documentIn(ran)).toEqual({
      schema: 1,
      command: 'send',
      mode: 'rehearsal',
      results: [
        {
          row: 2,
          key,
          to: 'whatsapp:+447700900101',
          outcome: 'accepted',
          message_sid: expect.stringMatching(/^MM[0-9a-f]{32}$/u),
          error: null,
        },
        {
          row: 3,
          key,
          to: 'whatsapp:+447700900211',
          outcome: 'refused',
          message_sid: null,
          error: {
            code: 21211,
            message:
              "Twilio does not accept the parent's number as a phone number. Twilio says: “Invalid 'To' phone number”.",
            fix: "Correct the parent's mobile in the list.",
          },
        },
        {
          row: 4,
          key,
          to: 'whatsapp:+447700900503',
          outcome: 'unknown',
          message_sid: null,
          error: {
            code: 'outcome_unknown',
            message:
              'Nobody knows whether this message went: Twilio had a fault of its own, perhaps after taking it.',
            fix: 'It is never sent again by itself. Run the same line again: the tool asks Twilio for it first, and you only if Twilio shows none.',
          },
        },
        {
          row: 5,
          key,
          to: 'whatsapp:+447700900104',
          outcome: 'skipped',
          message_sid: null,
          error: null,
        },
        {
          row: 6,
          key: null,
          to: null,
          outcome: 'held_back',
          message_sid: null,
          error: {
            code: 'phone_too_short',
            message: "The parent's mobile has 10 digits; a UK number written like this has 11.",
            fix: 'Look for the digit that is missing.',
          },
        },
        {
          row: 7,
          key,
          to: 'whatsapp:+447700900101',
          outcome: 'held_back',
          message_sid: null,
          error: {
            code: 'same_invite_twice',
            message: 'The same player, parent and season stand in row 2: one message goes.',
            fix: 'Nothing to do, if they are the same child.',
          },
        },
      ],
      summary: {
        total: 6,
        accepted: 1,
        already_sent: 0,
        skipped: 1,
        held_back: 2,
        refused: 1,
        unknown: 1,
        left: 0,
      },
    });
  });

  it.each([
    { answers: 'y\ny\ny\ny\n', why: 'all is answered' },
    { answers: 'y\nq\n', why: 'it was stopped' },
    { answers: '', why: 'nothing is answered' },
  ])('has parts that add up to the total where $why', async ({ answers }) => {
    const ran = await run(['send', aMixedList(), '--rehearse', '--json'], { stdin: answers });
    const { results, summary } = documentIn(ran) as SendDocument;
    const { total, ...parts } = summary;
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(total);
    expect(results).toHaveLength(6);
  });

  it('reports what is left', async () => {
    const ran = await run(['send', sample('payload.json'), '--rehearse', '--json']);
    expect(documentIn(ran)).toMatchObject({ results: [{ outcome: 'left' }], summary: { left: 1 } });
    expect(ran.exitCode).toBe(0);
  });

  it('keeps the SIDs of the first run in the second', async () => {
    const argv = ['send', aCsv(rowsFor(['101', '102'])), '--rehearse', '--json'];
    const first = await run(argv, { stdin: 'y\ny\n' });
    const second = await run(argv, { home: first.home });
    const { results } = documentIn(first) as SendDocument;
    expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    expect(documentIn(second)).toMatchObject({
      results: results.map(({ message_sid }) => ({ message_sid, outcome: 'already_sent' })),
      summary: { total: 2, already_sent: 2 },
    });
  });

  describe('in the run after an unknown outcome', () => {
    const LATER = '2026-11-23T10:05:00Z';

    it('has the SID that Twilio shows, and sends nothing', async () => {
      const argv = ['send', aCsv(rowsFor(['501'])), '--rehearse', '--json'];
      const first = await run(argv, { stdin: 'y\n' });
      expect(documentIn(first)).toMatchObject({ results: [{ outcome: 'unknown' }] });
      const second = await run(argv, { stdin: 'y\n', home: first.home, now: LATER });
      expect(documentIn(second)).toMatchObject({
        results: [
          { outcome: 'already_sent', message_sid: expect.stringMatching(/^MM[0-9a-f]{32}$/u) },
        ],
      });
      expect(second.stderr).toMatch(
        /REHEARSAL {2}settled {2}MM[0-9a-f]{32} {2}.+: Twilio has it\./u,
      );
      expect(second.stderr).not.toContain('Send this to');
      expect(second.exitCode).toBe(0);
    });

    const PERHAPS = [
      [
        'text-hidden',
        'text_hidden',
        /Twilio has a message to \+44 7700 900101 from 23 Nov 2026, 10:00 \(MM[0-9a-f]{32}\), and its text is hidden, so nobody can say whether it is this one\. It stays unknown and is not sent again\./u,
      ],
      [
        'numbers-hidden',
        'number_hidden',
        /Twilio has a message from 23 Nov 2026, 10:00 \(MM[0-9a-f]{32}\) that may have gone to \+44 7700 900101, and the number is hidden, so nobody can say whether it is this one\. It stays unknown and is not sent again\./u,
      ],
    ] as const;

    it.each(PERHAPS)(
      'stays unknown, and is not asked about, where Twilio has one that may be it: %s',
      async (hidden, why, sentence) => {
        const argv = ['send', aCsv(rowsFor(['101'])), '--rehearse', '--json'];
        const { home } = await run(argv, {
          stdin: 'y\n',
          env: { REHEARSAL_FAULT: 'accept-then-drop' },
        });
        const env = { REHEARSAL_FAULT: hidden };
        const second = await run(argv, { stdin: 'y\n', home, now: LATER, env });
        expect(second.exitCode).toBe(7);
        expect(second.stderr.replaceAll(/\s+/gu, ' ')).toMatch(sentence);
        expect(second.stderr).not.toMatch(/shows none|Send this to/u);
        expect(documentIn(second)).toMatchObject({
          results: [
            {
              outcome: 'unknown',
              message_sid: null,
              error: {
                code: 'outcome_unknown',
                message: expect.stringContaining('nobody can say whether it is this one'),
                fix: expect.stringContaining('Twilio console'),
                candidate: {
                  message_sid: expect.stringMatching(/^MM[0-9a-f]{32}$/u),
                  at: '2026-11-23T10:00:00.000Z',
                  why,
                },
              },
            },
          ],
          summary: { total: 1, unknown: 1 },
        });
      },
    );

    it('is looked at afresh where an earlier run found none', async () => {
      const argv = ['send', aCsv(rowsFor(['101'])), '--rehearse', '--json'];
      const { home } = await run(argv, {
        stdin: 'y\n',
        env: { REHEARSAL_FAULT: 'accept-then-drop' },
      });
      const none = await run(argv, {
        stdin: 'n\n',
        home,
        now: LATER,
        env: { REHEARSAL_FAULT: 'list-lag=999999' },
      });
      expect(none.stderr).toContain(
        'Twilio does not show it yet. Look for it in the Twilio console, under Monitor, Logs and Messaging. Send it now?',
      );
      const hidden = await run(argv, {
        stdin: 'y\n',
        home,
        now: LATER,
        env: { REHEARSAL_FAULT: 'text-hidden' },
      });
      expect(hidden.stderr).not.toMatch(/shows none|Send this to/u);
      expect(documentIn(hidden)).toMatchObject({ summary: { unknown: 1 } });
      const shown = await run(argv, { stdin: 'y\n', home, now: LATER });
      expect(documentIn(shown)).toMatchObject({ summary: { already_sent: 1 } });
    });

    it.each([
      [LATER, 'Twilio does not show it yet. Look for it in the Twilio console'],
      ['2026-11-23T12:00:00Z', 'Twilio shows none. A list that holds it asks'],
    ])('where Twilio does not list it is said with its age, at %s', async (now, text) => {
      const argv = ['send', aCsv(rowsFor(['802'])), '--rehearse'];
      const { home } = await run(argv, { stdin: 'y\n' });
      const { stderr } = await run(argv, { stdin: 'n\n', home, now });
      expect(stderr.replaceAll(/\s+/gu, ' ')).toContain(text);
    });

    it('is shown once more at the end of a run that asked about others', async () => {
      const [ava, ben] = [aCsv(rowsFor(['101'])), aCsv(rowsFor(['101', '102']))];
      const { home } = await run(['send', ava, '--rehearse'], {
        stdin: 'y\n',
        env: { REHEARSAL_FAULT: 'accept-then-drop' },
      });
      const { stderr, exitCode } = await run(['send', ben, '--rehearse'], {
        stdin: 'y\n',
        home,
        now: LATER,
        env: { REHEARSAL_FAULT: 'text-hidden' },
      });
      const [before = '', after = ''] = stderr.split('(y/n/b/q/?)');
      expect(before).toContain('its text is hidden');
      expect(after.replaceAll(/\s+/gu, ' ')).toContain('its text is hidden, so nobody can say');
      expect(exitCode).toBe(7);
    });

    it('does not count what Twilio has of another invite to the same number', async () => {
      const rows = rowsFor(['802', '802']);
      const argv = ['send', aCsv(rows), '--rehearse', '--json'];
      const { home } = await run(argv, {
        stdin: 'y\ny\n',
        env: { REHEARSAL_FAULT: 'slow=1@1,drop@2' },
      });
      const env = { REHEARSAL_FAULT: 'text-hidden' };
      const second = await run(argv, { stdin: 'n\n', home, now: LATER, env });
      expect(second.stderr).toContain(
        'Twilio does not show it yet. Look for it in the Twilio console, under Monitor, Logs and Messaging. Send it now?',
      );
    });

    it.each(['n\n', 'q\n', ''])(
      'keeps it unknown where Twilio shows none and the answer is %j',
      async (stdin) => {
        const argv = ['send', aCsv(rowsFor(['503'])), '--rehearse', '--json'];
        const { home } = await run(argv, { stdin: 'y\n' });
        const second = await run(argv, { stdin, home, now: LATER });
        expect(second.stderr).toContain(
          "! We do not know whether Ava's message went on 23 Nov 2026, 10:00. Twilio does not show it yet. Look for it in the Twilio console, under Monitor, Logs and Messaging. Send it now?",
        );
        expect(documentIn(second)).toMatchObject({
          results: [
            {
              outcome: 'unknown',
              error: {
                code: 'outcome_unknown',
                message: 'Nobody knows whether this message went on 23 Nov 2026, 10:00.',
              },
            },
          ],
        });
        expect(second.exitCode).toBe(7);
      },
    );

    it('sends it on a yes, and asks for it before all others', async () => {
      const list = aCsv(rowsFor(['503']));
      const { home } = await run(['send', list, '--rehearse'], { stdin: 'y\n' });
      const both = aCsv(
        rowsFor(['101', '503']).map((row) => ({ ...row, player_first_name: 'Ava' })),
      );
      const second = await run(['send', both, '--rehearse', '--json'], {
        stdin: 'y\nn\n',
        home,
        now: LATER,
      });
      // The simulator fails for this number every time.
      expect(documentIn(second)).toMatchObject({
        results: [{ outcome: 'skipped' }, { outcome: 'unknown' }],
      });
    });
  });

  it('offers a refused message again, with the reason of last time', async () => {
    const argv = ['send', aCsv(rowsFor(['211'])), '--rehearse', '--json'];
    const { home } = await run(argv, { stdin: 'y\n' });
    const second = await run(argv, { stdin: 'n\n', home });
    expect(second.stderr).toContain(
      "! Twilio refused this one on 23 Nov 2026, 10:00: Twilio does not accept the parent's number",
    );
    expect(documentIn(second)).toMatchObject({ results: [{ outcome: 'skipped' }] });
  });
});
