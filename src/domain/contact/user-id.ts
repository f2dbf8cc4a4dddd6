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
