import { InvalidArgumentError } from 'commander';
import type { LeaveOut } from '../../adapters/list-file/columns/leave-out.ts';
import type { HeadingMap } from '../../adapters/list-file/columns/map-headings.ts';
import { PARENT_CHOICES, type WhichParents } from '../../domain/list/parent-choice.ts';
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
import type { SameTeam } from '../../domain/teams/match-teams.ts';

type PerField = { readonly [field in Field]?: string };

/** Adds one `--set field=value`. The value is checked when the list is read, as a cell is. */
export function addSet(text: string, before: PerField): PerField {
  const [field, value] = split(text, 'value', isField, FIELDS);
  if (!canBeShared(field)) {
    throw new InvalidArgumentError(`Each row has its own ${FIELD_LABELS[field]}.`);
  }
  return { ...before, [field]: value };
}

/** Adds one `--map field="Heading"`. */
export function addMap(text: string, before: HeadingMap): HeadingMap {
  const [field, heading] = split(text, '"Heading"', isColumnField, COLUMN_FIELDS);
  return { ...before, [field]: heading };
}

/** Adds one `--leave-out` or `--include "Heading=value"`. An empty value means rows in which the cell is empty. */
export function addLeaveOut(text: string, before: readonly LeaveOut[]): readonly LeaveOut[] {
  const at = text.indexOf('=');
  const heading = text.slice(0, Math.max(at, 0)).trim();
  if (heading === '') throw new InvalidArgumentError('Write it as "Heading=value".');
  return [...before, { heading, value: text.slice(at + 1).trim() }];
}

/** Adds one `--same-team "team of the list=team of the sheet"`. An empty one means none of the sheet's. */
export function addSameTeam(
  text: string,
  before: readonly SameTeam[] | undefined,
): readonly SameTeam[] {
  const at = text.indexOf('=');
  const listed = text.slice(0, Math.max(at, 0)).trim();
  if (listed === '') throw new InvalidArgumentError('Write it as "team of the list=team there".');
  return [...(before ?? []), { listed, inSheet: text.slice(at + 1).trim() }];
}

/** The file of a teams' sheet. Standard input is for the list. */
export function teamsFile(text: string): string {
  if (text.trim() !== '' && text !== '-') return text;
  throw new InvalidArgumentError("A teams' sheet is a file; give its name.");
}

/** Which of two parents in one row get the invite. */
export function whichParents(text: string): WhichParents {
  const which = PARENT_CHOICES.find((one) => one === text.toLowerCase());
  if (which !== undefined) return which;
  throw new InvalidArgumentError(`Write one of ${PARENT_CHOICES.join(', ')}.`);
}

export function isMapName(text: string): boolean {
  return /^[a-z\d][a-z\d-]*$/iu.test(text);
}

/** The name of a kept map, which becomes the name of a file. */
export function mapName(text: string): string {
  if (isMapName(text)) return text;
  throw new InvalidArgumentError('A name has letters, digits and dashes.');
}

/** The number of a saved answer, which is its key. */
export function answerNumber(text: string): number {
  if (/^[1-9]$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('Saved answers are numbered from 1 to 9.');
}

/** A row number as spreadsheets show it, where the headings are row 1. */
export function rowNumber(text: string): number {
  const row = Number(text);
  if (!Number.isSafeInteger(row) || row < 1) throw new InvalidArgumentError('Rows count from 1.');
  return row;
}

/** How many messages at most. */
export function messageCount(text: string): number {
  const number = Number(text);
  if (/^\d+$/u.test(text) && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('Give a whole number from 1 on.');
}

export function seasonName(text: string): Season {
  const season = parseSeason(text.trim());
  if (season.ok) return season.value;
  throw new InvalidArgumentError('Write it as 2025-26: two years that follow each other.');
}

/** The file for a page. A page is not written to standard output. */
export function pageFile(text: string): string {
  if (text !== '' && text !== '-') return text;
  throw new InvalidArgumentError('A page needs a file of its own; give its name.');
}

/** The file for a report, which goes to standard output without this option. */
export function reportFile(text: string): string {
  if (text !== '' && text !== '-') return text;
  throw new InvalidArgumentError('Leave the option out for standard output.');
}

const LONGEST_LINE = 200;

/** A name or a reason: one line of text. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line === '') throw new InvalidArgumentError('It is empty.');
  if (line.length <= LONGEST_LINE) return line;
  throw new InvalidArgumentError(`It has more than ${LONGEST_LINE} characters.`);
}

/** A port to listen on; 0 means any free port. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/u.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number up to 65535.');
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

/** The address of a service. An API key is sent to it, so it is https or on loopback. */
export function serviceUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (url !== null && isSafe && url.username === '' && url.search === '' && url.hash === '') {
    return url;
  }
  throw new InvalidArgumentError('A service has an https address, or one on this computer.');
}

/** The two sides of `name=value`. */
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
