import { parsePhone, type Phone } from '../../domain/record/phone/phone.ts';

/** The number in `whatsapp:+44…` or `+44…`; null where WhatsApp hides it behind a user id. */
export function phoneOf(address: string): Phone | null {
  const number = address.replace(/^whatsapp:/u, '');
  const phone = number.startsWith('+') ? parsePhone(number) : null;
  return phone?.ok === true ? phone.value : null;
}
