import { mkdirSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { COLUMN_FIELDS } from '../domain/field.ts';
import { InviteError } from '../domain/problem.ts';
import { settingsFile } from './home-folder.ts';
import type { HeadingMap, KeptMap } from './list-file/land-headings.ts';
import { readEnvFile } from './settings.ts';
import { existingFile, replaceFile } from './whole-file.ts';

const PREFIX = 'COLUMN_MAP_';
const MAP = z.partialRecord(z.enum(COLUMN_FIELDS), z.string().check(z.minLength(1)));

/**
 * Every kept mapping, by name.
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
 * One kept mapping.
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
 * Keeps a mapping in place of one of the same name. Every other line of the settings file stays as
 * it is, byte for byte, and the file is whole whenever the power goes.
 *
 * @throws InviteError `maps_unwritable`
 */
export function keepMap(home: string, name: string, map: HeadingMap): void {
  const file = settingsFile(home);
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const target = existingFile(file);
    replaceFile(target ?? file, withLine(target === null ? null : readFileSync(target), name, map));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    if (reason === undefined) throw error;
    throw new InviteError({ code: 'maps_unwritable', file, reason });
  }
}

/** The file with the line of this mapping in it. Latin-1 carries any byte there and back. */
function withLine(before: Buffer | null, name: string, map: HeadingMap): Buffer {
  const isUtf16 = before?.[0] === 0xff && before[1] === 0xfe;
  const text = before?.toString(isUtf16 ? 'utf16le' : 'latin1') ?? '';
  const variable = variableOf(name);
  const line = `${variable}='${JSON.stringify(map).replaceAll("'", String.raw`\u0027`)}'`;
  const added = isUtf16 ? line : Buffer.from(line).toString('latin1');
  // The last line of a name is the one that counts.
  const found = [...text.matchAll(lineOf(variable))].at(-1);
  return Buffer.from(
    found === undefined
      ? appended(text, added)
      : text.slice(0, found.index) + added + text.slice(found.index + found[0].length),
    isUtf16 ? 'utf16le' : 'latin1',
  );
}

function lineOf(variable: string): RegExp {
  const value = `(?:'[^']*'|"[^"]*"|)[^\\r\\n]*`;
  return new RegExp(
    `(?<=^|[\\r\\n])[ \\t]*(?:export[ \\t]+)?${variable}[ \\t]*[=:][ \\t]*${value}`,
    'gu',
  );
}

function appended(text: string, line: string): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const isOpen = text !== '' && !/[\r\n]$/u.test(text);
  return `${text}${isOpen ? lineEnd : ''}${line}${lineEnd}`;
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
