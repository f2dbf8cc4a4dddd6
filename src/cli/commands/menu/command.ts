import { InviteError } from '../../../domain/problem/problem.ts';
import type { ListOptions } from '../../command-line/options.ts';
import type { ExitCode } from '../../exit-code.ts';
import { answersFrom } from '../../operator/answer-source.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { argumentsOf, droppedPath, listNeededFor, MENU } from './menu.ts';
import { chosenText, LIST_QUESTION, menuQuestion, menuText, NO_SAMPLES } from './view.ts';

/**
 * Offers the commands by number, and runs each in a process of its own, until the user closes the menu.
 *
 * @param file the list to begin with, as of a file that was dropped on the icon; null to ask when one is needed
 */
export async function menu(
  shell: Shell,
  file: string | null,
  options: Pick<ListOptions, 'color'>,
): Promise<ExitCode> {
  if (!shell.stdin.isTerminal || !shell.stderr.isTerminal) {
    throw new InviteError({ code: 'operator_needed', why: 'menu' });
  }
  const { stderr, stop } = shell;
  const colours = await coloursFor(stderr, shell, options.color);
  let list = file;
  let hasRun = false;
  stderr.write(menuText(list, colours));
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one choice after the other
    const key = await askKey(shell, menuQuestion(hasRun, colours));
    if (key === null || key === 'q') return stop.aborted ? 130 : 0;
    if (key === '?') {
      stderr.write(menuText(list, colours));
      continue;
    }
    const item = MENU.get(key);
    const needs = item === undefined ? 'own' : listNeededFor(item);
    if (needs === 'own' && (list === null || item === undefined)) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      list = (await askList(shell)) ?? list;
      if (list !== null) stderr.write(chosenText(list));
    }
    if (item === undefined || (needs === 'own' && list === null)) continue;
    const given = needs === 'sample' ? shell.sampleList() : needs === 'own' ? list : null;
    if (needs === 'sample' && given === null) {
      stderr.write(NO_SAMPLES);
      continue;
    }
    stderr.write('\n');
    // oxlint-disable-next-line no-await-in-loop -- as above
    await shell.runTool(argumentsOf(item, given));
    hasRun = true;
  }
}

/** Reads the keyboard only while the question is open, so that the command that runs has it alone. */
async function askKey(
  shell: Shell,
  question: ReturnType<typeof menuQuestion>,
): Promise<string | null> {
  const answers = await answersFrom(shell);
  try {
    return await answers.next(question, shell.stop);
  } finally {
    answers.close();
  }
}

/** @returns the path of the list; null if none was given */
async function askList(shell: Shell): Promise<string | null> {
  const answers = await answersFrom(shell);
  try {
    const typed = await answers.nextLine(`\n${LIST_QUESTION}`, shell.stop);
    const path = droppedPath(typed ?? '', shell.platform);
    return path === '' ? null : path;
  } finally {
    answers.close();
  }
}
