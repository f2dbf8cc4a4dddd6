import { aborted } from '../../application/ports/clock.ts';
import {
  dailyLimitWith,
  loadAccountFacts,
  type KnownAccount,
  type AccountFactsPorts,
} from '../../application/set-up/account-check.ts';
import type { Template } from '../../domain/message/template.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { SendOptions } from '../command-line/options.ts';
import type { World } from '../composition/world.ts';
import { keepMapOf } from '../list/kept-map.ts';
import type { NamedList } from '../list/named-list.ts';
import { askAboutListFile, canAskAbout } from '../list/questions/ask-about-list-file.ts';
import { type AnswerSource, refuseWithoutOperator } from '../operator/answer-source.ts';
import type { Shell } from '../shell.ts';
import type { Colours } from '../terminal/colours.ts';
import { startSpinner } from '../terminal/spinner.ts';

/** The terminal, the answers that come from it, and the colours of the questions. */
export type OperatorSession = {
  readonly shell: Shell;
  readonly answers: AnswerSource;
  /** Colours of standard error, where the questions stand. */
  readonly colours: Colours;
};

/**
 * Refuses to begin where the operator cannot be asked. A rehearsal takes answers from standard input.
 *
 * @throws InviteError `operator_needed` without a terminal, and where the list itself is read from
 *   standard input
 */
export function refuseWithoutAnswers(
  shell: Shell,
  file: string,
  { rehearse }: Pick<SendOptions, 'rehearse'>,
): void {
  if (!rehearse) refuseWithoutOperator(shell);
  if (file === '-') {
    throw new InviteError({ code: 'operator_needed', why: 'list_on_standard_input' });
  }
}

/**
 * Asks the operator about columns and rows that only a person can identify, and about the teams' sheet, and
 * reads the list again with the answers. Without a keyboard the list stays as it was read.
 *
 * @returns the list, and the options it was read with: those given, with the answers added
 */
export async function askAboutDoubts<Options extends SendOptions>(
  list: NamedList,
  options: Options,
  session: OperatorSession,
): Promise<{ readonly list: NamedList; readonly options: Options }> {
  const { shell } = session;
  const asked = shell.stdin.isTerminal
    ? await askAboutListFile(list, session, { columns: canAskAbout(shell, list), rows: true })
    : await keepMapOf(shell, list);
  return { list: asked, options: { ...options, ...asked.options } };
}

/** What Twilio returns before the first question. */
export type Fetched = { readonly template: Template; readonly known: KnownAccount };

/**
 * Fetches the template as Twilio has it now, and what is known of the account.
 *
 * @throws InviteError `stopped_by_hand` when the operator stops first, and the reason where nothing
 *   may be sent
 */
export async function fetchTemplateAndAccount(
  shell: Shell,
  world: Pick<World, 'templates'> & AccountFactsPorts,
  quiet: boolean,
): Promise<Fetched> {
  const spinner = await startSpinner(shell, 'Asking Twilio for the template', quiet);
  try {
    const both = Promise.all([world.templates.fetch(), loadAccountFacts(world)]);
    const [template, known] = await unlessStopped(both, shell);
    return { template, known };
  } finally {
    spinner.stop();
  }
}

/** A run with the daily limit that counts: WhatsApp's for the sender where it is smaller. */
export function withSendersLimit<Run extends { readonly world: World }>(
  run: Run,
  { known }: Pick<Fetched, 'known'>,
): Run {
  const dailyLimit = dailyLimitWith(known, run.world.dailyLimit);
  return { ...run, world: { ...run.world, dailyLimit } };
}

/**
 * Fetches the account alone, for a reply, which has no template.
 *
 * @throws InviteError `stopped_by_hand`, and the reason where nothing may be sent
 */
export async function fetchAccount(shell: Shell, ports: AccountFactsPorts): Promise<KnownAccount> {
  return await unlessStopped(loadAccountFacts(ports), shell);
}

async function unlessStopped<T extends object>(request: Promise<T>, { stop }: Shell): Promise<T> {
  const result = await Promise.race([request, aborted(stop)]);
  if (result === null) throw new InviteError({ code: 'stopped_by_hand' });
  return result;
}
