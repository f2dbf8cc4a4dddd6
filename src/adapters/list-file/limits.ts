/**
 * A list is read whole. A season of forty teams is a fifth of a megabyte; fifty times that still
 * reads in about a second, and a film or a backup picked by mistake is told at once.
 */
export const LARGEST_LIST_BYTES = 10 * 1024 * 1024;

/** A hundred clubs of a thousand players: beyond that it is not a list of players. */
export const MOST_RECORDS = 100_000;
