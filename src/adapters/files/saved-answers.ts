import * as z from 'zod/mini';
import { MOST_ANSWERS } from '../../domain/contact/saved-answer.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { readEnvFile } from '../settings/find-settings.ts';
import { keepSettings } from '../settings/settings-file.ts';
import { settingsFile } from './home-folder.ts';

const VARIABLE = 'SAVED_ANSWERS';
const ANSWERS = z.array(z.string().check(z.minLength(1))).check(z.maxLength(MOST_ANSWERS));

/**
 * The answers that the operator has saved, in the order of their keys.
 *
 * @throws InviteError `answers_unreadable`, `settings_unreadable`
 */
export function savedAnswers(home: string): readonly string[] {
  const file = settingsFile(home);
  const json = readEnvFile(file)[VARIABLE];
  if (json === undefined || json === '') return [];
  try {
    return ANSWERS.parse(JSON.parse(json));
  } catch {
    throw new InviteError({ code: 'answers_unreadable', file });
  }
}

/**
 * Replaces the saved answers in the settings file. Its other lines stay as they are, byte for byte.
 *
 * @throws InviteError `settings_unwritable`
 */
export function saveAnswers(home: string, answers: readonly string[]): void {
  keepSettings(settingsFile(home), { [VARIABLE]: asciiJson(answers) });
}

/** JSON without apostrophes, whatever the file's encoding: it stands in single quotes. */
function asciiJson(answers: readonly string[]): string {
  return JSON.stringify(answers).replace(
    /['\u007F-\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
