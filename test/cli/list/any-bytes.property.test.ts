import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { aFolder } from '../../support/terminal/fake-shell.ts';
import { documentIn, run, sample } from '../run.ts';

const anyBytes = fc.uint8Array({ maxLength: 400 });

/** A good list with some bytes changed, lost or doubled. */
const damagedList = fc
  .record({
    name: fc.constantFrom('players.csv' as const, 'payload.json' as const),
    changes: fc.array(
      fc.record({
        at: fc.nat({ max: 1400 }),
        length: fc.nat({ max: 6 }),
        by: fc.uint8Array({ maxLength: 6 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ name, changes }) =>
    changes.reduce<Buffer>(
      (bytes, { at, length, by }) => {
        const start = Math.min(at, bytes.length);
        return Buffer.concat([bytes.subarray(0, start), by, bytes.subarray(start + length)]);
      },
      readFileSync(sample(name)),
    ),
  );

describe('whatever bytes a list is made of', () => {
  it('check reads it or says what is wrong with it, and is never at fault itself', async () => {
    // One home for all runs and no file, since creating folders would take most of the time.
    const home = join(aFolder(), 'home');
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyBytes, damagedList), async (bytes) => {
        const ran = await run(['check', '--json', '-'], { stdin: bytes, home });
        expect([0, 3]).toContain(ran.exitCode);
        expect(documentIn(ran)).toMatchObject({ schema: 1, command: 'check' });
        expect(existsSync(join(home, 'cache', 'fault.log'))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('bytes that are no list send nothing, whatever is answered', async () => {
    const home = join(aFolder(), 'home');
    const file = join(aFolder(), 'list.csv');
    await fc.assert(
      fc.asyncProperty(anyBytes, async (bytes) => {
        writeFileSync(file, bytes);
        const ran = await run(['send', '--json', '--rehearse', file], { stdin: 'y\ny\n', home });
        expect(ran.exitCode).toBe(3);
        expect(existsSync(join(home, 'rehearsal.db'))).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});
