/** Why a file cannot be read, by the system's error code: `: it is a folder`, or '' for an unknown code. */
export function readFaultText(reason: string): string {
  return afterColon(READ_FAULTS.get(reason));
}

/** Why a file cannot be written, likewise. */
export function writeFaultText(reason: string): string {
  if (isDiskFull(reason)) return ': the disk is full';
  return afterColon(WRITE_FAULTS.get(reason) ?? READ_FAULTS.get(reason));
}

/** What to do about it, if the file is named by an option. */
export function writeFaultFix(reason: string, option: string): string {
  return isDiskFull(reason)
    ? `Make room on that disk, or give a name after ${option} on another one.`
    : `Give a name after ${option} in a folder that is there and that you may write to.`;
}

/** EDQUOT means that the user's disk quota is used up. */
function isDiskFull(reason: string): boolean {
  return reason === 'ENOSPC' || reason === 'EDQUOT';
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
  ['EISDIR', 'it is a folder'],
  ['ELOOP', 'it is a link that leads back to itself'],
  ['ENOENT', 'it is a link that leads nowhere'],
  ['EMFILE', 'the system opens no more files'],
  ['ENFILE', 'the system opens no more files'],
  ['not_a_file', 'it is a pipe, a socket or a device'],
  ['not_text', 'it holds something else than text'],
  ['too_large', 'it is far larger than settings are'],
]);

const WRITE_FAULTS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'you may not write there'],
  ['EISDIR', 'it is a folder'],
  ['ENOENT', 'there is no such folder'],
  ['ENOTDIR', 'there is no such folder'],
  ['EPERM', 'you may not write there'],
  ['EROFS', 'you may not write there'],
]);
