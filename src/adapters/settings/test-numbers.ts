import type { Mode } from '../../domain/set-up/mode.ts';
import {
  examplesAmong,
  parseTestNumbers,
  type TestNumber,
} from '../../domain/message/test-message.ts';
import { refuse, refuseFaults, refuseMalformed, type Settings } from './settings.ts';

const NAME = 'TEST_NUMBERS';

/** A rehearsal needs no settings, and reaches nobody. */
const REHEARSED = '07700 900001';

const NO_EXAMPLES = { code: 'example_numbers', name: NAME } as const;

/**
 * The operator's own phones.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function testNumbers(settings: Settings, mode: Mode): readonly TestNumber[] {
  refuseMalformed(settings, [NAME]);
  const set = settings.values[NAME];
  const numbers = set ?? (mode === 'rehearsal' ? parseTestNumbers(REHEARSED) : null);
  if (numbers === null) refuse({ missing: [NAME], faults: [] });
  refuseFaults(mode === 'live' && examplesAmong(numbers).length > 0 ? [NO_EXAMPLES] : []);
  return numbers;
}
