/**
 * The largest edit distance at which a name still counts as misspelt: two, or a third of a long
 * name.
 */
export function maxEditDistance(spelling: string): number {
  return Math.max(2, Math.floor(spelling.length / 3));
}
