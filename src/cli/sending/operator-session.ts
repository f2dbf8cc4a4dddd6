import { aborted } from '../../application/aborted.ts';
import {
  loadAccountFacts,
  type KnownAccount,
  type AccountFactsPorts,
} from '../../application/set-up/account-facts.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Template } from '../../domain/message/template.ts';
import type { SendOptions } from '../command-line/options.ts';
import { type AnswerSource, refuseWithoutOperator } from '../operator/answer-source.ts';
import type { Colours } from '../terminal/colours.ts';
import { readListFile, type NamedList } from '../list/read-list-file.ts';
import type { Shell } from '../shell.ts';
import { startSpinner } from '../terminal/spinner.ts';
import type { World } from '../composition/world.ts';
import { askAboutColumns } from '../list/ask-about-columns.ts';

/** A list and the options it was read with, those included that the operator answered. */
export type Listed<Options extends SendOptions> = {
  readonly named: NamedList;
  readonly options: Options;
};

/** Who is asked about columns, and how. */
export type Asking = {
  readonly shell: Shell;
  readonly answers: AnswerSource;
  readonly colours: Colours;
};

/**
 * @throws InviteError `operator_needed` where nobody can be asked, or their answers would be the list
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

/** What is wrong with the file is told before anything else; its rows are judged with the template. */
export async function readOnce<Options extends SendOptions>(
  shell: Shell,
  file: string,
  options: Options,
): Promise<Listed<Options>> {
  return { named: await readListFile(shell, file, options, () => {}), options };
}

/** The list as an operator at a keyboard says its columns are to be read; elsewhere as it is. */
export async function settleColumns<Options extends SendOptions>(
  listed: Listed<Options>,
  { shell, answers, colours }: Asking,
): Promise<Listed<Options>> {
  if (!shell.stdin.isTerminal) return listed;
  const { named, options } = listed;
  const { map, leaveOut } = await askAboutColumns(named, {
    answers,
    output: shell.stderr,
    colours,
    stop: shell.stop,
  });
  if (Object.keys(map).length === 0 && leaveOut.length === 0) return listed;
  const answered = {
    ...options,
    map: { ...options.map, ...map },
    leaveOut: [...options.leaveOut, ...leaveOut],
  };
  return { named: await named.readOtherwise(answered), options: answered };
}

/** What Twilio says before the first question. */
export type Fetched = { readonly template: Template; readonly known: KnownAccount };

/**
 * The template as Twilio has it now, and the account.
 *
 * @throws InviteError `stopped_by_hand` when the operator stops before it is here, and why nothing
 *   may be sent
 */
export async function askTwilio(
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

/**
 * The account alone, where nothing is sent by a template.
 *
 * @throws InviteError `stopped_by_hand`, and why nothing may be sent
 */
export async function askAccount(shell: Shell, ports: AccountFactsPorts): Promise<KnownAccount> {
  return await unlessStopped(loadAccountFacts(ports), shell);
}

async function unlessStopped<T extends object>(asked: Promise<T>, { stop }: Shell): Promise<T> {
  const answer = await Promise.race([asked, aborted(stop)]);
  if (answer === null) throw new InviteError({ code: 'stopped_by_hand' });
  return answer;
}
