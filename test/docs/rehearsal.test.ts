import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readFault, readFaultSetting } from '../../src/adapters/simulator/faults/faults.ts';

const page = readFileSync('docs/rehearsal.md', 'utf8');

describe('docs/rehearsal.md', () => {
  it('has a valid example of the setting and of the header', () => {
    const [, setting] = /^REHEARSAL_FAULT=(\S+) /mu.exec(page) ?? [];
    expect(readFaultSetting(setting ?? 'none').faults(2)).not.toBeNull();
    const [, header] = /-H 'X-Simulator-Fault: (\S+)'/u.exec(page) ?? [];
    expect(readFault(header ?? 'none')).not.toBeNull();
  });
});
