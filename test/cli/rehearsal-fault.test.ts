import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { aCsv, documentIn, rowsFor, run } from './run.ts';

const send = async (fault: string) =>
  await run(['send', aCsv(rowsFor(['101', '102'])), '--rehearse', '--json'], {
    stdin: 'y\ny\n',
    env: { REHEARSAL_FAULT: fault },
  });

describe('REHEARSAL_FAULT', () => {
  it('makes that message of a rehearsal go wrong, and no other', async () => {
    const ran = await send('accept-then-drop@2');
    expect(documentIn(ran)).toMatchObject({
      results: [{ outcome: 'accepted' }, { outcome: 'unknown' }],
    });
    expect(ran.exitCode).toBe(7);
  });

  it('stops the rehearsal before anything is made if it is malformed, and says what may stand there', async () => {
    const ran = await send('nonsense');
    expect(ran.exitCode).toBe(4);
    expect(documentIn(ran)).toMatchObject({
      error: {
        code: 'settings_malformed',
        message: expect.stringContaining('REHEARSAL_FAULT'),
        fix: expect.stringContaining('accept-then-drop'),
      },
    });
    expect(existsSync(join(ran.home, 'rehearsal.db'))).toBe(false);
  });

  it('is not read where it is no rehearsal', async () => {
    const ran = await run(['send', aCsv(rowsFor(['101'])), '--json'], {
      env: { REHEARSAL_FAULT: 'nonsense' },
      terminals: ['stdin', 'stderr'],
    });
    expect(documentIn(ran)).toMatchObject({ error: { code: 'settings_missing' } });
  });
});
