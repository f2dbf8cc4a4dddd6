import type { Phone } from '../record/phone/phone.ts';
import { sha256 } from '../sha256.ts';

declare const userId: unique symbol;
/** A business-scoped user id such as `GB.1a2b…`, by which WhatsApp shows somebody whose number it hides. */
export type UserId = string & { readonly [userId]: true };

const USER_ID = /^[A-Z]{2}\.[A-Za-z\d]{1,128}$/u;

export function asUserId(text: string): UserId | null {
  return USER_ID.test(text) ? (text as UserId) : null;
}

/** `GB.…1a2b`: enough to tell two apart. */
export function shortUserId(id: UserId): string {
  const [country, rest] = [id.slice(0, 3), id.slice(3)];
  return `${country}…${rest.slice(-Math.min(4, Math.floor(rest.length / 2)))}`;
}

/** The number or user id in an address such as `whatsapp:+447700900123`, in which Twilio names the channel. */
export function withoutChannel(address: string): string {
  return address.replace('whatsapp:', '');
}

/** Whom nothing is sent to: a number, or somebody whose number WhatsApp hides. */
export type Recipient = Phone | UserId;

/** What the ledger seals in place of a number or a user id. SHA-256, hex. */
export function phoneHashOf(phone: string): string {
  return sha256(['phone', phone]);
}

export function lastTwoDigitsOf(phone: Recipient): string {
  return phone.slice(-2);
}

export function isHidden(whom: Recipient): whom is UserId {
  return asUserId(whom) !== null;
}
