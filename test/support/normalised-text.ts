/**
 * What is made at random and stands in what the tool and the service write: UUIDs, SIDs, keys and digests,
 * the ids of attempts in a table (59 characters of base64url), tags in logs, and ports of stand-ins. Each has
 * its length: what stands right beside one, as in the bytes of a database, is left.
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

/** A text in which a test may look for a few letters or digits: none of them is there by chance. */
export function withoutIds(text: string): string {
  return text.replaceAll(IDS, '#');
}

/** A text as it reads, wherever its lines were broken for a screen. */
export function unwrapped(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
