import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { InviteError } from '../../domain/problem.ts';
import { settingsFile } from '../home-folder.ts';

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

/**
 * The lines of a settings file; none where there is no file.
 *
 * @throws InviteError `settings_unreadable`
 */
export function readEnvFile(file: string): SettingValues {
  try {
    return parse(textOf(readFileSync(file)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    throw new InviteError({ code: 'settings_unreadable', file });
  }
}

/** PowerShell 5 writes UTF-16 when it redirects, and a volunteer cannot see that. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

function withoutEmpty(values: SettingValues): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const text = value?.trim();
      return text === undefined || text === '' ? [] : [[name, text]];
    }),
  );
}
