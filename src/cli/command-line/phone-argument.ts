import type { Recipient } from '../../domain/contact/recipient.ts';
import { asUserId } from '../../domain/contact/recipient.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { parsePhone, type Phone } from '../../domain/record/phone/phone.ts';

/**
 * Parses a phone number typed as one argument or several.
 *
 * @throws InviteError `number_malformed`
 */
export function phoneArgument(words: readonly string[]): Phone {
  const phone = parsePhone(words.join(' '));
  if (!phone.ok) throw new InviteError({ code: 'number_malformed', problem: phone.problem });
  return phone.value;
}

/**
 * Parses a phone number, or the WhatsApp user id (`GB.1a2b…`) of a user whose number is hidden.
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
