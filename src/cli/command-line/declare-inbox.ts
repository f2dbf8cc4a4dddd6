import { example, INBOX_END, SAVED_ANSWER_FIELDS } from '../../text/help-texts.ts';
import { answerNumber } from './option-parsers.ts';
import type { CommandContext, Program } from './options.ts';

const NUMBER = 'the number of the answer, as the list has it';
const TEXT = 'the answer, in quotation marks; asked for at a terminal if left out';

/** The command `inbox` with its saved answers. */
export function declareInbox(program: Program, { shell, done }: CommandContext): void {
  const inbox = program
    .command('inbox')
    .description('parents who wrote and wait: answer them one after the other')
    .option('--rehearse', 'answer what was written in rehearsals', false)
    .option('--all', 'every conversation, not only those that wait', false)
    .helpCommand(false)
    .addHelpText('before', example('inbox --rehearse'))
    .addHelpText('after', INBOX_END)
    .action(async (_options, command) => {
      const { inbox: run } = await import('../commands/inbox/command.ts');
      done(await run(shell, command.optsWithGlobals()));
    });
  const answers = inbox
    .command('answers')
    .description('the saved answers, which the keys 1 to 9 show: add, edit, list or remove them')
    .helpCommand(false)
    .addHelpText('before', example('inbox answers add "Hi {parent_first_name}: {LINK}"'))
    .addHelpText('after', SAVED_ANSWER_FIELDS)
    .action(async (_options, command) => {
      const { listSavedAnswers } = await import('../commands/inbox/answers.ts');
      done(await listSavedAnswers(shell, command.optsWithGlobals()));
    });
  answers
    .command('add')
    .description('save an answer under the next free key')
    .argument('[text]', TEXT)
    .action(async (text, _options, command) => {
      const { addSavedAnswer } = await import('../commands/inbox/answers.ts');
      done(await addSavedAnswer(shell, text, command.optsWithGlobals()));
    });
  answers
    .command('edit')
    .description('change a saved answer')
    .argument('<number>', NUMBER, answerNumber)
    .argument('[text]', TEXT)
    .action(async (number, text, _options, command) => {
      const { editSavedAnswer } = await import('../commands/inbox/answers.ts');
      done(await editSavedAnswer(shell, number, text, command.optsWithGlobals()));
    });
  answers
    .command('list')
    .description('list the saved answers with their numbers')
    .action(async (_options, command) => {
      const { listSavedAnswers } = await import('../commands/inbox/answers.ts');
      done(await listSavedAnswers(shell, command.optsWithGlobals()));
    });
  answers
    .command('remove')
    .description('remove a saved answer; those after it move up by one key')
    .argument('<number>', NUMBER, answerNumber)
    .action(async (number, _options, command) => {
      const { removeSavedAnswer } = await import('../commands/inbox/answers.ts');
      done(await removeSavedAnswer(shell, number, command.optsWithGlobals()));
    });
}
