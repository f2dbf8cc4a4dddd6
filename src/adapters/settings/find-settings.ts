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
 * The settings as text, from the environment, else from `.env` in the working folder, else from the
 * user's settings file. Parent folders are not searched, and an empty value counts as not set.
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
 * Like `readSettings`, with the source of each setting.
 *
 * @throws InviteError `settings_unreadable`
 */
export function findSettings(
  env: SettingValues,
  workingFolder: string,
  home: string,
): ReadonlyMap<string, FoundSetting> {
  return new Map(
    sourcesOf(env, workingFolder, home).flatMap(([source, values]) =>
      Object.entries(withoutEmpty(values)).map(([name, value]) => [name, { value, source }]),
    ),
  );
}

/** A setting with another value in a source that is overruled. */
export type OverruledSetting = FoundSetting & {
  readonly name: string;
  readonly otherSource: SettingSource;
  readonly otherValue: string;
};

/**
 * Those of these settings that have another value in an overruled source, which may be left over from
 * another use.
 *
 * @throws InviteError `settings_unreadable`
 */
export function overruledSettings(
  names: readonly string[],
  env: SettingValues,
  workingFolder: string,
  home: string,
): readonly OverruledSetting[] {
  const sources = sourcesOf(env, workingFolder, home).toReversed();
  return names.flatMap((name) => {
    const found = sources.flatMap(([source, values]): readonly FoundSetting[] => {
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

/** The sources of settings. A later one overrules an earlier one. */
function sourcesOf(
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

/** Fifty times the size of all settings and a few column maps. */
export const LARGEST_SETTINGS_BYTES = 256 * 1024;

/**
 * The settings in a file; none where there is no file.
 *
 * @throws InviteError `settings_unreadable`
 */
export function readEnvFile(file: string): SettingValues {
  try {
    return parse(withoutEmptyLines(textOf(readWholeFile(file, LARGEST_SETTINGS_BYTES))));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ENOTDIR' || (code === 'ENOENT' && !isLink(file));
    if (isMissing) return {};
    throw new InviteError({ code: 'settings_unreadable', file, reason: code });
  }
}

/** Reads UTF-16 too, which PowerShell 5 writes when it redirects. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
  if (text.includes('\0')) throw Object.assign(new Error('not text'), { code: 'not_text' });
  return text;
}

/**
 * The text without empty lines, for which dotenv takes time by the square of their number: a minute for
 * 64 KB of them.
 */
function withoutEmptyLines(text: string): string {
  return text
    .split(/\r\n|[\r\n]/u)
    .filter((line) => line.trim() !== '')
    .join('\n');
}

/** Whether the path is a link, whose target is then missing. */
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
