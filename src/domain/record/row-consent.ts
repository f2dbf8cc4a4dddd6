/** What the consent and status columns of a list say about one row that is not left out. */
export type RowConsent = {
  /** Whether a consent column has a clear yes. */
  readonly isGiven: boolean;
  /** The cell that excludes the row, if an operator chose to invite all the same; otherwise null. */
  readonly override: ListOverride | null;
};

type ListOverride = {
  readonly heading: string;
  readonly value: string;
};
