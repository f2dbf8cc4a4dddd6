import type { StopProblem } from '../domain/problem/problem.ts';
import type { Advice } from './advice.ts';

type FileFault = Extract<StopProblem, { readonly code: 'file_unusable' }>;

/** Why a file cannot be read, by the system's error code: `: it is a folder`, or '' for an unknown code. */
export function readFaultText(reason: string): string {
  return afterColon(READ_FAULTS.get(reason));
}

/** Why a file cannot be written, likewise. */
export function writeFaultText(reason: string): string {
  if (isDiskFull(reason)) return ': the disk is full';
  return afterColon(WRITE_FAULTS.get(reason) ?? READ_FAULTS.get(reason));
}

/** What to do about a file that cannot be read. Null where the code alone does not say. */
export function readFaultFix(reason: string, file: string): string | null {
  switch (reason) {
    case 'EBUSY':
    case 'held':
      return `Close ${file} in Excel and run the same line again.`;
    case 'EINVAL':
      return `Give the name without quotation marks in it, and without any of ${UNFIT}.`;
    case 'UNKNOWN':
      return `Choose "Always keep on this device" for ${file} in File Explorer, wait until it is there, and run the same line again.`;
    default:
      return null;
  }
}

/** What to do about a file of the tool that cannot be written; `otherwise` is the other thing to do. */
export function keepFaultFix(reason: string, file: string, otherwise: string): string {
  return (
    readFaultFix(reason, file) ?? `Check the folder and the space on the disk, or ${otherwise}.`
  );
}

/** What to do about a file that cannot be written, if it is named by an option. */
export function writeFaultFix(reason: string, option: string, file: string): string {
  if (isDiskFull(reason)) {
    return `Make room on that disk, or give a name after ${option} on another one.`;
  }
  if (reason === 'held') {
    return `Close ${file} in Excel and run the same line again. If it is not open there, give another name after ${option}.`;
  }
  const drive =
    reason === 'ENOENT' && isOnDrive(file) ? 'Check that its drive is connected, or give' : 'Give';
  return (
    readFaultFix(reason, file) ??
    `${drive} a name after ${option} in a folder that is there and that you may write to.`
  );
}

/** A file that could not be used where no other text says what for. */
export function explainFileFault({ file, reason }: FileFault): Advice {
  return {
    message: `${file} cannot be used${readFaultText(reason)}. What was sent until now is in the ledger.`,
    fix:
      readFaultFix(reason, file) ??
      'Check that its disk is connected and has room, and that the file is yours to use; then run the same line again.',
  };
}

/** Whether a path begins with the letter of a drive, or with the name of another computer. */
export function isOnDrive(file: string): boolean {
  return /^(?:[a-z]:|\\\\[^\\])/iu.test(file);
}

/** EDQUOT means that the user's disk quota is used up. */
function isDiskFull(reason: string): boolean {
  return reason === 'ENOSPC' || reason === 'EDQUOT';
}

function afterColon(words: string | undefined): string {
  return words === undefined ? '' : `: ${words}`;
}

/** Windows allows none of these in a name. */
const UNFIT = '< > | ? *';

const READ_FAULTS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'you may not open it'],
  ['EPERM', 'you may not open it'],
  ['EBUSY', 'another program has it open'],
  ['held', 'another program has it open, or it is protected'],
  ['EINVAL', 'its name has a character that no name may have'],
  ['UNKNOWN', 'it may be a file of OneDrive that is not on this computer'],
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
  ['EEXIST', 'a part of its path is a file'],
  ['EISDIR', 'it is a folder'],
  ['ENOENT', 'there is no such folder'],
  ['ENOTDIR', 'there is no such folder'],
  ['EPERM', 'you may not write there'],
  ['EROFS', 'you may not write there'],
]);
