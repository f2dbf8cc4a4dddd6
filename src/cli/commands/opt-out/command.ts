import { openList } from '../../../adapters/list-file/open-list.ts';
import { readNumbers } from '../../../adapters/list-file/read-numbers.ts';
import { previewImport, importOptOuts } from '../../../application/replies/import-opt-outs.ts';
import type { Recipient } from '../../../domain/contact/recipient.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { formatRecipient } from '../../../text/format.ts';
import type { OptOutOptions, OptOutImportOptions } from '../../command-line/options.ts';
import { recipientArgument } from '../../command-line/phone-argument.ts';
import { withStores, type OpenStores } from '../../composition/open-stores.ts';
import type { ExitCode } from '../../exit-code.ts';
import { yesNoQuestion } from '../../operator/answer-source.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { showOptOuts, showOutcome, type OptOutOutcome, showImport } from './view.ts';

/** Stops messages to a number. Where a reply may have meant stop, this confirms that it did. */
export async function optOutAdd(
  shell: Shell,
  words: readonly string[],
  options: OptOutOptions,
): Promise<ExitCode> {
  const phone = recipientArgument(words);
  return await withStores(shell, options.rehearse, async ({ optOuts, mode, operatorName }) => {
    const at = shell.clock.now();
    const optOut = { state: 'stopped', source: 'operator', operator: operatorName, at } as const;
    const isNew = (await optOuts.add([phone], optOut)).has(phone);
    const outcome = isNew ? 'added' : 'already_there';
    await showOutcome(shell, options, { action: 'add', mode, phone, outcome });
    return 0;
  });
}

/**
 * Lets messages go to a number again, once the operator has confirmed it.
 *
 * @throws InviteError `operator_needed`, `stopped_by_hand`
 */
export async function optOutRemove(
  shell: Shell,
  words: readonly string[],
  options: OptOutOptions,
): Promise<ExitCode> {
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
  const { stdin, stderr, stop, clock } = shell;
  if (!stdin.isTerminal || !stderr.isTerminal) {
    throw new InviteError({ code: 'operator_needed', why: 'opt_out_removal' });
  }
  const colours = await coloursFor(stderr, shell, color);
  const { keyAnswers } = await import('../../operator/key-answers.ts');
  const answers = keyAnswers(shell);
  try {
    const question = `Let messages go to ${formatRecipient(stderr, phone)} again? (y/n)`;
    const key = await answers.next(yesNoQuestion(question, colours), stop);
    if (key === null || stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
    if (key !== 'y') return 'kept';
  } finally {
    answers.close();
  }
  return (await optOuts.remove(phone, operatorName, clock.now())) ? 'removed' : 'not_there';
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
