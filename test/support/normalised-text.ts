/**
 * Random values in the output of the tool and the service: UUIDs, SIDs, keys and digests, attempt ids of a
 * table (59 characters of base64url), tags in logs, and ports of stand-ins. Each pattern has a fixed length,
 * so that adjacent text, as in the bytes of a database, stays.
 */
const IDS = new RegExp(
  [
    String.raw`[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}`,
    String.raw`[A-Z]{2}[\da-f]{32}`,
    String.raw`(?<![\da-f])[\da-f]{64}(?![\da-f])`,
    String.raw`(?<=["'=#/])[\w-]{59}(?=["'&\s]|$)`,
    String.raw`(?<=_tag":")[\da-f]{12}(?=")`,
    String.raw`(?<=127\.0\.0\.1:)\d{4,5}`,
  ].join('|'),
  'gu',
);

/** Replaces random ids with `#`, so that a search for a few letters or digits finds none in them. */
export function withoutIds(text: string): string {
  return text.replaceAll(IDS, '#');
}

/** A text on one line, with single spaces. */
export function unwrapped(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
