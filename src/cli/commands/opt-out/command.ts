import { openList } from '../../../adapters/list-file/open-list.ts';
import { readNumbers } from '../../../adapters/list-file/read-numbers.ts';
import { previewImport, importOptOuts } from '../../../application/replies/import-opt-outs.ts';
import { isHidden, type Recipient } from '../../../domain/contact/recipient.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import { asMessageSid, type MessageSid } from '../../../domain/delivery/ids.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { formatRecipient } from '../../../text/format.ts';
import { NO_UNMATCHED } from '../../../text/unmatched-stop.ts';
import type {
  OptOutAddOptions,
  OptOutImportOptions,
  OptOutOptions,
} from '../../command-line/options.ts';
import { recipientArgument } from '../../command-line/phone-argument.ts';
import { withStores, type OpenStores } from '../../composition/open-stores.ts';
import type { ExitCode } from '../../exit-code.ts';
import { yesNoQuestion } from '../../operator/answer-source.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import {
  dismissalQuestion,
  showDismissal,
  showImport,
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
  const sid = options.message === undefined ? null : asMessageSid(options.message);
  if (options.message !== undefined && (sid === null || isHidden(phone))) throw noUnmatched();
  return await withStores(shell, options.rehearse, async (stores) => {
    const { optOuts, replies, mode, operatorName } = stores;
    if (sid !== null) await unmatchedReply(sid, stores);
    const at = shell.clock.now();
    const optOut = { state: 'stopped', source: 'operator', operator: operatorName, at } as const;
    const isNew = (await optOuts.add([phone], optOut)).has(phone);
    const outcome = isNew ? 'added' : 'already_there';
    if (sid !== null && !isHidden(phone)) {
      await replies.match(sid, { phone, operator: operatorName, at });
    }
    await showOutcome(shell, options, { action: 'add', mode, phone, outcome });
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
  options: OptOutOptions,
): Promise<ExitCode> {
  const sid = asMessageSid(words.join(''));
  if (sid !== null) return await dismissReply(shell, sid, options);
  const phone = recipientArgument(words);
  return await withStores(shell, options.rehearse, async (record) => {
    const outcome = await confirmAndRemove(shell, phone, options, record);
    await showOutcome(shell, options, { action: 'remove', mode: record.mode, phone, outcome });
    return 0;
  });
}

async function confirmAndRemove(
  shell: Shell,
  phone: Recipient,
  { color }: OptOutOptions,
  { optOuts, operatorName }: OpenStores,
): Promise<OptOutOutcome> {
  if (!(await optOuts.has([phone])).has(phone)) return 'not_there';
  const { stderr, clock } = shell;
  const question = `Let messages go to ${formatRecipient(stderr, phone)} again? (y/n)`;
  if (!(await isConfirmed(shell, question, color))) return 'kept';
  return (await optOuts.remove(phone, operatorName, clock.now())) ? 'removed' : 'not_there';
}

/** Records that no messages have to stop because of a reply, once the operator has confirmed it. */
async function dismissReply(
  shell: Shell,
  sid: MessageSid,
  options: OptOutOptions,
): Promise<ExitCode> {
  return await withStores(shell, options.rehearse, async (stores) => {
    const reply = await unmatchedReply(sid, stores);
    const isYes = await isConfirmed(shell, dismissalQuestion(reply), options.color);
    const { replies, mode, operatorName: operator } = stores;
    if (isYes) await replies.match(sid, { phone: null, operator, at: shell.clock.now() });
    await showDismissal(shell, options, { mode, sid, outcome: isYes ? 'removed' : 'kept' });
    return 0;
  });
}

/** @throws InviteError `operator_needed`, `stopped_by_hand` */
async function isConfirmed(
  shell: Shell,
  question: string,
  color: OptOutOptions['color'],
): Promise<boolean> {
  const { stdin, stderr, stop } = shell;
  if (!stdin.isTerminal || !stderr.isTerminal) {
    throw new InviteError({ code: 'operator_needed', why: 'opt_out_removal' });
  }
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

/** @throws InviteError `usage` where no unmatched reply has this SID */
async function unmatchedReply(sid: MessageSid, { replies }: OpenStores): Promise<Reply> {
  const found = (await replies.unmatched()).find((reply) => reply.sid === sid);
  if (found === undefined) throw noUnmatched();
  return found;
}

function noUnmatched(): InviteError {
  return new InviteError({ code: 'usage', ...NO_UNMATCHED });
}

/** Lists the opt-outs. Numbers are shown in full at a terminal, with their last two digits elsewhere. */
export async function optOutList(shell: Shell, options: OptOutOptions): Promise<ExitCode> {
  return await withStores(shell, options.rehearse, async ({ optOuts, mode }) => {
    await showOptOuts(shell, options, mode, await optOuts.list());
    return 0;
  });
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
