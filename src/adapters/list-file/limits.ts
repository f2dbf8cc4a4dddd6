/**
 * A list's bytes are held while its rows go by one at a time. A season of forty teams is a fifth of a
 * megabyte; the most records a list may have need some thirty, and a film or a backup picked by
 * mistake is told at once.
 */
export const LARGEST_LIST_BYTES = 64 * 1024 * 1024;

/** A hundred clubs of a thousand players: beyond that it is not a list of players. */
export const MOST_RECORDS = 100_000;

/** What a workbook may unpack to: twice what the most records need. A ZIP can promise terabytes. */
export const LARGEST_UNZIPPED_BYTES = 256 * 1024 * 1024;
