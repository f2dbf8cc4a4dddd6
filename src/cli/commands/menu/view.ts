import { basename } from 'node:path';
import { printable } from '../../../text/format.ts';
import type { KeyQuestion } from '../../operator/answer-source.ts';
import type { Colours } from '../../terminal/colours.ts';
import { MENU, type MenuItem } from './menu.ts';

const ITEMS: { readonly [item in MenuItem]: { readonly title: string; readonly word: string } } = {
  try: { title: 'Try it with invented families: nothing leaves this computer', word: 'try' },
  init: { title: 'Set it up', word: 'set up' },
  check: { title: 'Check a list', word: 'check' },
  send: { title: 'Send the invites of a list', word: 'send' },
  status: { title: 'See what became of the messages', word: 'status' },
  inbox: { title: 'Answer parents who wrote', word: 'answers' },
};

/** The whole menu. */
export function menuText(list: string | null, { bold }: Colours): string {
  const lines = [...MENU].map(([key, item]) => `  ${bold(key)}  ${ITEMS[item].title}`);
  const chosen = list === null ? 'Choose a list' : `Choose another list than ${nameOf(list)}`;
  return [
    '',
    bold('Urmston Invite'),
    '',
    ...lines,
    `  ${bold('l')}  ${chosen}`,
    `  ${bold('q')}  Close`,
    '',
  ].join('\n');
}

/** The question below the menu, or, once a command has run, a line in its place. */
export function menuQuestion(hasRun: boolean, { bold, odd }: Colours): KeyQuestion {
  const words = [...MENU].map(([key, item]) => `${key} ${ITEMS[item].word}`);
  const question = hasRun
    ? `${[...words, 'l list'].join(', ')} (1-6/l/q/?)`
    : 'What do you want to do? (1-6/l/q)';
  return {
    question: bold(question),
    keys: [...MENU.keys(), 'l', 'q', '?'],
    otherKey: odd('Press 1 to 6, l, q or ?.'),
  };
}

export const LIST_QUESTION = 'Drag the file of your list here and press Enter: ';

export function chosenText(list: string): string {
  return `The list is ${nameOf(list)}.\n`;
}

export const NO_SAMPLES =
  'The list with invented families is missing. Unpack the download again.\n';

function nameOf(list: string): string {
  return printable(basename(list));
}
