import type { CommanderError } from 'commander';
import type { StopProblem } from '../../domain/problem/problem.ts';

/** Commander's message as a sentence, its suggestion as a part of the fix. */
export function usageProblem({ code, message }: CommanderError): StopProblem {
  const [what = '', suggestion] = message.replace(/^error: /u, '').split('\n');
  const sentence = code === 'commander.help' ? 'no command is given' : what.replace(/\.$/u, '');
  const help = 'Run urmston-invite help to see the commands, or add --help to one of them.';
  const fix = code === 'commander.excessArguments' ? `${QUOTES} ${help}` : help;
  return {
    code: 'usage',
    message: `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}.`,
    fix: suggestion === undefined ? fix : `${suggestion.replace(/^\(|\)$/gu, '')} ${fix}`,
  };
}

/** A shell takes a space for the end of a word. */
const QUOTES = 'Put quotation marks around a number, a text or a file with a space in it.';
