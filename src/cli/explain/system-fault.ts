/** The system's code in words; of one that is not here, nothing: it would help nobody. */
export function reasonInWords(reason: string): string {
  return afterColon(READ_FAULTS.get(reason));
}

/** The same of a file that was to be made. */
export function whyNotWritten(reason: string): string {
  return afterColon(WRITE_FAULTS.get(reason) ?? READ_FAULTS.get(reason));
}

function afterColon(words: string | undefined): string {
  return words === undefined ? '' : `: ${words}`;
}

const READ_FAULTS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'you may not open it'],
  ['EPERM', 'you may not open it'],
  ['EBUSY', 'another program has it open'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['EIO', 'the disk reports a fault'],
]);

const WRITE_FAULTS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'you may not write there'],
  ['EDQUOT', 'the disk is full'],
  ['EISDIR', 'it is a folder'],
  ['ENOENT', 'there is no such folder'],
  ['ENOSPC', 'the disk is full'],
  ['ENOTDIR', 'there is no such folder'],
  ['EPERM', 'you may not write there'],
  ['EROFS', 'you may not write there'],
]);
