/** What is said while a ledger of an older version is moved, for a line that is drawn anew. */
export function movingInWords(percent: number): string {
  return `Moving the ledger to the layout of this version: ${percent}%`;
}

/** The same where nothing can be drawn anew. */
export function moveBegunInWords(file: string): string {
  return `Moving the ledger ${file} to the layout of this version, which may take some minutes.`;
}

/** What is said once it is moved. */
export function moveEndedInWords(file: string, copy: string): string {
  return `The ledger ${file} now has the layout of this version; as it was before, it is kept in ${copy}.`;
}
