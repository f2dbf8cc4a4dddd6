import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { InviteError } from '../../domain/problem/problem.ts';
import { settingsFile } from '../files/home-folder.ts';
import { readWholeFile } from '../files/whole-file.ts';

export type SettingValues = { readonly [name: string]: string | undefined };

/** Where a setting was found. */
type SettingSource = 'environment' | '.env' | 'settings file';
export type FoundSetting = { readonly value: string; readonly source: SettingSource };

/**
 * The settings as text: the real environment, then `.env` in the working folder, then the user's
 * settings file. Nothing is read from parent folders, and an empty value counts as none.
 *
 * @throws InviteError `settings_unreadable`
 */
export function readSettings(
  env: SettingValues,
  workingFolder: string,
  home: string,
): SettingValues {
  const found = findSettings(env, workingFolder, home);
  return Object.fromEntries([...found].map(([name, { value }]) => [name, value]));
}

/**
 * The same, with the place each was found in.
 *
 * @throws InviteError `settings_unreadable`
 */
export function findSettings(
  env: SettingValues,
  workingFolder: string,
  home: string,
): ReadonlyMap<string, FoundSetting> {
  return new Map(
    placesOf(env, workingFolder, home).flatMap(([source, values]) =>
      Object.entries(withoutEmpty(values)).map(([name, value]) => [name, { value, source }]),
    ),
  );
}

/** A setting with another value in a place that does not count. */
export type OverruledSetting = FoundSetting & {
  readonly name: string;
  readonly otherSource: SettingSource;
  readonly otherValue: string;
};

/**
 * Of these settings, each that is found with another value further down: perhaps it was set for
 * something else, and forgotten.
 *
 * @throws InviteError `settings_unreadable`
 */
export function overruledSettings(
  names: readonly string[],
  env: SettingValues,
  workingFolder: string,
  home: string,
): readonly OverruledSetting[] {
  const places = placesOf(env, workingFolder, home).toReversed();
  return names.flatMap((name) => {
    const found = places.flatMap(([source, values]): readonly FoundSetting[] => {
      const value = withoutEmpty(values)[name];
      return value === undefined ? [] : [{ value, source }];
    });
    const [first, ...lower] = found;
    const other = lower.find(({ value }) => value !== first?.value);
    return first === undefined || other === undefined
      ? []
      : [{ name, ...first, otherSource: other.source, otherValue: other.value }];
  });
}

/** The places of settings; a later one counts for more. */
function placesOf(
  env: SettingValues,
  workingFolder: string,
  home: string,
): readonly (readonly [SettingSource, SettingValues])[] {
  return [
    ['settings file', readEnvFile(settingsFile(home))],
    ['.env', readEnvFile(join(workingFolder, '.env'))],
    ['environment', env],
  ];
}

/** Fifty times what all settings and a few column maps take. */
export const LARGEST_SETTINGS_BYTES = 256 * 1024;

/**
 * The lines of a settings file; none where there is no file.
 *
 * @throws InviteError `settings_unreadable`
 */
export function readEnvFile(file: string): SettingValues {
  try {
    return parse(linesOf(textOf(readWholeFile(file, LARGEST_SETTINGS_BYTES))));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ENOTDIR' || (code === 'ENOENT' && !isLink(file));
    if (isMissing) return {};
    throw new InviteError({ code: 'settings_unreadable', file, reason: code });
  }
}

/** PowerShell 5 writes UTF-16 when it redirects, and a volunteer cannot see that. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
  if (text.includes('\0')) throw Object.assign(new Error('not text'), { code: 'not_text' });
  return text;
}

/**
 * The same without its empty lines, over which dotenv takes time by the square of their number: a minute
 * for 64 KB of nothing else.
 */
function linesOf(text: string): string {
  return text
    .split(/\r\n|[\r\n]/u)
    .filter((line) => line.trim() !== '')
    .join('\n');
}

/** Whether somebody has put a link there, which leads nowhere then. */
function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function withoutEmpty(values: SettingValues): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const text = value?.trim();
      return text === undefined || text === '' ? [] : [[name, text]];
    }),
  );
}
