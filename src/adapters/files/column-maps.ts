import * as z from 'zod/mini';
import { InviteError } from '../../domain/problem/problem.ts';
import { COLUMN_FIELDS } from '../../domain/record/field.ts';
import type { HeadingMap, KeptMap } from '../list-file/columns/map-headings.ts';
import { readEnvFile } from '../settings/find-settings.ts';
import { putLines } from '../settings/settings-file.ts';
import { settingsFile } from './home-folder.ts';
import { systemCode } from './whole-file.ts';

const PREFIX = 'COLUMN_MAP_';
const MAP = z.partialRecord(z.enum(COLUMN_FIELDS), z.string().check(z.minLength(1)));

/**
 * All kept heading maps, sorted by name.
 *
 * @throws InviteError `maps_unreadable`, `settings_unreadable`
 */
export function keptMaps(home: string): readonly KeptMap[] {
  const file = settingsFile(home);
  return Object.entries(readEnvFile(file))
    .filter(([variable]) => variable.startsWith(PREFIX))
    .map(([variable, json]) => ({ name: nameOf(variable), fields: mapIn(json, file) }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/**
 * The kept heading map of this name.
 *
 * @throws InviteError `map_not_found`, `maps_unreadable`, `settings_unreadable`
 */
export function keptMap(home: string, name: string): HeadingMap {
  const maps = keptMaps(home);
  const wanted = nameOf(variableOf(name));
  const found = maps.find((map) => map.name === wanted);
  if (found !== undefined) return found.fields;
  throw new InviteError({ code: 'map_not_found', name, names: maps.map((map) => map.name) });
}

/**
 * Keeps a heading map in the settings file, in place of one with the same name. The other lines of the
 * file stay as they are, byte for byte.
 *
 * @throws InviteError `maps_unwritable`
 */
export function keepMap(home: string, name: string, map: HeadingMap): void {
  const file = settingsFile(home);
  const variable = variableOf(name);
  try {
    putLines(file, [{ variable, line: lineOf(variable, map) }]);
  } catch (error) {
    const reason = systemCode(error);
    if (reason === undefined) throw error;
    throw new InviteError({ code: 'maps_unwritable', file, reason });
  }
}

/** In single quotes, in which dotenv interprets nothing. */
function lineOf(variable: string, map: HeadingMap): string {
  return `${variable}='${JSON.stringify(map).replaceAll("'", String.raw`\u0027`)}'`;
}

function mapIn(json: string | undefined, file: string): HeadingMap {
  try {
    return MAP.parse(JSON.parse(json ?? ''));
  } catch {
    throw new InviteError({ code: 'maps_unreadable', file });
  }
}

function variableOf(name: string): string {
  return PREFIX + name.toUpperCase().replaceAll('-', '_');
}

function nameOf(variable: string): string {
  return variable.slice(PREFIX.length).toLowerCase().replaceAll('_', '-');
}
