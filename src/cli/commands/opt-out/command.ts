import { resolve } from 'node:path';
import { openList } from '../../../adapters/list-file/open-list.ts';
import { readNumbers } from '../../../adapters/list-file/read-numbers.ts';
import { previewImport, importOptOuts } from '../../../application/replies/import-opt-outs.ts';
import type { OptOut } from '../../../domain/contact/opt-out.ts';
import { isHidden, type Recipient } from '../../../domain/contact/recipient.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import { asMessageSid, type MessageSid } from '../../../domain/delivery/ids.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { nameKey } from '../../../domain/record/names/name-key.ts';
import { fileIsThere, NO_NUMBER, replaceQuestion } from '../../../text/opt-out.ts';
import { NO_UNMATCHED } from '../../../text/replies/unmatched-stop.ts';
import type {
  OptOutAddOptions,
  OptOutImportOptions,
  OptOutListOptions,
  OptOutOptions,
  OptOutRemoveOptions,
} from '../../command-line/options.ts';
import { recipientArgument } from '../../command-line/phone-argument.ts';
import { withStores, type OpenStores } from '../../composition/open-stores.ts';
import type { ExitCode } from '../../exit-code.ts';
import { yesNoQuestion } from '../../operator/answer-source.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { optOutCsv } from './csv.ts';
import { showImport } from './import-view.ts';
import {
  dismissalQuestion,
  optOutText,
  removalQuestion,
  showDismissal,
  showOptOuts,
  showOutcome,
  type OptOutOutcome,
} from './view.ts';

/** Stops messages to a number. Where a reply may have meant stop, this confirms that it did. */
export async function optOutAdd(
  shell: Shell,
  words: readonly string[],
  options: OptOutAddOptions,
): Promise<ExitCode> {
  const phone = recipientArgument(words);
  const { player, why } = options;
  if (player !== undefined && isHidden(phone))
    throw new InviteError({ code: 'usage', ...NO_NUMBER });
  const sid = options.message === undefined ? null : asMessageSid(options.message);
  if (options.message !== undefined && (sid === null || isHidden(phone))) throw noUnmatched();
  return await withStores(shell, options.rehearse, async (stores) => {
    const { optOuts, replies, mode, operatorName } = stores;
    if (sid !== null) await unmatchedReply(sid, stores);
    const at = shell.clock.now();
    const said = { state: 'stopped', source: 'operator', operator: operatorName, at } as const;
    const about = {
      ...(player === undefined ? {} : { player }),
      ...(why === undefined ? {} : { why }),
    };
    const isNew = (await optOuts.add([phone], { ...said, ...about })).has(phone);
    const outcome = isNew ? 'added' : 'already_there';
    if (sid !== null && !isHidden(phone)) {
      await replies.match(sid, { phone, operator: operatorName, at });
    }
    await showOutcome(shell, options, { action: 'add', mode, phone, outcome, ...about });
    return 0;
  });
}

/**
 * Lets messages go to a number again, once the operator has confirmed it. For a reply whose sender is
 * unknown, records that no messages have to stop.
 *
 * @throws InviteError `operator_needed`, `stopped_by_hand`
 */
export async function optOutRemove(
  shell: Shell,
  words: readonly string[],
  options: OptOutRemoveOptions,
): Promise<ExitCode> {
  const sid = asMessageSid(words.join(''));
  if (sid !== null) return await dismissReply(shell, sid, options);
  const phone = recipientArgument(words);
  return await withStores(shell, options.rehearse, async (record) => {
    const { mode, optOuts } = record;
    const current = (await optOuts.history(phone)).filter(({ ended }) => ended === null);
    const { player } = options;
    const meant = current.find((one) => isOf(one, player));
    const outcome =
      meant === undefined
        ? 'not_there'
        : await confirmAndRemove(shell, phone, meant, options, record);
    const about = { ...(player === undefined ? {} : { player }), current };
    await showOutcome(shell, options, { action: 'remove', mode, phone, outcome, ...about });
    return 0;
  });
}

function isOf({ player }: OptOut, wanted: string | undefined): boolean {
  if (wanted === undefined || player === undefined) return wanted === player;
  return player !== null && nameKey(player) === nameKey(wanted);
}

async function confirmAndRemove(
  shell: Shell,
  phone: Recipient,
  optOut: OptOut,
  { color, player }: OptOutRemoveOptions,
  { optOuts, operatorName }: OpenStores,
): Promise<OptOutOutcome> {
  const { stderr, clock } = shell;
  const question = removalQuestion(stderr, phone, player);
  if (!(await isConfirmed(shell, { about: optOutText(optOut), question }, color))) return 'kept';
  const isEnded = await optOuts.remove(phone, operatorName, clock.now(), player);
  return isEnded ? 'removed' : 'not_there';
}

/** Records that no messages have to stop because of a reply, once the operator has confirmed it. */
async function dismissReply(
  shell: Shell,
  sid: MessageSid,
  options: OptOutOptions,
): Promise<ExitCode> {
  return await withStores(shell, options.rehearse, async (stores) => {
    const reply = await unmatchedReply(sid, stores);
    const question = dismissalQuestion(reply);
    const isYes = await isConfirmed(shell, { about: '', question }, options.color);
    const { replies, mode, operatorName: operator } = stores;
    if (isYes) await replies.match(sid, { phone: null, operator, at: shell.clock.now() });
    await showDismissal(shell, options, { mode, sid, outcome: isYes ? 'removed' : 'kept' });
    return 0;
  });
}

/** @throws InviteError `operator_needed`, `stopped_by_hand` */
async function isConfirmed(
  shell: Shell,
  { about, question }: { readonly about: string; readonly question: string },
  color: OptOutOptions['color'],
): Promise<boolean> {
  const { stderr, stop } = shell;
  if (!isAtTerminal(shell)) {
    throw new InviteError({ code: 'operator_needed', why: 'opt_out_removal' });
  }
  if (about !== '') await writeWrapped(stderr, about, 2);
  const colours = await coloursFor(stderr, shell, color);
  const { keyAnswers } = await import('../../operator/key-answers.ts');
  const answers = keyAnswers(shell);
  try {
    const key = await answers.next(yesNoQuestion(question, colours), stop);
    if (key === null || stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
    return key === 'y';
  } finally {
    answers.close();
  }
}

function isAtTerminal({ stdin, stderr }: Shell): boolean {
  return stdin.isTerminal && stderr.isTerminal;
}

/** @throws InviteError `usage` where no unmatched reply has this SID */
async function unmatchedReply(sid: MessageSid, { replies }: OpenStores): Promise<Reply> {
  const found = (await replies.unmatched()).find((reply) => reply.sid === sid);
  if (found === undefined) throw noUnmatched();
  return found;
}

function noUnmatched(): InviteError {
  return new InviteError({ code: 'usage', ...NO_UNMATCHED });
}

/**
 * Lists the opt-outs. Numbers are shown in full at a terminal, with their last two digits elsewhere. A
 * file has them in full.
 *
 * @throws InviteError `usage` where the file is there and no person can agree to replace it,
 *   `report_unwritable`
 */
export async function optOutList(shell: Shell, options: OptOutListOptions): Promise<ExitCode> {
  return await withStores(shell, options.rehearse, async ({ optOuts, mode }) => {
    const all = await optOuts.list();
    if (options.output !== undefined) {
      const { isThere, writeCsvFile } = await import('../../../adapters/files/output-file.ts');
      const file = resolve(shell.workingFolder, options.output);
      if (isThere(file) && !(await mayReplace(shell, options.output, options.color))) return 0;
      writeCsvFile(file, optOutCsv(all));
    }
    await showOptOuts(shell, options, mode, all);
    return 0;
  });
}

async function mayReplace(
  shell: Shell,
  file: string,
  color: OptOutOptions['color'],
): Promise<boolean> {
  if (!isAtTerminal(shell)) throw new InviteError({ code: 'usage', ...fileIsThere(file) });
  return await isConfirmed(shell, { about: '', question: replaceQuestion(file) }, color);
}

/** Adds every number of a file. A row without a valid number is reported, and does not stop the others. */
export async function optOutImport(
  shell: Shell,
  file: string,
  options: OptOutImportOptions,
): Promise<ExitCode> {
  const { bytes, name } = await openList(file, shell.stdin.bytes());
  const { map, sheet } = options;
  const rows = await readNumbers(bytes, { name, heading: map.parent_tel, sheet: sheet ?? null });
  return await withStores(shell, options.rehearse, async ({ optOuts, mode, operatorName }) => {
    const at = shell.clock.now();
    const optOut = { state: 'stopped', source: 'import', operator: operatorName, at } as const;
    const imported = await (options.dryRun
      ? previewImport(rows, optOuts)
      : importOptOuts(rows, optOuts, optOut));
    await showImport(shell, options, { name, mode, imported });
    if (imported.findings.length === 0) return 0;
    return imported.added + imported.alreadyThere === 0 ? 3 : 6;
  });
}
