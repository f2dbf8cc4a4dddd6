import type { Advice } from './advice.ts';
import { printable } from './format.ts';

/** Why an opt-out for one player cannot be of a user id. */
export const NO_NUMBER: Advice = {
  message: '--player needs a phone number: lists have no user ids.',
  fix: "Give the parent's number, or leave out --player to stop everything.",
};

/** Why nothing is written over a file without a person at a terminal. */
export function fileIsThere(file: string): Advice {
  return {
    message: `${printable(file)} is there already, so it was left as it is.`,
    fix: 'Give another name after --output, or run the same line in a terminal window, which asks.',
  };
}

export function replaceQuestion(file: string): string {
  return `${printable(file)} is there already. Replace it? (y/n)`;
}
