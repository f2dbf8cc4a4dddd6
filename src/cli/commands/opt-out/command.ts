import type { OptOuts } from '../../../application/ports/people-ports.ts';
import type { OptOut, OptOutSource } from '../../../domain/contact/opt-out.ts';
import { isHidden, type Recipient } from '../../../domain/contact/recipient.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { ExitCode } from '../../exit-codes/exit-code.ts';
import { wrapped, writeWrapped } from '../../terminal/wrap-text.ts';
import { withStores, type OpenStores } from '../../composition/open-stores.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { recipientArgument } from '../../command-line/phone-argument.ts';
import {
  count,
  londonTime,
  printable,
  recipientJson,
  formatRecipient,
} from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import type { Shell } from '../../shell.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import type { OptOutOptions } from '../../command-line/options.ts';

/** Sends nothing to a number any more, or confirms that a reply meant that. */
export async function optOutAdd(
  shell: Shell,
  words: readonly string[],
  options: OptOutOptions,
): Promise<ExitCode> {
  const phone = recipientArgument(words);
  return await withStores(shell, options.rehearse, async ({ optOuts, mode, operatorName }) => {
    const at = shell.clock.now();
    const said = { state: 'stopped', source: 'operator', operator: operatorName, at } as const;
    const isNew = (await optOuts.add([phone], said)).has(phone);
    await tell(shell, options, {
      action: 'add',
      mode,
      phone,
      outcome: isNew ? 'added' : 'already_there',
    });
    return 0;
  });
}

/**
 * Lets messages go to a number again, which takes a yes.
 *
 * @throws InviteError `operator_needed`, `stopped_by_hand`
 */
export async function optOutRemove(
  shell: Shell,
  words: readonly string[],
  options: OptOutOptions,
): Promise<ExitCode> {
  const phone = recipientArgument(words);
  return await withStores(shell, options.rehearse, async ({ optOuts, mode, operatorName }) => {
    const outcome = await removed(shell, phone, options, { optOuts, operatorName });
    await tell(shell, options, { action: 'remove', mode, phone, outcome });
    return 0;
  });
}

/** Shows who must not be written to; numbers in full at a terminal alone. */
export async function optOutList(shell: Shell, options: OptOutOptions): Promise<ExitCode> {
  return await withStores(shell, options.rehearse, async ({ optOuts, mode }) => {
    const all = await optOuts.list();
    const pending = all.filter(({ state }) => state === 'pending').length;
    if (options.json) {
      const summary = { stopped: all.length - pending, pending };
      const opt_outs = all.map(({ phone, lastTwoDigits, state, source, operator, at }) => ({
        ...recipientJson(phone),
        last_digits: lastTwoDigits,
        state,
        source,
        by: operator,
        since: at.toISOString(),
      }));
      writeDocument(shell.stdout, { command: 'opt-out', action: 'list', mode, opt_outs, summary });
      return 0;
    }
    shell.stdout.write(await listPage(all, shell));
    const colours = await coloursFor(shell.stdout, shell, options.color);
    const people = count(all.length, 'person', 'people');
    const waiting =
      pending === 0 ? '' : `, of whom ${pending} ${pending === 1 ? 'waits' : 'wait'} for your word`;
    shell.stdout.write(
      `${wordFor(mode)}${colours.bold(`${people} not to be written to${waiting}`)}\n`,
    );
    if (pending > 0 && !options.quiet) shell.stderr.write(CONFIRM);
    return 0;
  });
}

type Outcome = 'added' | 'already_there' | 'removed' | 'not_there' | 'kept';

type Told = Pick<OpenStores, 'mode'> & {
  readonly action: 'add' | 'remove';
  readonly phone: Recipient;
  readonly outcome: Outcome;
};

const OUTCOMES: { readonly [outcome in Outcome]: string } = {
  added: 'added: nothing is sent to this number any more',
  already_there: 'was there already: nothing is sent to this number',
  removed: 'removed: messages go to this number again',
  not_there: 'is not among the opt-outs: nothing to remove',
  kept: 'kept: nothing is sent to this number',
};

/** Nothing is ever sent to a user id, and what is said of one counts for its number once that is known. */
const OUTCOMES_OF_HIDDEN: typeof OUTCOMES = {
  added: 'added: nothing is sent to the number behind it, once that is known',
  already_there: 'was there already: nothing is sent to the number behind it, once that is known',
  removed: 'removed: this user id keeps nothing back any more',
  not_there: 'is not among the opt-outs: nothing to remove',
  kept: 'kept: nothing is sent to the number behind it, once that is known',
};

async function tell(shell: Shell, { json }: OptOutOptions, told: Told): Promise<void> {
  const { action, mode, phone, outcome } = told;
  if (json)
    writeDocument(shell.stdout, {
      command: 'opt-out',
      action,
      mode,
      ...recipientJson(phone),
      outcome,
    });
  else {
    const number = formatRecipient(shell.stdout, phone);
    const words = isHidden(phone) ? OUTCOMES_OF_HIDDEN : OUTCOMES;
    await writeWrapped(shell.stdout, `${wordFor(mode)}${number}  ${words[outcome]}\n`, 2);
  }
}

async function removed(
  shell: Shell,
  phone: Recipient,
  { color }: OptOutOptions,
  { optOuts, operatorName }: { readonly optOuts: OptOuts; readonly operatorName: string },
): Promise<Outcome> {
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
    const asked = { question: colours.bold(question), keys: ['y', 'n'], otherKey: 'Press y or n.' };
    const key = await answers.next(asked, stop);
    if (key === null || stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
    if (key !== 'y') return 'kept';
  } finally {
    answers.close();
  }
  return (await optOuts.remove(phone, operatorName, clock.now())) ? 'removed' : 'not_there';
}

const SOURCES: { readonly [source in OptOutSource]: string } = {
  operator: 'by hand',
  import: 'from a file',
  reply: 'by a reply',
  twilio: 'told by Twilio',
};

const CONFIRM = `
Read the reply of whoever waits. If it means stop: urmston-invite opt-out add NUMBER
If it does not: urmston-invite opt-out remove NUMBER
`;

/** A table; where the screen is too narrow for it, two lines a person. */
async function listPage(all: readonly OptOut[], { stdout }: Shell): Promise<string> {
  const rows = all.map(({ phone, lastTwoDigits, state, source, operator, at }) => [
    phone === null ? erasedText(lastTwoDigits) : formatRecipient(stdout, phone),
    state === 'pending' ? 'a reply that may mean stop' : SOURCES[source],
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
        ([whom = '', ...said]) => `${whom}\n  ${said.filter((part) => part !== '').join(', ')}`,
      );
  return await wrapped(page.map((line) => `${line}\n`).join(''), columns);
}

/** An entry that was erased by an older version kept two digits. */
function erasedText(lastTwoDigits: string | null): string {
  return lastTwoDigits === null ? 'erased' : `erased, ends in ${lastTwoDigits}`;
}
