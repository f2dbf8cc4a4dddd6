import { describe, expect, it } from '@jest/globals';
import { unwrapped } from '../../../support/normalised-text.ts';
import { openStandIn, TEMPLATE_SID } from '../../../support/sending/stand-in.ts';
import { fakeShell } from '../../../support/terminal/fake-shell.ts';
import { aCsv, documentIn, rowsFor, runIn } from '../../run.ts';

describe('a template that is paused while a list is gone through', () => {
  it('stops the run before the next message, says how far it came, and ends with 4', async () => {
    const standIn = await openStandIn();
    let now = new Date('2026-11-23T10:00:00Z');
    const shell = fakeShell({
      terminals: ['stdin', 'stderr'],
      broken: { clock: { now: () => now } },
      env: { TERM: 'dumb', ...standIn.settings },
    });
    const exitCode = runIn(['send', aCsv(rowsFor(['101', '102', '103'])), '--json'], shell);
    const press = async (key: string, asks: RegExp): Promise<void> => {
      await shell.stderr.shows(asks);
      shell.keys.type(key);
    };
    await press('y', /1 of 3 [^]*\(y\/n\/b\/q\/\?\) $/u);
    await shell.stderr.shows(/accepted/u);
    standIn.setTemplateState('paused');
    now = new Date('2026-11-23T11:00:00Z');
    await press('y', /2 of 3 [^]*\(y\/n\/b\/q\/\?\) /u);
    expect(await exitCode).toBe(4);
    expect(standIn.posts).toHaveLength(1);
    expect(standIn.requests.filter((one) => one.endsWith(TEMPLATE_SID))).toHaveLength(2);
    expect(documentIn({ stdout: shell.stdout.text() })).toMatchObject({
      summary: { total: 3, accepted: 1, left: 2 },
    });
    expect(unwrapped(shell.stderr.text())).toContain(
      'Stopped after 1 of 3: the template is no longer the one you saw. 2 wait. ' +
        'The template could not be sent any more. WhatsApp has not approved it: its state is "paused".',
    );
  });

  it('stops it before the next question, too, once an hour has passed', async () => {
    const standIn = await openStandIn();
    let now = new Date('2026-11-23T10:00:00Z');
    const shell = fakeShell({
      terminals: ['stdin', 'stderr'],
      broken: { clock: { now: () => now } },
      env: { TERM: 'dumb', ...standIn.settings },
    });
    const exitCode = runIn(['send', aCsv(rowsFor(['101', '102']))], shell);
    await shell.stderr.shows(/1 of 2 [^]*\(y\/n\/b\/q\/\?\) $/u);
    standIn.setTemplateState('paused');
    now = new Date('2026-11-23T11:00:00Z');
    shell.keys.type('n');
    expect(await exitCode).toBe(4);
    expect(standIn.posts).toEqual([]);
    expect(shell.stderr.text()).not.toContain('2 of 2');
    expect(unwrapped(shell.stderr.text())).toContain('its state is "paused"');
  });
});
