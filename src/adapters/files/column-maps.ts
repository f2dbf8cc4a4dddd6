import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { PARENT_CHOICES } from '../../domain/list/parent-choice.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { OTHER_ENCODINGS } from '../../domain/record/cell/other-encoding.ts';
import {
  canBeShared,
  COLUMN_FIELDS,
  FIELDS,
  isOfPerson,
  type Field,
} from '../../domain/record/field.ts';
import { parseField } from '../../domain/record/read-value.ts';
import type { MapOfList } from '../list-file/columns/map-headings.ts';
import { readEnvFile } from '../settings/find-settings.ts';
import { mapsFolder, settingsFile } from './home-folder.ts';
import { makeFolder } from './make-folder.ts';
import { readWholeFile, replaceFile, systemCode } from './whole-file.ts';

/** The version of the stored shape. A new optional property needs no new version. */
const VERSION = 1;

/** A list has some dozens of columns. */
const LARGEST_MAP_BYTES = 1024 * 1024;

const TEXT = z.string().check(z.minLength(1));
const HEADINGS = z.partialRecord(z.enum(COLUMN_FIELDS), TEXT);

const KEPT_SET = z
  .partialRecord(z.enum(FIELDS), TEXT)
  .check(
    z.refine((set) =>
      Object.entries(set).every(
        ([field, value]) => canKeepSet(field as Field) && parseField(field as Field, value).ok,
      ),
    ),
  );

/**
 * What a person answered to questions about the list as a whole. To keep one more answer, add an optional
 * property here: maps without it stay valid, and an older program ignores it. An answer about the values
 * of a column is no part of this; it is one of `rows`.
 */
const ANSWERS = z.object({
  /** The encoding that the list was in, where its text was read wrongly before it reached the tool. */
  encoding: z.optional(z.enum(OTHER_ENCODINGS)),
  /** Which of two parents in one row get the invite. */
  parents: z.optional(z.enum(PARENT_CHOICES)),
});

/**
 * The stored shape of a kept map, one JSON file for each. It holds no name, number or birth date of a
 * person: no value of a field for which `isOfPerson` holds, and the headings as a digest only.
 */
const STORED = z.object({
  version: z.literal(VERSION),
  /** By `headingsDigest`. A list with the same headings is recognised; null for JSON, which has none. */
  headings: z.nullable(TEXT),
  /** The heading of each field that was mapped by hand. */
  fields: HEADINGS,
  /** One value for all rows, as with `--set`. */
  set: KEPT_SET,
  /** Whether the rows with this value under this heading are left out, or stay though that was in doubt. */
  rows: z.array(z.object({ heading: TEXT, value: z.string(), left_out: z.boolean() })),
  answers: ANSWERS,
});

type KeptAnswers = z.infer<typeof ANSWERS>;

/** Everything that `--save-map` keeps of a list and `--use-map` brings back. */
export type KeptMap = MapOfList & {
  readonly headings: string | null;
  readonly set: { readonly [field in Field]?: string };
  readonly answers: KeptAnswers;
};

/** Whether one value for all rows may be kept. The name and the phone of a team manager are not. */
export function canKeepSet(field: Field): boolean {
  return canBeShared(field) && !isOfPerson(field);
}

/**
 * All kept maps, sorted by name.
 *
 * @throws InviteError `map_unreadable`, `maps_unreadable`, `settings_unreadable`
 */
export function keptMaps(home: string): readonly KeptMap[] {
  return namesOfMaps(home).map((name) => keptMap(home, name));
}

/**
 * The names of all kept maps, sorted. Some of them may be damaged.
 *
 * @throws InviteError `maps_unreadable`, `settings_unreadable`
 */
export function namesOfMaps(home: string): readonly string[] {
  const inFiles = filesIn(mapsFolder(home)).flatMap((file) =>
    file.endsWith(ENDING) ? [file.slice(0, -ENDING.length)] : [],
  );
  const inSettings = [...mapsInSettings(home).keys()];
  return [...new Set([...inFiles, ...inSettings])].toSorted((a, b) => a.localeCompare(b));
}

/**
 * The kept map of this name.
 *
 * @throws InviteError `map_not_found`, `map_unreadable`, `maps_unreadable`, `settings_unreadable`
 */
export function keptMap(home: string, name: string): KeptMap {
  const key = keyOf(name);
  const stored = mapInFile(home, key);
  if (stored !== null) return stored;
  const line = mapsInSettings(home).get(key);
  if (line !== undefined) return mapInSettings(key, line, home);
  throw new InviteError({ code: 'map_not_found', name, names: namesOfMaps(home) });
}

/**
 * Keeps a map, in place of one with the same name, readable by its owner only.
 *
 * @throws InviteError `maps_unwritable`
 */
export function keepMap(home: string, { name, rows, ...map }: KeptMap): void {
  const folder = mapsFolder(home);
  const file = fileOf(home, keyOf(name));
  const stored: z.infer<typeof STORED> = {
    version: VERSION,
    ...map,
    rows: rows.map(({ heading, value, isLeftOut }) => ({ heading, value, left_out: isLeftOut })),
  };
  try {
    makeFolder(folder);
    replaceFile(file, Buffer.from(`${JSON.stringify(STORED.parse(stored), null, 2)}\n`));
  } catch (error) {
    const reason = systemCode(error);
    if (reason === undefined) throw error;
    throw new InviteError({ code: 'maps_unwritable', file, reason });
  }
}

const ENDING = '.json';

/** Names differ neither by case nor, as in the settings file, by dashes and underscores. */
function keyOf(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

function fileOf(home: string, key: string): string {
  return join(mapsFolder(home), `${key}${ENDING}`);
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw new InviteError({ code: 'maps_unreadable', file: folder });
  }
}

/** Null where there is no such file. */
function mapInFile(home: string, name: string): KeptMap | null {
  const file = fileOf(home, name);
  const json = jsonIn(file, name);
  if (json === undefined) return null;
  const version = z.object({ version: z.number() }).safeParse(json);
  const isNewer = version.success && version.data.version > VERSION;
  const stored = STORED.safeParse(json);
  if (!stored.success) throw new InviteError({ code: 'map_unreadable', name, file, isNewer });
  const { headings, fields, set, rows, answers } = stored.data;
  return {
    name,
    headings,
    fields,
    set,
    rows: rows.map(({ heading, value, left_out }) => ({ heading, value, isLeftOut: left_out })),
    answers,
  };
}

/** Undefined where there is no such file. */
function jsonIn(file: string, name: string): unknown {
  try {
    return JSON.parse(readWholeFile(file, LARGEST_MAP_BYTES).toString());
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new InviteError({ code: 'map_unreadable', name, file, isNewer: false });
  }
}

/** Versions before kept the mapped headings alone, as lines of the settings file. */
const PREFIX = 'COLUMN_MAP_';

function mapsInSettings(home: string): ReadonlyMap<string, string | undefined> {
  return new Map(
    Object.entries(readEnvFile(settingsFile(home)))
      .filter(([variable]) => variable.startsWith(PREFIX))
      .map(([variable, json]) => [keyOf(variable.slice(PREFIX.length)), json]),
  );
}

function mapInSettings(name: string, json: string | undefined, home: string): KeptMap {
  try {
    const fields = HEADINGS.parse(JSON.parse(json ?? ''));
    return { name, headings: null, fields, set: {}, rows: [], answers: {} };
  } catch {
    throw new InviteError({ code: 'maps_unreadable', file: settingsFile(home) });
  }
}
