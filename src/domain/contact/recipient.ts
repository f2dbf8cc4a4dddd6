import { nationalForm, type Phone } from '../record/phone/phone.ts';
import { sha256 } from '../sha256.ts';

declare const userId: unique symbol;
/**
 * A business-scoped user id such as `GB.1a2b…`, which WhatsApp uses for a person who hides their number.
 * `GB.ENT.1a2b…` is the id that the businesses of one portfolio share.
 */
export type UserId = string & { readonly [userId]: true };

const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z\d]{1,128}$/u;

export function asUserId(text: string): UserId | null {
  return USER_ID.test(text) ? (text as UserId) : null;
}

/** `GB.…1a2b`: enough to distinguish two ids. */
export function shortUserId(id: UserId): string {
  const [country, rest] = [id.slice(0, 3), id.slice(3)];
  return `${country}…${rest.slice(-Math.min(4, Math.floor(rest.length / 2)))}`;
}

/** The address of a number or user id at Twilio, such as `whatsapp:+447700900123`. */
export function whatsappAddress(recipient: string): string {
  return `whatsapp:${recipient}`;
}

/** The number or user id in an address with a channel, such as `whatsapp:+447700900123`. */
export function withoutChannel(address: string): string {
  return address.replace('whatsapp:', '');
}

/** A number, or the user id of a person who hides their number. */
export type Recipient = Phone | UserId;

/** The digits of a number that every notation of it ends with: those after the country's code. */
export function significantDigits(phone: Phone): string {
  return nationalForm(phone).replace(/\D/gu, '').replace(/^0/u, '');
}

/** The hash of a number or user id, before it is keyed. SHA-256, hex. */
export function phoneHashOf(phone: string): string {
  return sha256(['phone', phone]);
}

export function lastTwoDigitsOf(phone: Recipient): string {
  return phone.slice(-2);
}

export function isHidden(recipient: Recipient): recipient is UserId {
  return asUserId(recipient) !== null;
}
