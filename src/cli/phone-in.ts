import { parsePhone, type Phone } from '../domain/phone.ts';
import { InviteError } from '../domain/problem.ts';

/**
 * A number as it was typed, in one word or several.
 *
 * @throws InviteError `number_malformed`
 */
export function phoneIn(words: readonly string[]): Phone {
  const phone = parsePhone(words.join(' '));
  if (!phone.ok) throw new InviteError({ code: 'number_malformed', problem: phone.problem });
  return phone.value;
}
