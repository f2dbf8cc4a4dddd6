import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FAILURES } from '../../src/adapters/simulator/faults/failures.ts';
import {
  readFaultSetting,
  SETTING_FORMS,
} from '../../src/adapters/simulator/faults/fault-setting.ts';
import { FAULTS, formOf, readFault } from '../../src/adapters/simulator/faults/faults.ts';

const page = readFileSync('docs/rehearsal.md', 'utf8');

/** The rows of the table under this heading row. */
function tableUnder(heading: string): readonly string[] {
  const [, rows] = page.split(`${heading}\n|---|---|\n`);
  return rows?.split('\n\n')[0]?.split('\n') ?? [];
}

describe('docs/rehearsal.md', () => {
  it('lists exactly the numbers that misbehave, each with what happens', () => {
    expect(tableUnder('| number | what happens |')).toEqual(
      FAILURES.map(({ lastSix, happens }) => `| 07700 ${lastSix} | ${happens} |`),
    );
  });

  it('lists exactly the faults that can be asked for, each with what happens', () => {
    expect(tableUnder('| fault | what happens |')).toEqual(
      FAULTS.map((fault) => `| \`${formOf(fault)}\` | ${fault.happens} |`),
    );
  });

  it('lists exactly what the setting can hold', () => {
    expect(tableUnder('| `REHEARSAL_FAULT` | counts for |')).toEqual(
      SETTING_FORMS.map(({ form, happens }) => `| \`${form}\` | ${happens} |`),
    );
  });

  it('gives an example of the setting and one of the header, and both are right', () => {
    const [, setting] = /^REHEARSAL_FAULT=(\S+) /mu.exec(page) ?? [];
    expect(readFaultSetting(setting ?? 'none').faults(2)).not.toBeNull();
    const [, header] = /-H 'X-Simulator-Fault: (\S+)'/u.exec(page) ?? [];
    expect(readFault(header ?? 'none')).not.toBeNull();
  });
});
