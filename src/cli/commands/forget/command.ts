import { homeFolder } from '../../../adapters/files/home-folder.ts';
import { forgetShownLists } from '../../../adapters/files/shown-lists.ts';
import { operatorName } from '../../../adapters/settings/run-settings.ts';
import {
  forget as forgetIn,
  holdingsIn,
  type Holdings,
  type ErasureSubject,
} from '../../../application/forget/forget.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { isOver } from '../../../domain/record/values/season.ts';
import { phoneArgument } from '../../command-line/phone-argument.ts';
import { openErasables } from '../../composition/open-stores.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { ExitCode } from '../../exit-code.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { holdingsPage, type ForgetOptions, showForgotten, subjectText } from './view.ts';

/**
 * Erases names and numbers, and keeps the hashed keys that prevent a second send.
 *
 * @param words the number as it was typed; empty with `--season`
 * @throws InviteError `number_malformed`, `operator_needed`, `still_open`, `stopped_by_hand`
 */
export async function forget(
  shell: Shell,
  words: readonly string[],
  options: ForgetOptions,
): Promise<ExitCode> {
  const subject: ErasureSubject =
    options.season === undefined
      ? { kind: 'number', phone: phoneArgument(words) }
      : { kind: 'season', season: options.season };
  const { stdin, stderr, clock } = shell;
  if (!options.dryRun && (!stdin.isTerminal || !stderr.isTerminal)) {
    throw new InviteError({ code: 'operator_needed', why: 'forgetting' });
  }
  const home = homeFolder(shell);
  const settings = settingsOf(shell);
  const operator = operatorName(settings, shell.loginName());
  const ledgers = await openErasables(shell, settings);
  try {
    if (options.dryRun) {
      const holdings = await holdingsIn(ledgers, subject);
      await showForgotten(shell, options, subject, { kind: 'dry_run', holdings });
      return 0;
    }
    const forgotten = await forgetIn(subject, {
      ledgers,
      confirm: async (holdings) => await confirm(shell, options, subject, holdings),
      forgetShown: () => forgetShownLists(home),
      operator,
      at: clock.now(),
    });
    await showForgotten(shell, options, subject, forgotten);
    return 0;
  } finally {
    await Promise.all(ledgers.map(async (ledger) => await ledger.close()));
  }
}

/** Asks the operator to type the season or four digits, since erasing cannot be undone. */
async function confirm(
  shell: Shell,
  options: ForgetOptions,
  subject: ErasureSubject,
  holdings: Holdings,
): Promise<boolean> {
  const { stderr, stop, clock } = shell;
  const colours = await coloursFor(stderr, shell, options.color);
  const early = subject.kind === 'season' && !isOver(subject.season, clock.now());
  stderr.write(
    `${colours.bold(`Forget ${subjectText(stderr, subject)}`)}\n${holdingsPage(holdings)}\n`,
  );
  if (early) stderr.write(`${colours.odd(`The season ${subject.season} is not over yet.`)}\n\n`);
  const { keyAnswers } = await import('../../operator/key-answers.ts');
  const answers = keyAnswers(shell);
  try {
    const wanted = subject.kind === 'season' ? subject.season : subject.phone.slice(-4);
    const what =
      subject.kind === 'season' ? `the season, ${wanted},` : `the last four digits, ${wanted},`;
    const typed = await answers.nextLine(
      colours.bold(`Type ${what} to erase it; anything else keeps it: `),
      stop,
    );
    if (typed === null || stop.aborted) {
      throw new InviteError({ code: 'stopped_by_hand', during: 'forget' });
    }
    return typed.trim() === wanted;
  } finally {
    answers.close();
  }
}
