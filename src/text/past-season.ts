import { listed } from './format.ts';

/** What the first send of a new season asks about the season before. */
export function pastSeasonText(season: string): {
  readonly why: string;
  readonly question: string;
  readonly next: string;
} {
  return {
    why: `This is the first send of a new season, and the people of ${season} are still in the ledger. Once nobody needs their names and numbers, the club has to erase them.`,
    question: `Stop here, to forget ${season} first? (y/n)`,
    next: `Next: urmston-invite forget --season ${season}`,
  };
}

/** The reminder of the setting KEEP_UNTIL. */
export function keepUntilText(until: string, seasons: readonly string[]): string {
  return `KEEP_UNTIL is ${until}, and the people of ${listed(seasons)} are still in the ledger. ${forgetText(seasons)}`;
}

/** The line to type for each season. */
export function forgetText(seasons: readonly string[]): string {
  return `Run ${listed(seasons.map((season) => `"urmston-invite forget --season ${season}"`))}.`;
}
