import type { Recipient } from '../../domain/contact/recipient.ts';
import { parsePhone, type Phone } from '../../domain/record/phone/phone.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { asUserId } from '../../domain/contact/recipient.ts';

/**
 * A number as it was typed, in one word or several.
 *
 * @throws InviteError `number_malformed`
 */
export function phoneArgument(words: readonly string[]): Phone {
  const phone = parsePhone(words.join(' '));
  if (!phone.ok) throw new InviteError({ code: 'number_malformed', problem: phone.problem });
  return phone.value;
}

/**
 * A number, or the user id of somebody whose number WhatsApp hides: `GB.1a2b…`.
 *
 * @throws InviteError `number_malformed`
 */
export function recipientArgument(words: readonly string[]): Recipient {
  return (
    asUserId(
      words
        .join(' ')
        .trim()
        .replace(/^whatsapp:/u, ''),
    ) ?? phoneArgument(words)
  );
}
