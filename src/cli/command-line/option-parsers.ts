import { InvalidArgumentError } from 'commander';
import type { LeaveOut } from '../../adapters/list-file/columns/leave-out.ts';
import type { HeadingMap } from '../../adapters/list-file/columns/map-headings.ts';
import {
  canBeShared,
  COLUMN_FIELDS,
  FIELD_LABELS,
  FIELDS,
  isColumnField,
  isField,
  type Field,
} from '../../domain/record/field.ts';
import { parseSeason, type Season } from '../../domain/record/values/season.ts';

type PerField = { readonly [field in Field]?: string };

/** One more `--set field=value`; the value is checked when the list is read, as a cell would be. */
export function addSet(text: string, before: PerField): PerField {
  const [field, value] = split(text, 'value', isField, FIELDS);
  if (!canBeShared(field)) {
    throw new InvalidArgumentError(`Each row has its own ${FIELD_LABELS[field]}.`);
  }
  return { ...before, [field]: value };
}

/** One more `--map field="Heading"`. */
export function addMap(text: string, before: HeadingMap): HeadingMap {
  const [field, heading] = split(text, '"Heading"', isColumnField, COLUMN_FIELDS);
  return { ...before, [field]: heading };
}

/** One more `--leave-out "Heading=value"`; no value means the empty cells. */
export function addLeaveOut(text: string, before: readonly LeaveOut[]): readonly LeaveOut[] {
  const at = text.indexOf('=');
  const heading = text.slice(0, Math.max(at, 0)).trim();
  if (heading === '') throw new InvalidArgumentError('Write it as "Heading=value".');
  return [...before, { heading, value: text.slice(at + 1).trim() }];
}

/** The name of a kept mapping, which becomes a part of a setting's name. */
export function mapName(text: string): string {
  if (/^[a-z\d][a-z\d-]*$/iu.test(text)) return text;
  throw new InvalidArgumentError('A name has letters, digits and dashes.');
}

/** A row as a spreadsheet counts them. */
export function rowNumber(text: string): number {
  const row = Number(text);
  if (!Number.isSafeInteger(row) || row < 1) throw new InvalidArgumentError('Rows count from 1.');
  return row;
}

/** A season as people write it. */
export function seasonName(text: string): Season {
  const season = parseSeason(text.trim());
  if (season.ok) return season.value;
  throw new InvalidArgumentError('Write it as 2025-26: two years that follow each other.');
}

/** The name of a page; standard output is for what a terminal shows. */
export function pageFile(text: string): string {
  if (text !== '' && text !== '-') return text;
  throw new InvalidArgumentError('A page needs a file of its own; give its name.');
}

/** The name of a report; without one it goes to standard output. */
export function reportFile(text: string): string {
  if (text !== '' && text !== '-') return text;
  throw new InvalidArgumentError('Leave the option out for standard output.');
}

/** Where to listen; 0 is any that is free. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/u.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number up to 65535.');
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

/** The address of a service, to which a key goes: over https, or on this computer. */
export function serviceUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (url !== null && isSafe && url.username === '' && url.search === '' && url.hash === '') {
    return url;
  }
  throw new InvalidArgumentError('A service has an https address, or one on this computer.');
}

function split<Name extends string>(
  text: string,
  what: string,
  isName: (name: string) => name is Name,
  names: readonly Name[],
): readonly [Name, string] {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(at, 0)).trim();
  const rest = text.slice(at + 1).trim();
  if (at === -1 || rest === '') throw new InvalidArgumentError(`Write it as field=${what}.`);
  if (!isName(name)) throw new InvalidArgumentError(`The fields are ${names.join(', ')}.`);
  return [name, rest];
}
