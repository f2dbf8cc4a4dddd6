import type { ImportedOptOuts } from '../../../application/replies/import-opt-outs.ts';
import { type OptOut, type OptOutSource } from '../../../domain/contact/opt-out.ts';
import { isHidden, type Recipient } from '../../../domain/contact/recipient.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import {
  count,
  formatRecipient,
  londonTime,
  printable,
  recipientJson,
} from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import { replyContent } from '../../../text/reply-content.ts';
import type { OptOutOptions, OptOutImportOptions } from '../../command-line/options.ts';
import { renderFindings, findingJson } from '../../list/render-findings.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { wrapped, writeWrapped } from '../../terminal/wrap-text.ts';
import { writeDocument } from '../../terminal/write-document.ts';

export type OptOutOutcome = 'added' | 'already_there' | 'removed' | 'not_there' | 'kept';

const OUTCOMES: { readonly [outcome in OptOutOutcome]: string } = {
  added: 'added: nothing is sent to this number any more',
  already_there: 'was there already: nothing is sent to this number',
  removed: 'removed: messages go to this number again',
  not_there: 'is not among the opt-outs: nothing to remove',
  kept: 'kept: nothing is sent to this number',
};

/** For a user id, to which nothing is ever sent: its opt-out counts for the number, once it is known. */
const OUTCOMES_OF_HIDDEN: typeof OUTCOMES = {
  added: 'added: nothing is sent to the number behind it, once that is known',
  already_there: 'was there already: nothing is sent to the number behind it, once that is known',
  removed: 'removed: this user id keeps nothing back any more',
  not_there: 'is not among the opt-outs: nothing to remove',
  kept: 'kept: nothing is sent to the number behind it, once that is known',
};

/** Prints what came of `opt-out add` or `opt-out remove`. */
export async function showOutcome(
  shell: Shell,
  { json }: OptOutOptions,
  {
    action,
    mode,
    phone,
    outcome,
  }: {
    readonly action: 'add' | 'remove';
    readonly mode: Mode;
    readonly phone: Recipient;
    readonly outcome: OptOutOutcome;
  },
): Promise<void> {
  const { stdout } = shell;
  if (json) {
    writeDocument(stdout, { command: 'opt-out', action, mode, ...recipientJson(phone), outcome });
    return;
  }
  const words = isHidden(phone) ? OUTCOMES_OF_HIDDEN : OUTCOMES;
  const line = `${wordFor(mode)}${formatRecipient(stdout, phone)}  ${words[outcome]}\n`;
  await writeWrapped(stdout, line, 2);
}

export function dismissalQuestion(reply: Reply): string {
  return `${replyContent(reply)}, ${londonTime(reply.at)}: is it right that no messages have to stop? (y/n)`;
}

/** Prints what came of `opt-out remove` with a SID. */
export async function showDismissal(
  { stdout }: Shell,
  { json }: OptOutOptions,
  {
    mode,
    sid,
    outcome,
  }: {
    readonly mode: Mode;
    readonly sid: MessageSid;
    readonly outcome: 'removed' | 'kept';
  },
): Promise<void> {
  if (json) {
    const result = { ...recipientJson(null), message_sid: sid, outcome };
    writeDocument(stdout, { command: 'opt-out', action: 'remove', mode, ...result });
    return;
  }
  const what =
    outcome === 'removed' ? 'removed: it stops no messages' : 'kept: status still shows it';
  await writeWrapped(stdout, `${wordFor(mode)}${sid}  ${what}\n`, 2);
}

/** Prints the opt-outs and their number. */
export async function showOptOuts(
  shell: Shell,
  { json, quiet, color }: OptOutOptions,
  mode: Mode,
  optOuts: readonly OptOut[],
): Promise<void> {
  const { stdout, stderr } = shell;
  const pending = optOuts.filter(({ state }) => state === 'pending').length;
  if (json) {
    writeDocument(stdout, {
      command: 'opt-out',
      action: 'list',
      mode,
      opt_outs: optOuts.map(optOutJson),
      summary: { stopped: optOuts.length - pending, pending },
    });
    return;
  }
  stdout.write(await optOutTable(optOuts, shell));
  const colours = await coloursFor(stdout, shell, color);
  const people = count(optOuts.length, 'person', 'people');
  const waiting =
    pending === 0 ? '' : `, of whom ${pending} ${pending === 1 ? 'waits' : 'wait'} for your word`;
  stdout.write(`${wordFor(mode)}${colours.bold(`${people} not to be written to${waiting}`)}\n`);
  if (pending > 0 && !quiet) stderr.write(CONFIRM);
}

function optOutJson({ phone, lastTwoDigits, state, source, operator, at }: OptOut): object {
  return {
    ...recipientJson(phone),
    last_digits: lastTwoDigits,
    state,
    source,
    by: operator,
    since: at.toISOString(),
  };
}

const CONFIRM = `
Read the reply of whoever waits. If it means stop: urmston-invite opt-out add NUMBER
If it does not: urmston-invite opt-out remove NUMBER
`;

/** How a number came to be opted out, in words. */
export const OPT_OUT_SOURCES: { readonly [source in OptOutSource]: string } = {
  operator: 'by hand',
  import: 'from a file',
  reply: 'by a reply',
  twilio: 'told by Twilio',
};

/** A table; on a screen too narrow for it, two lines for each opt-out. */
async function optOutTable(optOuts: readonly OptOut[], { stdout }: Shell): Promise<string> {
  const rows = optOuts.map(({ phone, lastTwoDigits, state, source, operator, at }) => [
    phone === null ? erasedText(lastTwoDigits) : formatRecipient(stdout, phone),
    state === 'pending' ? 'a reply that may mean stop' : OPT_OUT_SOURCES[source],
    londonTime(at),
    printable(operator),
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  );
  const columns = stdout.columns();
  const fits = columns === null || lines.every(({ length }) => length <= columns);
  const page = fits
    ? lines
    : rows.map(
        ([recipient = '', ...rest]) =>
          `${recipient}\n  ${rest.filter((cell) => cell !== '').join(', ')}`,
      );
  return await wrapped(page.map((line) => `${line}\n`).join(''), columns);
}

/** Older versions kept the last two digits of a number they erased. */
function erasedText(lastTwoDigits: string | null): string {
  return lastTwoDigits === null ? 'erased' : `erased, ends in ${lastTwoDigits}`;
}

type ImportResult = {
  /** The name of the file. */
  readonly name: string;
  readonly mode: Mode;
  readonly imported: ImportedOptOuts;
};

/** Prints the rows without a valid number, and how many numbers were added. */
export async function showImport(
  shell: Shell,
  options: OptOutImportOptions,
  { name, mode, imported }: ImportResult,
): Promise<void> {
  const { json, dryRun, color } = options;
  if (json) {
    writeDocument(shell.stdout, importDocument(name, mode, imported, options));
    return;
  }
  const { added, alreadyThere, findings } = imported;
  const colours = await coloursFor(shell.stdout, shell, color);
  const problems = renderFindings(findings, colours);
  const parts = [
    `${added} ${dryRun ? 'to add' : 'added'}`,
    `${alreadyThere} there already`,
    ...(findings.length > 0 ? [`${findings.length} refused`] : []),
  ];
  const numbers = count(added + alreadyThere + findings.length, 'number');
  const line = `${wordFor(mode)}${colours.bold(`${numbers}: ${parts.join(', ')}`)}\n`;
  shell.stdout.write(`${problems === '' ? '' : `${problems}\n`}${line}`);
}

function importDocument(
  file: string,
  mode: Mode,
  { added, alreadyThere, findings }: ImportedOptOuts,
  { dryRun }: OptOutImportOptions,
): object {
  return {
    command: 'opt-out',
    action: 'import',
    mode,
    file,
    dry_run: dryRun,
    summary: {
      records: added + alreadyThere + findings.length,
      added,
      already_there: alreadyThere,
      refused: findings.length,
    },
    problems: findings.map(findingJson),
  };
}
