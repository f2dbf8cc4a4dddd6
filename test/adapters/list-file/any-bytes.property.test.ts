import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { aWorkbook } from '../../support/workbook.ts';
import { readListOf } from './read-list-of.ts';

const CSV = 'Team,Parent Mobile\r\n"Lions, ""red""",07700 900123\r\nZoë’s,07700 900124\r\n';
const VALID: readonly Uint8Array[] = [
  Buffer.from(CSV),
  Buffer.from(`\uFEFF${CSV}`),
  Buffer.from(`\uFEFF${CSV}`, 'utf16le'),
  Buffer.from(`\uFEFF${CSV}`, 'utf16le').swap16(),
  Buffer.from(CSV, 'latin1'),
  Buffer.from('{"records": [{"team_name": "Lions", "parent_tel": ["1"]}, null]}'),
  await aWorkbook({ Season: { rows: [['Team'], ['Lions'], [447_700_900_123]], hiddenRows: [2] } }),
];

const name = fc.constantFrom('players.csv', 'players.xlsx', 'players');

/** A list in which some bytes were changed, and which may have been truncated. */
const mutated = fc
  .record({
    valid: fc.constantFrom(...VALID),
    changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
    cut: fc.option(fc.nat(), { freq: 2 }),
  })
  .map(({ valid, changes, cut }) => {
    const bytes = Uint8Array.from(valid);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
  });

const started = fc
  .tuple(fc.constantFrom(...VALID), fc.uint8Array({ maxLength: 200 }))
  .map(([valid, rest]) => Buffer.concat([valid.subarray(0, 4), rest]));

describe('a file of any bytes', () => {
  it.each([
    ['without any structure', fc.uint8Array({ maxLength: 300 })],
    ['that start like a list', started],
    ['of a damaged list', mutated],
  ])('%s is read, or refused with a known problem', async (_which, bytes) => {
    await fc.assert(
      fc.asyncProperty(bytes, name, async (content, called) => {
        const error: unknown = await readListOf(content, { name: called }).then(
          () => null,
          (reason: unknown) => reason,
        );
        if (error !== null) expect(error).toBeInstanceOf(InviteError);
      }),
      { numRuns: 400 },
    );
  });
});
