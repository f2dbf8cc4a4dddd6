import { homeFolder } from '../../../adapters/files/home-folder.ts';
import { operatorName } from '../../../adapters/settings/run-settings.ts';
import { forgetShownLists } from '../../../adapters/files/shown-lists.ts';
import {
  forget as forgetIn,
  holdingsIn,
  type Forgotten,
  type Holdings,
  type ErasureSubject,
} from '../../../application/forget/forget.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { isOver, type Season } from '../../../domain/record/values/season.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import type { ExitCode } from '../../exit-codes/exit-code.ts';
import { openErasables } from '../../composition/open-stores.ts';
import { phoneArgument } from '../../command-line/phone-argument.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { formatPhone } from '../../../text/format.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { Output, Shell } from '../../shell.ts';
import { erasedInWords, holdingsPage, leftInWords } from './view.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import type { ListOptions } from '../../command-line/options.ts';

export type ForgetOptions = Pick<ListOptions, 'json' | 'quiet' | 'color'> & {
  readonly season?: Season | undefined;
  readonly dryRun: boolean;
};

/**
 * Erases names and numbers, and keeps the hashed keys that prevent a second send.
 *
 * @param words the number as it was typed; none where a season is forgotten
 * @throws InviteError `number_malformed`, `operator_needed`, `still_open`, `stopped_by_hand`
 */
export async function forget(
  shell: Shell,
  words: readonly string[],
  options: ForgetOptions,
): Promise<ExitCode> {
  const whose: ErasureSubject =
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
      await tell(shell, options, whose, {
        kind: 'dry_run',
        holdings: await holdingsIn(ledgers, whose),
      });
      return 0;
    }
    const forgotten = await forgetIn(whose, {
      ledgers,
      confirm: async (holdings) => await confirmed(shell, options, whose, holdings),
      forgetShown: () => forgetShownLists(home),
      operator,
      at: clock.now(),
    });
    await tell(shell, options, whose, forgotten);
    return 0;
  } finally {
    await Promise.all(ledgers.map(async (ledger) => await ledger.close()));
  }
}

/** One key is too little for what cannot be undone. */
async function confirmed(
  shell: Shell,
  options: ForgetOptions,
  whose: ErasureSubject,
  holdings: Holdings,
): Promise<boolean> {
  const { stderr, stop, clock } = shell;
  const colours = await coloursFor(stderr, shell, options.color);
  const early = whose.kind === 'season' && !isOver(whose.season, clock.now());
  stderr.write(`${colours.bold(`Forget ${nameOn(stderr, whose)}`)}\n${holdingsPage(holdings)}\n`);
  if (early) stderr.write(`${colours.odd(`The season ${whose.season} is not over yet.`)}\n\n`);
  const { keyAnswers } = await import('../../operator/key-answers.ts');
  const answers = keyAnswers(shell);
  try {
    const wanted = whose.kind === 'season' ? whose.season : whose.phone.slice(-4);
    const what =
      whose.kind === 'season' ? `the season, ${wanted},` : `the last four digits, ${wanted},`;
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

type Told = Forgotten | { readonly kind: 'dry_run'; readonly holdings: Holdings };

async function tell(
  shell: Shell,
  { json, color }: ForgetOptions,
  whose: ErasureSubject,
  told: Told,
): Promise<void> {
  const { stdout } = shell;
  const holdings = told.kind === 'nothing_kept' ? null : told.holdings;
  if (json) {
    writeDocument(stdout, {
      command: 'forget',
      ...(whose.kind === 'number' ? { number: whose.phone } : { season: whose.season }),
      outcome: told.kind,
      ...(holdings === null ? {} : documentOf(holdings)),
    });
    return;
  }
  const colours = await coloursFor(stdout, shell, color);
  const name = nameOn(stdout, whose);
  switch (told.kind) {
    case 'nothing_kept':
      stdout.write(`${name}  nothing is kept that could be erased\n`);
      return;
    case 'kept':
      stdout.write(`${name}  kept: nothing was erased\n`);
      return;
    case 'erased':
      await writeWrapped(
        stdout,
        `${name}  ${colours.good('erased')}: ${erasedInWords(told.holdings)}\n${leftInWords(told.holdings)}`,
        2,
      );
      return;
    case 'dry_run':
      stdout.write(`${colours.bold(`Forget ${name}`)}\n${holdingsPage(told.holdings)}`);
      stdout.write('\nNothing was erased: this was a dry run.\n');
      return;
  }
}

function nameOn(output: Output, whose: ErasureSubject): string {
  return whose.kind === 'number' ? formatPhone(output, whose.phone) : `season ${whose.season}`;
}

function documentOf({ copies, open, recoverableDays, ...holdings }: Holdings): object {
  const { messages, texts, players, replies, answers, optOuts, simulated } = holdings;
  return {
    goes: {
      messages,
      texts_naming_it: texts,
      players,
      replies,
      answers,
      opt_out_numbers: optOuts,
      simulated_messages: simulated,
      ledger_copies: copies,
    },
    stays: { message_keys: messages, opt_out_hashes: optOuts },
    open,
    recoverable_days: recoverableDays,
  };
}
