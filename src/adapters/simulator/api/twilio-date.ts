/** As the 2010 API writes dates: RFC 2822, `Thu, 24 Aug 2023 05:01:45 +0000`. */
export function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

/** As the newer APIs write dates: ISO 8601 to the second, `2023-08-24T05:01:45Z`. */
export function iso8601(date: Date): string {
  return `${date.toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
}
