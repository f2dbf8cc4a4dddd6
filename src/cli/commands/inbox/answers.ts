import { homeFolder } from '../../../adapters/files/home-folder.ts';
import { saveAnswers, savedAnswers } from '../../../adapters/files/saved-answers.ts';
import { MOST_ANSWERS, partsIn, readSavedAnswer } from '../../../domain/contact/saved-answer.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { printable } from '../../../text/format.ts';
import { INBOX_TEXTS } from '../../../text/inbox/inbox.ts';
import type { SendOptions } from '../../command-line/options.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { ExitCode } from '../../exit-code.ts';
import { answersFrom } from '../../operator/answer-source.ts';
import type { Shell } from '../../shell.ts';
import { wrapped, writeWrapped } from '../../terminal/wrap-text.ts';
import { writeDocument } from '../../terminal/write-document.ts';

export type SavedAnswerOptions = Pick<SendOptions, 'json' | 'quiet'>;

/** Lists the saved answers with their keys. */
export async function listSavedAnswers(
  shell: Shell,
  options: SavedAnswerOptions,
): Promise<ExitCode> {
  await show(shell, savedAnswers(homeFolder(shell)), options);
  return 0;
}

/**
 * Saves an answer under the next free key.
 *
 * @param typed the text; at a terminal it is asked for where it is left out
 * @throws InviteError `saved_answer_unfit`, `too_many_saved_answers`
 */
export async function addSavedAnswer(
  shell: Shell,
  typed: string | undefined,
  options: SavedAnswerOptions,
): Promise<ExitCode> {
  const home = homeFolder(shell);
  const answers = savedAnswers(home);
  if (answers.length >= MOST_ANSWERS) throw new InviteError({ code: 'too_many_saved_answers' });
  return await save(shell, [...answers, textFrom(await typedText(shell, typed))], options);
}

/**
 * Changes a saved answer.
 *
 * @throws InviteError `saved_answer_unfit`, `saved_answer_not_found`
 */
export async function editSavedAnswer(
  shell: Shell,
  number: number,
  typed: string | undefined,
  options: SavedAnswerOptions,
): Promise<ExitCode> {
  const answers = answersWith(shell, number);
  const text = textFrom(await typedText(shell, typed));
  return await save(shell, answers.with(number - 1, text), options);
}

/**
 * Removes a saved answer. Those after it move up by one key.
 *
 * @throws InviteError `saved_answer_not_found`
 */
export async function removeSavedAnswer(
  shell: Shell,
  number: number,
  options: SavedAnswerOptions,
): Promise<ExitCode> {
  return await save(shell, answersWith(shell, number).toSpliced(number - 1, 1), options);
}

function answersWith(shell: Shell, number: number): readonly string[] {
  const answers = savedAnswers(homeFolder(shell));
  if (answers[number - 1] !== undefined) return answers;
  throw new InviteError({ code: 'saved_answer_not_found', number, saved: answers.length });
}

async function typedText(shell: Shell, typed: string | undefined): Promise<string> {
  if (typed !== undefined) return typed;
  if (!shell.stdin.isTerminal || !shell.stderr.isTerminal) return '';
  const answers = await answersFrom(shell);
  try {
    const line = await answers.nextLine(`${INBOX_TEXTS.write} `, shell.stop);
    if (line === null) throw new InviteError({ code: 'stopped_by_hand' });
    return line;
  } finally {
    answers.close();
  }
}

function textFrom(typed: string): string {
  const read = readSavedAnswer(typed);
  if (read.ok) return read.text;
  throw new InviteError({ code: 'saved_answer_unfit', fault: read.fault });
}

async function save(
  shell: Shell,
  answers: readonly string[],
  options: SavedAnswerOptions,
): Promise<ExitCode> {
  saveAnswers(homeFolder(shell), answers);
  await show(shell, answers, options);
  const needsLink = answers.some((text) => partsIn(text).includes('LINK'));
  if (needsLink && settingsOf(shell).values.LINK === undefined) {
    await writeWrapped(shell.stderr, `${INBOX_TEXTS.linkMissing}\n`);
  }
  return 0;
}

async function show(
  { stdout, stderr }: Shell,
  answers: readonly string[],
  { json, quiet }: SavedAnswerOptions,
): Promise<void> {
  if (json) {
    const saved = answers.map((text, index) => ({ number: index + 1, text }));
    writeDocument(stdout, { command: 'inbox answers', answers: saved });
    return;
  }
  const lines = answers.map((text, index) => `${index + 1}  ${printable(text)}\n`);
  stdout.write(await wrapped(lines.join(''), stdout.columns(), 3));
  if (answers.length === 0) stdout.write(`${INBOX_TEXTS.noneSaved}\n`);
  if (!quiet && answers.length === 0) await writeWrapped(stderr, `${INBOX_TEXTS.howToSave}\n`);
}
