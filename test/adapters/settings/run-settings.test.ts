import { describe, expect, it } from '@jest/globals';
import { keepUntil } from '../../../src/adapters/settings/run-settings.ts';
import { parseSettings } from '../../../src/adapters/settings/settings.ts';

describe('the day until which the club keeps data', () => {
  it('is null where it is not set', () => {
    expect(keepUntil(parseSettings({}))).toBeNull();
    expect(keepUntil(parseSettings({ KEEP_UNTIL: '2027-06-30' }))).toBe('2027-06-30');
  });

  it.each(['2026-02-30', '30 June 2027', '2027-6-30'])('cannot be %s', (text) => {
    expect(() => keepUntil(parseSettings({ KEEP_UNTIL: text }))).toThrow('settings_malformed');
  });
});
