import { REHEARSAL_KEPT_DAYS } from '../application/forget/forget.ts';
import type { LedgerReason } from '../domain/problem/ledger-reason.ts';
import type { KeyPlace } from '../domain/set-up/set-up.ts';
import type { Advice } from './advice.ts';
import { count, listed, londonDay } from './format.ts';

/** Why the ledger cannot be used. Nothing is sent without it, since it records what has been sent. */
export function explainLedger(file: string, reason: LedgerReason): Advice {
  const [what, fix] = TEXTS[reason];
  return {
    message: `The ledger ${file} cannot be used: ${what}. Nothing more is sent without it.`,
    fix,
  };
}

const ON_THIS_COMPUTER =
  'Move its folder, with all that is in it, to a disk of this computer, and set URMSTON_INVITE_HOME to the new place.';

const TEXTS: { readonly [reason in LedgerReason]: readonly [string, string] } = {
  aws_refused: [
    'AWS does not let you at it',
    'Check that you are signed in to AWS, with an account that may read and write the table.',
  ],
  aws_unreachable: [
    'AWS cannot be reached, or does not answer',
    'Run the same line again when the connection is back: what was written down stays.',
  ],
  broken_path: [
    'its path leads nowhere, or a link on the way leads back to itself',
    'Check that its disk is connected and that no link on the way is broken. A ledger in another folder would know nothing of what was sent from this one.',
  ],
  busy: [
    'another program has kept it locked for five seconds',
    'Close the other urmston-invite, or whatever holds the file, and run the same line again.',
  ],
  damaged: [
    'it is damaged',
    'Keep the file, and put back the last good copy. What went after that copy is not in it: look in the Twilio console before you say yes to anybody.',
  ],
  disk_fault: [
    'the disk reports a fault',
    'Check that the disk works and has room for you, then run the same line again.',
  ],
  disk_full: ['the disk is full', 'Make room and run the same line again.'],
  emptied: [
    'it is empty, and a ledger never is',
    'Put back the last good copy: without it nobody knows what went. Only if nothing was ever sent from here, delete the file.',
  ],
  key_alone: [
    'its key is there, and the ledger is not: it was moved or deleted',
    'Put the ledger back from your backup: without it nobody knows what was sent. Only if nothing was ever sent from here, delete its key as well; it has the name of the ledger with .key behind it.',
  ],
  not_a_file: [
    'there is a folder of that name, or a pipe, a socket or a device',
    'Put back the ledger that was there; if nothing was ever sent from here, move away what is in its place.',
  ],
  not_a_folder: [
    'a part of its path is a file',
    'Move that file away, or set URMSTON_INVITE_HOME to another folder.',
  ],
  not_a_ledger: [
    'it belongs to another program',
    'Move the file away, or set URMSTON_INVITE_HOME to another folder.',
  ],
  network_folder: [
    'it is in a folder on another computer, where a lost connection can damage it',
    ON_THIS_COMPUTER,
  ],
  no_such_secret: [
    'AWS has no key for it in this region',
    'Check the region. If the secret with the key was deleted, restore it: no other key fits a ledger that has been written to.',
  ],
  no_such_table: [
    'AWS has no table of that name in this region',
    'Check the name and the region against the deployment.',
  ],
  not_moved: [
    'it still has the layout of an older version',
    'Run any command of this version on the computer of an operator who may read and delete all of the table, as "urmston-invite doctor": it moves the table, and says how far it is.',
  ],
  not_on_disk: [
    'the system cannot open it, as if OneDrive, or a program like it, had kept it online only',
    'Set URMSTON_INVITE_HOME to a folder that no such program copies, and move the ledger and its key there.',
  ],
  not_permitted: [
    'you may not write there',
    'Make the folder yours to write, or set URMSTON_INVITE_HOME to one that is.',
  ],
  read_only: [
    'it may only be read',
    'Make the file and its folder yours to write, or set URMSTON_INVITE_HOME to another folder.',
  ],
  synchronised_folder: [
    'it is in a folder that a program such as OneDrive or Dropbox copies elsewhere, and a copy does not know what was sent since',
    ON_THIS_COMPUTER,
  ],
  too_large: [
    'one of its entries would be larger than the 400 KB that AWS keeps of one',
    'Leave out the row that it stopped at, and report this as a fault: no entry comes near that size.',
  ],
  too_many_open_files: [
    'the system opens no more files',
    'Close other programs and run the same line again.',
  ],
  unfit_name: [
    'its path has a character that no path may have',
    'Set URMSTON_INVITE_HOME without quotation marks, and without any of < > | ? *.',
  ],
};

/** How to keep the ledger's key safe: a sentence that starts with a space, or '' for a rehearsal. */
export function keyAdvice(key: KeyPlace): string {
  switch (key.kind) {
    case 'file':
      return ` Its key is ${key.file}: keep the two together and back up both, since neither is of use without the other.`;
    case 'secret':
      return ` Its key is a secret, which AWS keeps as ${key.name}: show it to nobody, and never delete it, since the ledger is of no use without it.`;
    case 'setting':
      return ` Its key is a secret, here the setting ${key.name}: show it to nobody, and keep a copy where secrets are kept, since the ledger is of no use without it.`;
    case 'rehearsal':
      return '';
  }
}

type KeyFault = { readonly file: string; readonly key: string };

/** The ledger's key is missing. */
export function explainMissingKey({ file, key }: KeyFault): Advice {
  return {
    message: `The ledger ${file} has no key: ${key} is missing. Nothing was sent.`,
    fix: 'Put the key back from where the ledger came from; the two belong together. Do not delete the ledger: it knows who was written to.',
  };
}

/** The key belongs to another ledger. */
export function explainWrongKey({ file, key }: KeyFault): Advice {
  return {
    message: `${key} is not the key of the ledger ${file}. Nothing was sent.`,
    fix: 'Put back the key that was with this ledger; the two belong together.',
  };
}

/** The progress of the move of a ledger of an older version, for a line that is redrawn. */
export function moveProgressText(percent: number): string {
  return `Moving the ledger to the layout of this version: ${percent}%`;
}

/** The progress of the move of a shared ledger, in a line of its own. */
export function sharedMoveProgressText(entries: number): string {
  return `Moving the shared ledger to its new layout: ${entries} entries so far.`;
}

/** The start of the move, where no line can be redrawn. */
export function moveStartedText(file: string): string {
  return `Moving the ledger ${file} to the layout of this version, which may take some minutes.`;
}

/** The end of the move. */
export function moveFinishedText(file: string, copy: string): string {
  return `The ledger ${file} now has the layout of this version; as it was before, it is kept in ${copy}.`;
}

/** What was rehearsed too long ago and is erased. */
export function lapsedText({
  before,
  erased: { messages, replies },
}: {
  readonly before: Date;
  readonly erased: { readonly messages: number; readonly replies: number };
}): string {
  const what = listed([
    count(messages, 'message'),
    ...(replies === 0 ? [] : [count(replies, 'reply', 'replies')]),
  ]);
  return `Rehearsals are kept for ${REHEARSAL_KEPT_DAYS} days: ${what} from before ${londonDay(before)} ${messages + replies === 1 ? 'was' : 'were'} erased.`;
}
