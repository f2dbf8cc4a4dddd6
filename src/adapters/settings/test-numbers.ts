import type { Mode } from '../../domain/mode.ts';
import { InviteError } from '../../domain/problem.ts';
import { examplesAmong, parseTestNumbers, type TestNumber } from '../../domain/test-message.ts';
import { expectationOf } from './setting-shapes.ts';

const NAME = 'TEST_NUMBERS';

/** A rehearsal needs no settings, and reaches nobody. */
const REHEARSED = '07700 900001';

/**
 * The operator's own phones.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function testNumbers(
  values: { readonly [name: string]: string | undefined },
  mode: Mode,
): readonly TestNumber[] {
  const text = values[NAME] ?? (mode === 'rehearsal' ? REHEARSED : undefined);
  if (text === undefined) {
    throw new InviteError({ code: 'settings_missing', names: [NAME], faults: [] });
  }
  const numbers = parseTestNumbers(text);
  if (numbers === null) throw malformed(expectationOf(NAME) ?? '');
  if (mode === 'live' && examplesAmong(numbers).length > 0) throw malformed(NO_EXAMPLES);
  return numbers;
}

const NO_EXAMPLES =
  'your own phones: 07700 900000 to 900999 are kept for examples, and nobody has them';

function malformed(expected: string): InviteError {
  return new InviteError({ code: 'settings_malformed', faults: [{ name: NAME, expected }] });
}
