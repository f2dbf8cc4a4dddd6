export type TableRow = {
  /** As a spreadsheet shows it: blank lines count, a line break inside quotes does not. */
  readonly row: number;
  readonly cells: readonly string[];
};
