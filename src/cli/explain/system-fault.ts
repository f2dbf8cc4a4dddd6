/** The system's code in words; of one that is not here, nothing: it would help nobody. */
export function reasonInWords(reason: string): string {
  const words = READ_FAULTS.get(reason);
  return words === undefined ? '' : `: ${words}`;
}

const READ_FAULTS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'you may not open it'],
  ['EPERM', 'you may not open it'],
  ['EBUSY', 'another program has it open'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['EIO', 'the disk reports a fault'],
]);
