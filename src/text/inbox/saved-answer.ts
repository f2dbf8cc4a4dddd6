import { MOST_ANSWERS, type FilledAnswer } from '../../domain/contact/saved-answer.ts';
import type { AnswerPart, SavedAnswerFault, StopProblem } from '../../domain/problem/problem.ts';
import { FIELD_LABELS } from '../../domain/record/field.ts';
import type { Advice, ProblemTexts } from '../advice.ts';
import { explainReplyText } from '../delivery/reply-text.ts';
import { count, listed, printable } from '../format.ts';

/** Why an answer cannot be saved. */
function explainSavedAnswer(fault: SavedAnswerFault): Advice {
  switch (fault.kind) {
    case 'unknown_part': {
      const name = printable(fault.name);
      return {
        message: `There is no field called {${name}}. Nothing was saved.`,
        fix:
          fault.nearest === null
            ? 'Use the name of a field, for example {player_first_name}, or {LINK} for the setting LINK.'
            : `Write {${fault.nearest}} if that is the one you mean.`,
      };
    }
    case 'stray_brace':
      return {
        message: 'A brace stands by itself. Nothing was saved.',
        fix: 'Put one pair of braces around the name of a field, for example {player_first_name}.',
      };
    case 'text': {
      const { message, fix } = explainReplyText(fault.fault);
      return { message: message.replace('Nothing was sent.', 'Nothing was saved.'), fix };
    }
  }
}

/** Why a saved answer cannot go to this parent. */
export function explainUnfilled(why: Extract<FilledAnswer, { ok: false }>['why']): Advice {
  switch (why.kind) {
    case 'part_empty':
      return why.part === 'LINK'
        ? {
            message: 'This answer contains {LINK}, and the setting LINK is not set.',
            fix: 'Set LINK to the address of the registration page, or press r and write an answer.',
          }
        : {
            message: `This answer needs the ${labelOf(why.part)}, which is not known for this parent.`,
            fix: 'Press r and write an answer.',
          };
    case 'part_differs':
      return {
        message: `This answer needs one ${labelOf(why.part)}, and the children of this parent have ${listed(why.values.map(printable))}.`,
        fix: 'Press r and write an answer.',
      };
    case 'text':
      return explainReplyText(why.fault);
  }
}

function labelOf(part: AnswerPart): string {
  return part === 'LINK' ? 'link' : FIELD_LABELS[part];
}

/** Why a command about saved answers ends. */
export const SAVED_ANSWER_STOPS = {
  answers_unreadable: ({ file }) => ({
    message: `The saved answers in ${file} cannot be read.`,
    fix: 'Delete the line that begins with SAVED_ANSWERS, and add the answers again.',
  }),
  saved_answer_unfit: ({ fault }) => explainSavedAnswer(fault),
  saved_answer_not_found: ({ number, saved }) => ({
    message: `There is no saved answer ${number}. There ${saved === 1 ? 'is' : 'are'} ${count(saved, 'saved answer')}.`,
    fix: 'Run "urmston-invite inbox answers" to see them with their numbers.',
  }),
  too_many_saved_answers: () => ({
    message: `There are ${MOST_ANSWERS} saved answers already, one for each key. Nothing was saved.`,
    fix: 'Change one with "urmston-invite inbox answers edit NUMBER TEXT", or remove one first.',
  }),
} satisfies Partial<ProblemTexts<StopProblem>>;
