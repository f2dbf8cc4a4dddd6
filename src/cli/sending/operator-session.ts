import { aborted } from '../../application/aborted.ts';
import { knowAccount, UNKNOWN_ACCOUNT, type KnownAccount } from '../../application/know-account.ts';
import { InviteError } from '../../domain/problem.ts';
import type { Template } from '../../domain/template.ts';
import type { SendOptions } from '../commands/options.ts';
import type { AnswerSource } from '../operator/cli-operator.ts';
import type { Paint } from '../paint.ts';
import { readListFile, type NamedList } from '../read-list-file.ts';
import type { Shell } from '../shell.ts';
import { startSpinner } from '../spinner.ts';
import type { World } from '../world.ts';
import { askAboutColumns } from './ask-about-columns.ts';
import { refuseWithoutOperator } from './refuse-without-operator.ts';

/** A list and the options it was read with, those included that the operator answered. */
export type Listed<Options extends SendOptions> = {
  readonly named: NamedList;
  readonly options: Options;
};

/** Who is asked about columns, and how. */
export type Asking = {
  readonly shell: Shell;
  readonly answers: AnswerSource;
  readonly paint: Paint;
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
  { shell, answers, paint }: Asking,
): Promise<Listed<Options>> {
  if (!shell.stdin.isTerminal) return listed;
  const { named, options } = listed;
  const { map, leaveOut } = await askAboutColumns(named, {
    answers,
    output: shell.stderr,
    paint,
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
  { templates, accountSource }: Pick<World, 'templates' | 'accountSource'>,
  quiet: boolean,
): Promise<Fetched> {
  const spinner = await startSpinner(shell, 'Asking Twilio for the template', quiet);
  try {
    const both = Promise.all([
      templates.fetch(),
      accountSource === null ? UNKNOWN_ACCOUNT : knowAccount(accountSource),
    ]);
    const fetched = await Promise.race([both, aborted(shell.stop)]);
    if (fetched === null) throw new InviteError({ code: 'stopped_by_hand' });
    const [template, known] = fetched;
    return { template, known };
  } finally {
    spinner.stop();
  }
}
