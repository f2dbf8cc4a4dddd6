import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FAILURES } from '../../src/adapters/simulator/failures.ts';

describe('docs/rehearsal.md', () => {
  it('lists exactly the numbers that misbehave, each with what happens', () => {
    const rows = readFileSync('docs/rehearsal.md', 'utf8').match(/^\| 07700 900\d{3} \|.*$/gmu);
    expect(rows).toEqual(
      FAILURES.map(({ lastSix, happens }) => `| 07700 ${lastSix} | ${happens} |`),
    );
  });
});
