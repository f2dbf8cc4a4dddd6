import type { HeadingMap } from '../../adapters/list-file/columns/map-headings.ts';
import { readList, type ListFile } from '../../adapters/list-file/list-file.ts';
import { openList, type OpenedList } from '../../adapters/list-file/open-list.ts';
import { clubTeams } from '../../adapters/settings/run-settings.ts';
import type { Settings } from '../../adapters/settings/settings.ts';
import { fieldsOf, startLoading, type LoadedList } from '../../application/check/load-list.ts';
import type { Reload } from '../../application/check/settle-list.ts';
import { readHeading } from '../../domain/list/headings/read-heading.ts';
import { narrowingIn } from '../../domain/list/narrowing.ts';
import { recordsFor, surveyParents, USUAL_PARENTS } from '../../domain/list/which-parents.ts';
import type { Template } from '../../domain/message/template.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Field } from '../../domain/record/field.ts';
import type { RawRecord } from '../../domain/record/raw-record.ts';
import type { RecordRules } from '../../domain/record/read-value.ts';
import { count, printable } from '../../text/format.ts';
import { HEADING_CONTENT } from '../../text/list/heading-content.ts';
import type { ListOptions } from '../command-line/options.ts';
import { answersFrom } from '../operator/answer-source.ts';
import type { Shell } from '../shell.ts';
import { coloursFor } from '../terminal/colours.ts';
import { keepMapOf, keptMapOf, recognisedMap } from './kept-map.ts';
import type { NamedList, Visit } from './named-list.ts';
import { askAboutListFile, canAskAbout } from './questions/ask-about-list-file.ts';
import { withReadingBar } from './reading-bar.ts';
import {
  fieldsIn,
  loadAgain,
  type StartLoader,
  teamsSheetFor,
  withoutTeamsSheet,
} from './teams-sheet.ts';
import { faultOfValue } from './value-fault.ts';

/**
 * Reads a list without checking its values, with the kept map that an option names or its headings have.
 *
 * @throws InviteError where the file as a whole cannot be read as a list
 */
export async function readListFile(
  shell: Shell,
  file: string,
  options: ListOptions,
): Promise<NamedList> {
  const opened = await openFile(shell, file);
  const keptMap = await keptMapOf(shell, options);
  const teams = await teamsSheetFor(shell, options, null);
  const list = await readBytes(shell, opened, { options, keptMap, teams }, () => {});
  return await withRecognisedMap(shell, opened, list);
}

/** What is decided about a list as a whole: the values for all rows, and the kept map in use. */
type ListAnswers = Pick<NamedList, 'set' | 'keptMap'>;

/** How a list is checked. */
type Loading<One> = {
  /** Makes the rules. */
  readonly rulesOf: (list: ListAnswers) => RecordRules;
  readonly start: StartLoader<One>;
};

/**
 * Reads a list, asks at a terminal about columns that are missing, checks the list, and keeps what
 * `--save-map` asks for. One pass reads and checks it, unless an answer or a kept map changes how it is read,
 * or a teams' sheet needs the teams of the whole list before its first row is filled in.
 *
 * @throws InviteError where the file as a whole cannot be read as a list, and `stopped_by_hand`
 */
export async function loadListFile<One>(
  shell: Shell,
  file: string,
  options: ListOptions,
  { rulesOf, start }: Loading<One>,
): Promise<{ readonly list: NamedList; readonly loaded: LoadedList<One> }> {
  const opened = await openFile(shell, file);
  const keptMap = await keptMapOf(shell, options);
  const teams = await teamsSheetFor(shell, options, null);
  const rules = rulesOf({ set: { ...keptMap?.set, ...options.set }, keptMap });
  const loader = teams === null ? start(rules, null) : null;
  const visit = loader?.add ?? ((): void => {});
  const first = await readBytes(shell, opened, { options, keptMap, teams }, visit);
  const list = await askIfPossible(shell, await withRecognisedMap(shell, opened, first));
  return loader !== null && list.findings === first.findings
    ? { list, loaded: loader.finish(list.findings) }
    : { list, loaded: await loadAgain(list, rulesOf(list), start) };
}

async function withRecognisedMap(
  shell: Shell,
  opened: OpenedFile,
  list: NamedList,
): Promise<NamedList> {
  const keptMap = await recognisedMap(shell, list);
  if (keptMap === null) return list;
  const options = { ...list.options, useMap: keptMap.name };
  return await readBytes(shell, opened, { options, keptMap, teams: list.teams }, () => {});
}

async function askIfPossible(shell: Shell, list: NamedList): Promise<NamedList> {
  if (list.doubts.length === 0 || !canAskAbout(shell, list)) return await keepMapOf(shell, list);
  const answers = await answersFrom(shell);
  try {
    const colours = await coloursFor(shell.stderr, shell, list.options.color);
    return await askAboutListFile(
      list,
      { shell, answers, colours },
      { columns: true, rows: false },
    );
  } finally {
    answers.close();
  }
}

type OpenedFile = OpenedList & Pick<NamedList, 'file'>;

async function openFile(shell: Shell, file: string): Promise<OpenedFile> {
  return { ...(await openList(file, file === '-' ? shell.stdin.bytes() : undefined)), file };
}

async function readBytes(
  shell: Shell,
  opened: OpenedFile,
  { options, keptMap, teams }: Pick<NamedList, 'options' | 'keptMap' | 'teams'>,
  visit: Visit,
): Promise<NamedList> {
  const { bytes, name } = opened;
  const map = { ...keptMap?.fields, ...options.map };
  const set = { ...keptMap?.set, ...options.set };
  const reading = {
    name,
    map,
    keptMap:
      keptMap === null ? null : { ...keptMap, fields: withoutFields(keptMap.fields, options.map) },
    set: fieldsOf(set).union(teams === null ? NO_FIELDS : fieldsIn(teams)),
    leaveOut: options.leaveOut,
    include: options.include,
    decisions: options.decisions ?? [],
    sheet: options.sheet ?? null,
  };
  const chosen = options.parents ?? keptMap?.answers.parents ?? null;
  const which = chosen ?? USUAL_PARENTS;
  const survey = surveyParents();
  const visitEach = (record: RawRecord): void => {
    survey.see(record);
    for (const one of recordsFor(record, which)) visit(one);
  };
  const read = await withReadingBar(shell, opened, options, (progress) =>
    readList(bytes, { ...reading, progress }, visitEach),
  );
  const sheetless = withoutTeamsSheet(read, teams, opened.file);
  const list = { ...sheetless, findings: [...sheetless.findings, ...survey.findings(chosen)] };
  if (options.verbose) shell.stderr.write(howRead(bytes.length, list));
  return {
    ...list,
    ...opened,
    options,
    keptMap,
    map,
    set,
    teams,
    parents: { which, isChosen: chosen !== null, rows: survey.rows },
    readAgain: async (again) => {
      await readList(bytes, reading, (record) => recordsFor(record, which).forEach(again));
    },
    readOtherwise: async (otherwise) => {
      const kept = await keptMapOf(shell, otherwise);
      const sheet = await teamsSheetFor(shell, otherwise, teams);
      const how = { options: otherwise, keptMap: kept, teams: sheet };
      return await readBytes(shell, opened, how, () => {});
    },
    readRaw: async () => {
      const { readRawTable } = await import('../../adapters/list-file/raw-table.ts');
      return await readRawTable(bytes, reading);
    },
  };
}

const NO_FIELDS: ReadonlySet<Field> = new Set();

/** The kept map without the fields that `--map` gives, which wins over it. */
function withoutFields(kept: HeadingMap, given: HeadingMap): HeadingMap {
  const isKept = (field: string): boolean => !Object.hasOwn(given, field);
  return Object.fromEntries(Object.entries(kept).filter(([field]) => isKept(field)));
}

/** What a column that is not used holds, where its heading says so. */
function contentOf(heading: string): string {
  const { holds } = readHeading(heading);
  return holds === null ? '' : `; holds ${HEADING_CONTENT[holds]}`;
}

/** For `--verbose`: the field that each column was read as, and how it was matched. */
function howRead(bytes: number, { columns, records }: ListFile): string {
  const lines = columns.map(({ column, heading, field, how }) =>
    field === null
      ? `  ${column} ${printable(heading)}: not used${contentOf(heading)}`
      : `  ${column} ${printable(heading)}: ${field} (${how})`,
  );
  return `${[`${bytes} bytes, ${count(records, 'record')}`, ...lines].join('\n')}\n`;
}

/**
 * The rules that every row is checked against.
 *
 * @param isLive whether the numbers that Ofcom keeps for drama are refused
 * @throws InviteError `usage` when a value of `--set` is one that every row would be refused for, and
 *   `settings_malformed`
 */
export function rulesFor(
  { clock }: Shell,
  settings: Settings,
  { set, keptMap }: ListAnswers,
  isLive: boolean,
): RecordRules {
  for (const field of fieldsOf(set)) {
    const fault = faultOfValue(field, set[field] ?? '');
    if (fault === null) continue;
    const message = `--set ${field}: ${fault.message}`;
    throw new InviteError({ code: 'usage', message, fix: fault.fix });
  }
  return {
    now: clock.now(),
    exampleNumbersAllowed: !isLive,
    set,
    agreed: new Set(),
    encoding: keptMap?.answers.encoding,
    teams: clubTeams(settings),
  };
}

/**
 * A function that renders the messages of a list with this template. It can be called again, each time
 * with the repairs the operator agreed to since.
 */
export function reloadOf(list: NamedList, template: Template, rules: RecordRules): Reload {
  const asksEachFamily = list.parents.which === 'each';
  return async (agreed) => {
    const loaded = await loadAgain(list, { ...rules, agreed }, (agreedRules, join) =>
      startLoading(template, agreedRules, join, narrowingIn(list.options)),
    );
    return asksEachFamily ? { ...loaded, asksEachFamily } : loaded;
  };
}
